/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Carrying bytes both ways between a session and its program. */

#include "gate.h"

enum { AT_OUT, AT_ERR, AT_IN, AT_END, N_POLLED };

/* What the session waits for. */
void pump_wait(const struct session *s, struct pollfd at[N_POLLED]);
/* One step after that; false when the program has ended and all its output is
 * sent. */
bool pump_step(struct session *s, const struct pollfd at[N_POLLED]);
/* Ends it, in any state. */
void pump_end(struct session *s);
