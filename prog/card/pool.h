/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Threads that take requests from a queue, run their handler and send them
 * home. The workers are one such pool, the desk another with a single thread.
 */

#include "request.h"

/* most: requests that may wait. */
enum err pool_start(unsigned n_threads, unsigned most, struct pool **out);
/* ERR_BUSY when as many as may wait do. */
enum err pool_put(struct pool *p, struct request *r);
/* Ends when each thread has finished what it is at; what waits stays undone.
 * Accepts NULL. */
void pool_stop(struct pool *p);
