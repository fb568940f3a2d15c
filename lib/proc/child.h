/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A program that we have started and watch. */

#include "proc/loop.h"
#include "proc/spawn.h"

struct child;

/* The child has ended (status as from waitpid); it is freed after the call. */
typedef void child_fn(void *ctx, int status);

enum err child_start(struct loop *l, const struct spawn *s, child_fn *ended,
    void *ctx, struct child **out);
/* Sends SIGTERM, and SIGKILL after ms; `ended` is not called. Leaves NULL
 * there; accepts NULL. */
void child_stop(struct child **c, int ms);

/* How long to wait before a program that ended by itself is started again: 1 s
 * at first, twice as long each time it ran for less than a minute, 30 s at
 * most. The owner sets `started` (clock_ms) and `wanted` at each start, and
 * clears `wanted` when the program shall not be started again. */
struct child_restart {
	int64_t started, ms;
	bool wanted;
};
int64_t child_restart_ms(struct child_restart *r);
