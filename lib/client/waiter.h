/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The calls under way on a connection: which wait, which have their answer, and
 * which reads for all. All functions are called with c->lock held. */

#include "client/internal.h"

/* Adds a waiter. One that does not read is in the list of sleepers, asleep or
 * not. */
void waiter_add(struct connection *c, struct waiter *w);
void waiter_drop(struct connection *c, struct waiter *w);
/* Marks a waiter that has its answer. If it sleeps it is woken later
 * (waiter_wake_settled), because it will want the lock; else it will look by
 * itself. */
void waiter_settle(struct connection *c, struct waiter *w, enum err status);
/* Wakes them. It releases the lock meanwhile. */
void waiter_wake_settled(struct connection *c);
/* Passes the role of the reader to a thread that still waits. The writer does not
 * get it: it may be waiting for a peer that waits for us to read. */
void waiter_pass_reading(struct connection *c);
/* The link is lost: settles and wakes every waiter. */
void waiter_lose_all(struct connection *c, enum err why);
