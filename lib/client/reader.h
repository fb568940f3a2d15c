/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The role of the reader: one thread waits for the socket and deals out what
 * comes; the others sleep until they have their answer or that role. */

#include "client/internal.h"

/* Waits until w is settled, reading for all if nobody does. With c->lock held,
 * which is given back for good. */
void reader_wait(struct connection *c, struct waiter *w);
