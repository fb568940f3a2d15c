/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The role of the writer: one thread sends what all have queued. */

#include "client/internal.h"

/* Sends what is queued, unless another thread does. Called with c->lock held;
 * releases it meanwhile. w is the calling thread's. */
void writer_flush(struct connection *c, struct waiter *w);
