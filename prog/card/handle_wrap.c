/* SPDX-License-Identifier: Apache-2.0 */
/* Calls that make keys of other keys: wrapped and unwrapped, derived. Workers
 * run these. */

#include "crypto/crypt.h"
#include "crypto/pkcs8.h"
#include "crypto/random.h"
#include "handlers.h"
#include "spec/pkcs11.h"
#include "hsm/key.h"
#include "hsm/make.h"

/* --- wrapping --- */

/* The key that wraps goes to r->object, the one to be wrapped to *out. */
static enum err
look_up_wrapping(struct request *r, const struct msg_key_wrap_request *in,
    uint64_t mechanism, struct object **out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	const struct object *wrapping, *key;

	TRY(card_enter(r, &now));
	TRY(session_may_compute(now.session));
	TRY(key_use_check(now.session, in->wrapping_key, USE_WRAP, mechanism,
	    &wrapping));
	TRY(key_wrap_check(now.session, in->key, wrapping, &key));
	r->object = object_ref(wrapping);
	*out = object_ref(key);
	return ERR_OK;
}

enum err
handle_key_wrap(struct request *r, const struct msg_key_wrap_request *in,
    struct msg_key_wrap_response *out)
{
	struct buf *reply = request_reply(r, 1024);
	CLEARED_BY(object_unref) struct object *key = NULL;
	struct bytes value;
	struct key *wrapping;
	struct mech m;

	TRY(mech_decode(in->mechanism, &m));
	TRY(look_up_wrapping(r, in, m.type, &key));
	/* A secret key it is: a policy keeps private ones in. */
	must(object_value(key, CKA_VALUE, &value));
	TRY(object_decode_key(r->object, &wrapping));
	TRY(crypt_wrap(r->crypto, wrapping, &m, value, reply));
	out->wrapped = buf_bytes(reply);
	return ERR_OK;
}

static enum err
look_up_for_making(struct request *r, uint64_t handle, enum birth birth,
    enum mech_use use, uint64_t mechanism, const struct template *asked,
    unsigned *out_len)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	const struct object *o;

	TRY(card_enter(r, &now));
	TRY(session_may_compute(now.session));
	TRY(key_use_check(now.session, handle, use, mechanism, &o));
	TRY(object_make_check(now.session, birth, 0, asked, out_len));
	r->object = object_ref(o);
	return ERR_OK;
}

static enum err
store_made(struct request *r, enum birth birth, const struct template *asked,
    const struct template *made, uint64_t *out_handle)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	uint8_t uid[OBJECT_UID_LEN];
	struct change *c = NULL;

	TRY(crypto_random(uid, sizeof(uid)));
	TRY(card_enter_to_plan(r, &now));
	TRY(object_make_plan(now.session, birth, 0, asked, made,
	    birth == BIRTH_DERIVE ? r->object : NULL, uid, &c));
	*out_handle = change_handle(c, 0);
	return commit_wait(&now, &c);
}

static enum err
store_secret(struct request *r, enum birth birth, const struct template *asked,
    const struct secret *value, uint64_t *out_handle)
{
	struct template made = { 0 };

	TRY(template_add(&made, CKA_VALUE, secret_bytes(value)));
	return store_made(r, birth, asked, &made, out_handle);
}

static enum err
store_private(struct request *r, const struct template *asked,
    const struct secret *der, uint64_t *out_handle)
{
	CLEARED_BY(key_made_clear) struct key_made values = { 0 };
	const struct key_type *type;
	struct template made = { 0 };

	TRY(pkcs8_decode(r->crypto, secret_bytes(der), &type, &values));
	if (template_number(asked, CKA_KEY_TYPE, type->number) != type->number)
		return ERR_WRAPPED_KEY_INVALID;
	TRY(template_add_made(&made, &values, KEY_PRIVATE));
	return store_made(r, BIRTH_UNWRAP, asked, &made, out_handle);
}

static bool
wants_private(const struct template *asked)
{
	return template_number(asked, CKA_CLASS, CKO_SECRET_KEY) ==
	    CKO_PRIVATE_KEY;
}

enum err
handle_key_unwrap(struct request *r, const struct msg_key_unwrap_request *in,
    struct msg_key_unwrap_response *out)
{
	CLEARED_BY(secret_clear) struct secret value = { 0 };
	struct template asked;
	unsigned len;
	struct key *key;
	struct mech m;

	TRY(mech_decode(in->mechanism, &m));
	TRY(template_read(in->template, &asked));
	TRY(look_up_for_making(r, in->unwrapping_key, BIRTH_UNWRAP, USE_UNWRAP,
	    m.type, &asked, &len));
	TRY(object_decode_key(r->object, &key));
	TRY(crypt_unwrap(r->crypto, key, &m, in->wrapped, &value));
	if (wants_private(&asked))
		return store_private(r, &asked, &value, &out->handle);
	return store_secret(r, BIRTH_UNWRAP, &asked, &value, &out->handle);
}

/* --- deriving --- */

/* PKCS#11 v3.2 section 6.3.18: bytes are taken off the leading end. */
static enum err
keep_tail(struct secret *s, size_t len)
{
	CLEARED_BY(secret_clear) struct secret tail = { 0 };

	if (len == 0 || len == s->len)
		return ERR_OK;
	if (len > s->len)
		return ERR_KEY_SIZE;
	TRY(secret_copy(&tail, bytes_of(s->ptr + s->len - len, len)));
	secret_move(s, &tail);
	return ERR_OK;
}

enum err
handle_key_derive(struct request *r, const struct msg_key_derive_request *in,
    struct msg_key_derive_response *out)
{
	CLEARED_BY(secret_clear) struct secret value = { 0 };
	struct template asked;
	unsigned len;
	struct key *key;
	struct mech m;

	TRY(mech_decode(in->mechanism, &m));
	TRY(template_read(in->template, &asked));
	TRY(look_up_for_making(r, in->base_key, BIRTH_DERIVE, USE_DERIVE,
	    m.type, &asked, &len));
	TRY(object_decode_key(r->object, &key));
	TRY(crypt_derive(r->crypto, key, &m, &value));
	TRY(keep_tail(&value, len));
	return store_secret(r, BIRTH_DERIVE, &asked, &value, &out->handle);
}
