/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A program we started and watch. */

#include "proc/loop.h"
#include "proc/spawn.h"

struct child;

/* The child has ended (status as from waitpid); it is freed after the call. */
typedef void child_fn(void *ctx, int status);

enum err child_start(struct loop *l, const struct spawn *s, child_fn *ended,
    void *ctx, struct child **out);
/* SIGTERM, and SIGKILL after ms; without telling `ended`. Leaves NULL there;
 * accepts NULL. */
void child_stop(struct child **c, int ms);

/* For a program that is started again when it ends by itself: how long to wait,
 * 1 s at first, twice as long each time it did not last a minute, 30 s at most.
 * The owner sets `started` (clock_ms) and `wanted` at each start, and takes
 * `wanted` back when the program shall stay away. */
struct child_restart {
	int64_t started, ms;
	bool wanted;
};
int64_t child_restart_ms(struct child_restart *r);
