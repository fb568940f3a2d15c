/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The key is looked up inside the lock; it is decoded and checked outside of it
 * with a reference. Nothing here takes long: a lane waits for it.
 */

#include "prepare.h"

#include "crypto/crypt.h"
#include "hsm/key.h"
#include "hsm/object.h"
#include "hsm/session.h"
#include "hsm/sight.h"
#include "work.h"

static enum err
find_key(struct request *r, uint64_t handle)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	const struct prepared *p = &r->prepared;
	const struct object *o;

	TRY(card_enter(r, &now));
	TRY(session_may_compute(now.session));
	if (p->use == USE_DIGEST)
		return ERR_OK;
	TRY(key_use_check(now.session, handle, p->use, p->mech.type, &o));
	r->object = object_ref(o);
	return ERR_OK;
}

static enum err
prepare(struct request *r, uint64_t function, uint64_t key,
    struct bytes mechanism)
{
	struct prepared *p = &r->prepared;

	TRY(mech_use_of(function, &p->use));
	TRY(mech_decode(mechanism, &p->mech));
	p->has_mech = true;
	TRY(find_key(r, key));
	if (r->object != NULL)
		TRY(object_decode_key(r->object, &p->key));
	return crypt_check(&p->mech, p->key, p->use);
}

enum err
prepare_crypt(struct request *r, const struct msg_crypt_request *in)
{
	struct prepared *p = &r->prepared;

	TRY(prepare(r, in->function, in->key, in->mechanism));
	p->is_long = crypt_is_long(&p->mech, p->key, p->use, in->data.len);
	return ERR_OK;
}

enum err
prepare_crypt_check(struct request *r, const struct msg_crypt_check_request *in)
{
	return prepare(r, in->function, in->key, in->mechanism);
}

enum err
prepare_stream_start(struct request *r,
    const struct msg_stream_start_request *in)
{
	return prepare(r, in->function, in->key, in->mechanism);
}

enum err
prepare_stream_finish(struct request *r,
    const struct msg_stream_finish_request *in)
{
	struct prepared *p = &r->prepared;

	TRY(prepare_work(r, in->function, &p->work));
	p->is_long = p->work->is_long;
	return ERR_OK;
}

enum err
prepare_work(struct request *r, uint64_t function, struct work **out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	if (function < FUNCTION_ENCRYPT || function > FUNCTION_DIGEST)
		return ERR_ARGUMENT;
	TRY(card_enter(r, &now));
	TRY(session_may_compute(now.session));
	return work_take(&now, (enum work_kind)function, out);
}
