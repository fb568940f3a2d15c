/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The calls under way on a connection: which wait, which has its answer, and
 * which reads for all. Every function wants c->lock held. */

#include "client/internal.h"

/* A waiter that does not read is in the list of sleepers, asleep or not. */
void waiter_add(struct connection *c, struct waiter *w);
void waiter_drop(struct connection *c, struct waiter *w);
/* The waiter has its answer. One that sleeps is woken later (waiter_wake_settled),
 * for it would want the lock; one that does not will look. */
void waiter_settle(struct connection *c, struct waiter *w, enum err status);
/* Gives the lock back meanwhile. */
void waiter_wake_settled(struct connection *c);
/* The role of the reader is free: one that still waits gets it. Not the writer:
 * it may be waiting for a peer that waits for us to read. */
void waiter_pass_reading(struct connection *c);
/* The link is lost: every waiter is settled and woken. */
void waiter_lose_all(struct connection *c, enum err why);
