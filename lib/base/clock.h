/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The time. lib/hsm never asks for it: its callers hand it in. */

#include <stdint.h>

/* Milliseconds since 1970 (UTC); they may jump. */
int64_t clock_wall_ms(void);
/* Milliseconds and microseconds since some point; they never go back. */
int64_t clock_ms(void);
int64_t clock_us(void);
/* Sleeps. */
void clock_sleep_ms(int64_t ms);
