/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The way of a change: from lib/hsm to the store and, once it is durable, into
 * memory. */

#include "lock.h"

/*
 * Both functions are called inside the lock, right after the change was planned,
 * and leave NULL in *c.
 *
 * commit_wait leaves the lock, waits until the change is durable, enters the lock
 * again and applies it. Workers and the desk use it. It returns the change's result,
 * or the error for which nothing of the change holds.
 */
enum err commit_wait(struct inside *in, struct change **c);
/* commit_later is for lanes. It returns ERR_AGAIN, which the handler returns too;
 * the lane sends r->out when the change is durable, so r->out must be complete. A
 * change without steps is applied at once. */
enum err commit_later(struct request *r, struct inside *in, struct change **c);
/* Applies or drops the change when the request has come back to its lane. Sets
 * r->status. */
void commit_finish(struct request *r);
/* Commits a change at the start, before the writer runs. */
enum err commit_now(struct card *card, struct change **c);
/* A record as lib/hsm names it, derived from its key in the store. */
struct record_name {
	enum record_kind kind;
	uint64_t partition, id;
};
enum err record_name_of(const struct store_key *key, struct record_name *out);
