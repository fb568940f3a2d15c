/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Changes of lib/hsm on their way to the store and, once durable, into memory. */

#include "lock.h"

/* Both are called inside the lock, right after the plan, and leave NULL in *c.
 *
 * commit_wait leaves the lock, waits until it is durable, enters and applies:
 * for workers and the desk. Gives the change's result, or why nothing of it
 * holds. */
enum err commit_wait(struct inside *in, struct change **c);
/* commit_later leaves the answer to the lane (r->out is complete): ERR_AGAIN,
 * which the handler returns. Without steps it is applied at once. For lanes. */
enum err commit_later(struct request *r, struct inside *in, struct change **c);
/* In the lane, when it came back: applies or drops. Sets r->status. */
void commit_finish(struct request *r);
/* At start, before the writer runs. */
enum err commit_now(struct card *card, struct change **c);
/* The record as lib/hsm names it, from its key in the store. */
struct record_name {
	enum record_kind kind;
	uint64_t partition, id;
};
enum err record_name_of(const struct store_key *key, struct record_name *out);
