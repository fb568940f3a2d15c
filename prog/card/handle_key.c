/* SPDX-License-Identifier: Apache-2.0 */
/* Calls that make keys: generated, wrapped and unwrapped, derived. */

#include "handlers.h"
#include "crypto/crypt.h"
#include "crypto/generate.h"
#include "crypto/random.h"
#include "pkcs11.h"

/* --- secret keys --------------------------------------------------------------- */

enum err
handle_key_generate(struct request *r,
    const struct msg_key_generate_request *in,
    struct msg_key_generate_response *out)
{
	CLEARED_BY(secret_clear) struct secret value = { 0 };
	CLEARED_BY(card_leave) struct inside now = { 0 };
	uint8_t uid[OBJECT_UID_LEN];
	struct template asked, made = { 0 };
	struct change *c = NULL;
	struct wanted wanted;
	struct mech m;

	TRY(mech_read(in->mechanism, &m));
	TRY(template_read(in->template, &asked));
	TRY(crypto_random(uid, sizeof(uid)));
	TRY(card_enter_to_plan(r, &now));
	TRY(object_make_check(now.session, BIRTH_GENERATE, m.type, &asked,
	    &wanted));
	TRY(crypto_random_secret(&value, wanted.bytes));
	TRY(template_add(&made, CKA_VALUE, secret_bytes(&value)));
	TRY(object_make_plan(now.session, BIRTH_GENERATE, m.type, &asked, &made,
	    NULL, uid, &c));
	out->handle = change_handle(c, 0);
	return commit_later(r, &now, &c);
}

/* --- pairs ------------------------------------------------------------------------ */

/* A pair under way: what is asked, and what was made of it. */
struct pair {
	struct mech mech;
	struct template asked_public, asked_private;
	struct template made_public, made_private;
	struct wanted wanted;
};

static enum err
add_all(struct template *t, const struct attribute *rows, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		TRY(template_add(t, rows[i].type, rows[i].value));
	return ERR_OK;
}

static enum err
rsa_templates(const struct rsa_made *rsa, struct pair *p)
{
	const struct attribute both[] = {
		{ CKA_MODULUS, buf_bytes(&rsa->n) },
		{ CKA_PUBLIC_EXPONENT, buf_bytes(&rsa->e) },
	};
	const struct attribute private[] = {
		{ CKA_PRIVATE_EXPONENT, secret_bytes(&rsa->d) },
		{ CKA_PRIME_1, secret_bytes(&rsa->p) },
		{ CKA_PRIME_2, secret_bytes(&rsa->q) },
		{ CKA_EXPONENT_1, secret_bytes(&rsa->dp) },
		{ CKA_EXPONENT_2, secret_bytes(&rsa->dq) },
		{ CKA_COEFFICIENT, secret_bytes(&rsa->qinv) },
	};

	TRY(add_all(&p->made_public, both, 2));
	TRY(add_all(&p->made_private, both, 2));
	return add_all(&p->made_private, private, 6);
}

static enum err
ec_templates(const struct ec_made *ec, struct pair *p)
{
	const struct attribute private[] = {
		{ CKA_EC_PARAMS, p->wanted.params },
		{ CKA_VALUE, secret_bytes(&ec->value) },
	};

	TRY(template_add(&p->made_public, CKA_EC_POINT, buf_bytes(&ec->point)));
	return add_all(&p->made_private, private, 2);
}

static enum err
store_pair(struct request *r, const struct pair *p,
    struct msg_keypair_generate_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	uint8_t uids[2][OBJECT_UID_LEN];
	struct change *c = NULL;

	TRY(crypto_random(uids[0], sizeof(uids)));
	TRY(card_enter_to_plan(r, &now));
	TRY(pair_make_plan(now.session, p->mech.type, &p->asked_public,
	    &p->made_public, &p->asked_private, &p->made_private,
	    (const uint8_t (*)[OBJECT_UID_LEN])uids, &c));
	out->public_handle = change_handle(c, 0);
	out->private_handle = change_handle(c, 1);
	return commit_wait(&now, &c);
}

static enum err
make_rsa(struct request *r, struct pair *p,
    struct msg_keypair_generate_response *out)
{
	CLEARED_BY(rsa_made_clear) struct rsa_made rsa = { 0 };

	TRY(generate_rsa(r->crypto, p->wanted.bits, p->wanted.exponent, &rsa));
	TRY(rsa_templates(&rsa, p));
	return store_pair(r, p, out);
}

static enum err
make_ec(struct request *r, struct pair *p,
    struct msg_keypair_generate_response *out)
{
	CLEARED_BY(ec_made_clear) struct ec_made ec = { 0 };

	TRY(generate_ec(r->crypto, p->wanted.params, &ec));
	TRY(ec_templates(&ec, p));
	return store_pair(r, p, out);
}

static enum err
check_pair(struct request *r, struct pair *p)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	return pair_make_check(now.session, p->mech.type, &p->asked_public,
	    &p->asked_private, &p->wanted);
}

enum err
handle_keypair_generate(struct request *r,
    const struct msg_keypair_generate_request *in,
    struct msg_keypair_generate_response *out)
{
	struct pair p = { 0 };

	TRY(mech_read(in->mechanism, &p.mech));
	TRY(template_read(in->public_template, &p.asked_public));
	TRY(template_read(in->private_template, &p.asked_private));
	TRY(check_pair(r, &p));
	if (p.wanted.key_type == CKK_RSA)
		return make_rsa(r, &p, out);
	if (p.wanted.key_type == CKK_EC)
		return make_ec(r, &p, out);
	return ERR_MECHANISM_INVALID;
}

/* --- wrapping ---------------------------------------------------------------------- */

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

/* Private keys would go out as PKCS#8, which is not there yet. */
enum err
handle_key_wrap(struct request *r, const struct msg_key_wrap_request *in,
    struct msg_key_wrap_response *out)
{
	struct buf *hold = request_hold(r, 1024);
	CLEARED_BY(object_free) struct object *key = NULL;
	struct bytes value;
	struct key *wrapping;
	struct mech m;

	TRY(mech_read(in->mechanism, &m));
	TRY(look_up_wrapping(r, in, m.type, &key));
	if (object_class(key) != CKO_SECRET_KEY)
		return ERR_NOT_SUPPORTED;
	if (!object_value(key, CKA_VALUE, &value))
		return ERR_KEY_NOT_WRAPPABLE;
	TRY(object_decode_key(r->object, &wrapping));
	TRY(crypt_check(&m, wrapping, USE_WRAP));
	TRY(crypt_wrap(r->crypto, wrapping, &m, value, hold));
	out->wrapped = buf_bytes(hold);
	return ERR_OK;
}

static enum err
look_up_for_making(struct request *r, uint64_t handle, enum birth birth,
    enum mech_use use, uint64_t mechanism, const struct template *asked,
    struct wanted *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	const struct object *o;

	TRY(card_enter(r, &now));
	TRY(session_may_compute(now.session));
	TRY(key_use_check(now.session, handle, use, mechanism, &o));
	TRY(object_make_check(now.session, birth, 0, asked, out));
	r->object = object_ref(o);
	return ERR_OK;
}

static enum err
store_secret(struct request *r, enum birth birth, const struct template *asked,
    const struct secret *value, uint64_t *out_handle)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	uint8_t uid[OBJECT_UID_LEN];
	struct template made = { 0 };
	struct change *c = NULL;

	TRY(crypto_random(uid, sizeof(uid)));
	TRY(template_add(&made, CKA_VALUE, secret_bytes(value)));
	TRY(card_enter_to_plan(r, &now));
	TRY(object_make_plan(now.session, birth, 0, asked, &made,
	    birth == BIRTH_DERIVE ? r->object : NULL, uid, &c));
	*out_handle = change_handle(c, 0);
	return commit_wait(&now, &c);
}

static bool
wants_secret(const struct template *asked)
{
	return template_number(asked, CKA_CLASS, CKO_SECRET_KEY) == CKO_SECRET_KEY;
}

enum err
handle_key_unwrap(struct request *r, const struct msg_key_unwrap_request *in,
    struct msg_key_unwrap_response *out)
{
	CLEARED_BY(secret_clear) struct secret value = { 0 };
	struct template asked;
	struct wanted wanted;
	struct key *key;
	struct mech m;

	TRY(mech_read(in->mechanism, &m));
	TRY(template_read(in->template, &asked));
	if (!wants_secret(&asked))
		return ERR_NOT_SUPPORTED;
	TRY(look_up_for_making(r, in->unwrapping_key, BIRTH_UNWRAP, USE_UNWRAP,
	    m.type, &asked, &wanted));
	TRY(object_decode_key(r->object, &key));
	TRY(crypt_check(&m, key, USE_UNWRAP));
	TRY(crypt_unwrap(r->crypto, key, &m, in->wrapped, &value));
	return store_secret(r, BIRTH_UNWRAP, &asked, &value, &out->handle);
}

/* --- deriving ---------------------------------------------------------------------- */

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
	struct wanted wanted;
	struct key *key;
	struct mech m;

	TRY(mech_read(in->mechanism, &m));
	TRY(template_read(in->template, &asked));
	TRY(look_up_for_making(r, in->base_key, BIRTH_DERIVE, USE_DERIVE,
	    m.type, &asked, &wanted));
	TRY(object_decode_key(r->object, &key));
	TRY(crypt_check(&m, key, USE_DERIVE));
	TRY(crypt_derive(r->crypto, key, &m, &value));
	TRY(keep_tail(&value, wanted.bytes));
	return store_secret(r, BIRTH_DERIVE, &asked, &value, &out->handle);
}
