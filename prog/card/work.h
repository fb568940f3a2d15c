/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * What a session has under way: operations in parts, and a clone. Found under
 * the lock, used outside of it by one request at a time, gone with the session.
 */

#include "lock.h"
#include "crypto/stream.h"

enum work_kind {
	WORK_ENCRYPT = FUNCTION_ENCRYPT,
	WORK_DECRYPT = FUNCTION_DECRYPT,
	WORK_SIGN = FUNCTION_SIGN,
	WORK_VERIFY = FUNCTION_VERIFY,
	WORK_DIGEST = FUNCTION_DIGEST,
	WORK_CLONE,
	N_WORKS,
};

struct work {
	uint32_t session;
	enum work_kind kind;
	struct stream *stream;
	struct clone *clone;
	bool keyed, private; /* what kind of key it uses */
	bool is_long;     /* the end of it takes a worker */
	bool finished;    /* `rest` is being fetched */
	struct buf rest;  /* output that did not fit into a response */
	size_t rest_at;
	bool busy, ended; /* a request has it; its session is gone */
};

/* Inside the lock. Takes the session's work for one request.
 * ERR_OPERATION_NOT_INITIALIZED if there is none, ERR_OPERATION_ACTIVE if
 * another request has it. */
enum err work_take(struct inside *in, enum work_kind kind, struct work **out);
/* Inside the lock. A new one: ERR_OPERATION_ACTIVE if there is one (a clone is
 * begun anew instead), ERR_BUSY if there are too many on this card. */
enum err work_begin(struct inside *in, enum work_kind kind, struct work **out);
/* Outside the lock; leaves NULL. done: it is over. */
void work_give(struct card *c, struct work **w, bool done);
/* For hsm_on_session_end. */
void work_session_ended(void *card, uint32_t session, enum session_end why);
void work_clear(struct card *c);
