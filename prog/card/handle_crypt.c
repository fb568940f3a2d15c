/* SPDX-License-Identifier: Apache-2.0 */
/* Cryptography with what prepare.c found. It is done outside the lock, with a
 * reference to the key. */

#include "handlers.h"
#include "prepare.h"
#include "work.h"
#include "crypto/crypt.h"
#include "crypto/random.h"
#include "spec/pkcs11.h"
#include "hsm/sight.h"

static enum err
compute(struct crypto *c, const struct prepared *p,
    const struct msg_crypt_request *in, struct buf *out)
{
	if (p->use == USE_VERIFY)
		return crypt_run_verify(c, p->key, &p->mech, in->data,
		    in->signature);
	return crypt_run(c, p->key, &p->mech, p->use, in->data, out);
}

enum err
handle_crypt(struct request *r, const struct msg_crypt_request *in,
    struct msg_crypt_response *out)
{
	struct buf *reply = request_reply(r, in->data.len + 512);

	TRY(compute(r->crypto, &r->prepared, in, reply));
	out->data = buf_bytes(reply);
	return ERR_OK;
}

enum err
handle_crypt_check(struct request *r, const struct msg_crypt_check_request *in,
    struct msg_crypt_check_response *out)
{
	const struct key *key = r->prepared.key;

	out->key_bits = key != NULL ? key_bits(key) : 0;
	return ERR_OK;
}

enum err
handle_mechanism_list(struct request *r,
    const struct msg_mechanism_list_request *in,
    struct msg_mechanism_list_response *out)
{
	struct buf *reply = request_reply(r, 4096);
	const struct mech_row *all;
	unsigned n;

	all = mech_rows(&n);
	if (hsm_model(r->card->hsm)->backup)
		n = 0; /* it computes nothing for applications */
	for (unsigned i = 0; i < n; i++)
		TRY(buf_put_u32(reply, (uint32_t)all[i].number));
	out->mechanisms = buf_bytes(reply);
	return ERR_OK;
}

enum err
handle_random(struct request *r, const struct msg_random_request *in,
    struct msg_random_response *out)
{
	struct buf *reply = request_reply(r, in->len);
	CLEARED_BY(card_leave) struct inside now = { 0 };

	if (in->len < 1 || in->len > LIMIT_DATA)
		return ERR_ARGUMENT;
	TRY(card_enter(r, &now));
	card_leave(&now);
	TRY(buf_reserve(reply, in->len));
	TRY(crypto_draw(r->crypto, reply->ptr, in->len));
	reply->len = in->len;
	out->data = buf_bytes(reply);
	return ERR_OK;
}

enum err
handle_random_seed(struct request *r, const struct msg_random_seed_request *in,
    struct msg_random_seed_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	if (in->seed.len == 0)
		return ERR_ARGUMENT;
	TRY(card_enter(r, &now));
	card_leave(&now);
	return crypto_seed(r->crypto, in->seed);
}

/* --- operations in parts --- */

#define REST_MAX (STREAM_HOLD_MAX + 4096u)
#define PART_MAX (64u * 1024u) /* of the rest, in one response */

/* The key was looked up before: it may be gone meanwhile, with its partition or
 * its login. */
static enum err
begin(struct request *r, enum work_kind kind, uint64_t key, struct work **out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	const struct object *o = NULL;

	TRY(card_enter(r, &now));
	if (r->object != NULL && (object_get(now.session, key, &o) != ERR_OK ||
	    o != r->object))
		return ERR_KEY_INVALID;
	TRY(work_begin(&now, kind, out));
	(*out)->keyed = o != NULL;
	(*out)->private = o != NULL && object_flag(o, CKA_PRIVATE);
	return ERR_OK;
}

enum err
handle_stream_start(struct request *r,
    const struct msg_stream_start_request *in,
    struct msg_stream_start_response *out)
{
	const struct prepared *p = &r->prepared;
	struct work *w = NULL;
	enum err e;

	TRY(begin(r, (enum work_kind)in->function, in->key, &w));
	e = stream_open(r->crypto, p->key, &p->mech, p->use, &w->stream);
	w->is_long = crypt_is_long(&p->mech, p->key, p->use, 0);
	work_give(r->card, &w, e != ERR_OK);
	return e;
}

/* C_DigestKey: a digest tells of the key, and no key here may be seen. */
static enum err
refuse_key(struct request *r, uint64_t handle)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	const struct object *o;

	TRY(card_enter(r, &now));
	if (object_get(now.session, handle, &o) != ERR_OK ||
	    object_class(o) != CKO_SECRET_KEY)
		return ERR_KEY_INVALID;
	return ERR_KEY_INDIGESTIBLE;
}

enum err
handle_stream_update(struct request *r,
    const struct msg_stream_update_request *in,
    struct msg_stream_update_response *out)
{
	struct buf *reply = request_reply(r, in->data.len + 64);
	struct work *w = NULL;
	enum err e;

	if (in->key != 0)
		return in->function == FUNCTION_DIGEST && in->data.len == 0
		    ? refuse_key(r, in->key) : ERR_ARGUMENT;
	TRY(prepare_work(r, in->function, &w));
	e = w->finished ? ERR_OPERATION_NOT_INITIALIZED
			: stream_update(r->crypto, w->stream, in->data, reply);
	work_give(r->card, &w, e != ERR_OK);
	TRY(e);
	out->data = buf_bytes(reply);
	return ERR_OK;
}

static enum err
finish(struct request *r, struct work *w,
    const struct msg_stream_finish_request *in)
{
	if (w->finished)
		return ERR_OK;
	w->finished = true;
	w->rest = buf_up_to(REST_MAX);
	if (in->function == FUNCTION_VERIFY)
		return stream_verify(r->crypto, w->stream, in->signature);
	return stream_final(r->crypto, w->stream, &w->rest);
}

/* The next piece of what the end of the operation gave. */
static enum err
next_piece(struct work *w, struct buf *reply, bool *out_more)
{
	size_t left = w->rest.len - w->rest_at;
	size_t n = left > PART_MAX ? PART_MAX : left;

	TRY(buf_put(reply, bytes_of(w->rest.ptr + w->rest_at, n)));
	w->rest_at += n;
	*out_more = left > n;
	return ERR_OK;
}

enum err
handle_stream_finish(struct request *r,
    const struct msg_stream_finish_request *in,
    struct msg_stream_finish_response *out)
{
	struct buf *reply = request_reply(r, 1024);
	struct work *w = r->prepared.work;
	bool more = false;
	enum err e = finish(r, w, in);

	if (e == ERR_OK)
		e = next_piece(w, reply, &more);
	work_give(r->card, &r->prepared.work, !more);
	TRY(e);
	out->data = buf_bytes(reply);
	out->more = more;
	return ERR_OK;
}

/* Cancelling what is not there is no error: it may just have ended. */
enum err
handle_stream_cancel(struct request *r,
    const struct msg_stream_cancel_request *in,
    struct msg_stream_cancel_response *out)
{
	struct work *w = NULL;
	enum err e = prepare_work(r, in->function, &w);

	if (e == ERR_OPERATION_NOT_INITIALIZED)
		return ERR_OK;
	TRY(e);
	work_give(r->card, &w, true);
	return ERR_OK;
}
