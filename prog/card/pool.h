/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Threads that take requests from a queue, run their handlers and send them home.
 * The workers are one pool; the desk is another, with a single thread.
 */

#include "request.h"

/* `most` requests may wait in the queue. */
enum err pool_start(unsigned n_threads, unsigned most, struct pool **out);
/* ERR_BUSY if the queue is full. */
enum err pool_put(struct pool *p, struct request *r);
/* Ends when each thread has finished its request; requests in the queue are not
 * run. Accepts NULL. */
void pool_stop(struct pool *p);
