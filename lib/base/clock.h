/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Time, for those who may know it. lib/hsm is handed the time instead. */

#include <stdint.h>

/* Milliseconds since 1970 (UTC); may jump. */
int64_t clock_wall_ms(void);
/* Milliseconds, microseconds since some point; never go back. */
int64_t clock_ms(void);
int64_t clock_us(void);
/* Sleeps. */
void clock_sleep_ms(int64_t ms);
