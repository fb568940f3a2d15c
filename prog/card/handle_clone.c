/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Handlers of cloning between two cards. A session has one clone at a time;
 * another handshake begins it again. lib/hsm has the protocol; this file gives it
 * keys, randomness and the lock.
 */

#include "handlers.h"
#include "work.h"
#include "crypto/random.h"
#include "hsm/clone.h"
#include "hsm/partition.h"
#include "hsm/restore.h"

#define MESSAGE_MAX 4096u

static void
fresh_clear(struct clone_fresh *f)
{
	secret_clear(&f->private_key);
}

static enum err
fresh_make(struct crypto *c, struct clone_fresh *out)
{
	TRY(crypto_random(out->nonce, sizeof(out->nonce)));
	return agree_generate(c, &out->private_key, out->public_key);
}

static enum err
begin(struct request *r, struct work **out, struct secret *out_domain)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	struct bytes domain;

	TRY(card_enter(r, &now));
	TRY(partition_domain(now.hsm, session_partition(now.session), &domain));
	TRY(secret_copy(out_domain, domain));
	return work_begin(&now, WORK_CLONE, out);
}

static enum err
take(struct request *r, struct work **out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	return work_take(&now, WORK_CLONE, out);
}

enum err
handle_clone_target_init(struct request *r,
    const struct msg_clone_target_init_request *in,
    struct msg_clone_target_init_response *out)
{
	struct buf *reply = request_reply(r, MESSAGE_MAX);
	CLEARED_BY(fresh_clear) struct clone_fresh fresh = { 0 };
	CLEARED_BY(secret_clear) struct secret domain = { 0 };
	struct work *w = NULL;
	enum err e;

	TRY(fresh_make(r->crypto, &fresh));
	TRY(begin(r, &w, &domain));
	e = clone_target_init(r->crypto, &r->card->identity,
	    secret_bytes(&domain), &fresh, reply, &w->clone);
	work_give(r->card, &w, e != ERR_OK);
	TRY(e);
	out->offer = buf_bytes(reply);
	return ERR_OK;
}

enum err
handle_clone_source_begin(struct request *r,
    const struct msg_clone_source_begin_request *in,
    struct msg_clone_source_begin_response *out)
{
	struct buf *reply = request_reply(r, MESSAGE_MAX);
	CLEARED_BY(fresh_clear) struct clone_fresh fresh = { 0 };
	CLEARED_BY(secret_clear) struct secret domain = { 0 };
	struct work *w = NULL;
	enum err e;

	TRY(fresh_make(r->crypto, &fresh));
	TRY(begin(r, &w, &domain));
	e = clone_source_begin(r->crypto, &r->card->identity,
	    secret_bytes(&domain), &fresh, in->offer, reply, &w->clone);
	work_give(r->card, &w, e != ERR_OK);
	TRY(e);
	out->answer = buf_bytes(reply);
	return ERR_OK;
}

enum err
handle_clone_target_begin(struct request *r,
    const struct msg_clone_target_begin_request *in,
    struct msg_clone_target_begin_response *out)
{
	struct buf *reply = request_reply(r, MESSAGE_MAX);
	struct work *w = NULL;
	enum err e;

	TRY(take(r, &w));
	e = clone_target_begin(r->crypto, w->clone, in->answer, reply);
	work_give(r->card, &w, e != ERR_OK);
	TRY(e);
	out->confirm = buf_bytes(reply);
	return ERR_OK;
}

enum err
handle_clone_source_confirm(struct request *r,
    const struct msg_clone_source_confirm_request *in,
    struct msg_clone_source_confirm_response *out)
{
	struct work *w = NULL;
	enum err e;

	TRY(take(r, &w));
	e = clone_source_confirm(r->crypto, w->clone, in->confirm);
	work_give(r->card, &w, e != ERR_OK);
	return e;
}

static enum err
look_up(struct request *r, uint64_t handle, struct work **out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	const struct object *o;

	TRY(card_enter(r, &now));
	TRY(clone_object_check(now.session, handle, &o));
	TRY(work_take(&now, WORK_CLONE, out));
	r->object = object_ref(o);
	return ERR_OK;
}

enum err
handle_clone_source_object(struct request *r,
    const struct msg_clone_source_object_request *in,
    struct msg_clone_source_object_response *out)
{
	struct buf *reply = request_reply(r, 4096);
	struct work *w = NULL;
	size_t blob_len;
	enum err e;

	TRY(look_up(r, in->handle, &w));
	e = clone_source_seal(r->crypto, w->clone, r->object, reply);
	work_give(r->card, &w, false);
	TRY(e);
	blob_len = reply->len;
	TRY(clone_label(r->object, reply));
	out->blob = bytes_of(reply->ptr, blob_len);
	out->label = bytes_of(reply->ptr + blob_len, reply->len - blob_len);
	return ERR_OK;
}

static enum err
open_blob(struct request *r, const struct msg_clone_target_object_request *in,
    struct secret *out)
{
	struct work *w = NULL;
	enum err e;

	TRY(take(r, &w));
	e = clone_target_open(r->crypto, w->clone, in->blob, out);
	work_give(r->card, &w, false);
	return e;
}

enum err
handle_clone_target_object(struct request *r,
    const struct msg_clone_target_object_request *in,
    struct msg_clone_target_object_response *out)
{
	CLEARED_BY(secret_clear) struct secret record = { 0 };
	CLEARED_BY(card_leave) struct inside now = { 0 };
	enum clone_result result = CLONE_NEW;
	struct change *c = NULL;

	TRY(open_blob(r, in, &record));
	TRY(card_enter_to_plan(r, &now));
	TRY(object_restore_plan(now.session, secret_bytes(&record), in->replace,
	    &result, &c));
	out->handle = change_handle(c, 0);
	out->result = result;
	return commit_later(r, &now, &c);
}
