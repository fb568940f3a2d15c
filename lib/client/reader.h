/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The role of the reader: one thread waits for the socket and gives out what
 * arrives; the others sleep until they have their answer or that role. */

#include "client/internal.h"

/* Waits until w is settled, and reads for all if no other thread does. Called
 * with c->lock held; releases it. */
void reader_wait(struct connection *c, struct waiter *w);
