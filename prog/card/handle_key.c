/* SPDX-License-Identifier: Apache-2.0 */
/* Calls that generate keys. */

#include "handlers.h"
#include "crypto/generate.h"
#include "crypto/random.h"
#include "spec/pkcs11.h"
#include "hsm/make.h"

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

	TRY(mech_decode(in->mechanism, &m));
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
rsa_public_values(const struct rsa_made *rsa, struct template *out)
{
	const struct attribute rows[] = {
		{ CKA_MODULUS, buf_bytes(&rsa->n) },
		{ CKA_PUBLIC_EXPONENT, buf_bytes(&rsa->e) },
	};

	return add_all(out, rows, 2);
}

enum err
rsa_private_values(const struct rsa_made *rsa, struct template *out)
{
	const struct attribute rows[] = {
		{ CKA_PRIVATE_EXPONENT, secret_bytes(&rsa->d) },
		{ CKA_PRIME_1, secret_bytes(&rsa->p) },
		{ CKA_PRIME_2, secret_bytes(&rsa->q) },
		{ CKA_EXPONENT_1, secret_bytes(&rsa->dp) },
		{ CKA_EXPONENT_2, secret_bytes(&rsa->dq) },
		{ CKA_COEFFICIENT, secret_bytes(&rsa->qinv) },
	};

	TRY(rsa_public_values(rsa, out));
	return add_all(out, rows, 6);
}

enum err
ec_private_values(const struct ec_made *ec, struct bytes params,
    struct template *out)
{
	const struct attribute rows[] = {
		{ CKA_EC_PARAMS, params },
		{ CKA_VALUE, secret_bytes(&ec->value) },
	};

	return add_all(out, rows, 2);
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
	TRY(rsa_public_values(&rsa, &p->made_public));
	TRY(rsa_private_values(&rsa, &p->made_private));
	return store_pair(r, p, out);
}

static enum err
make_ec(struct request *r, struct pair *p,
    struct msg_keypair_generate_response *out)
{
	CLEARED_BY(ec_made_clear) struct ec_made ec = { 0 };

	TRY(generate_ec(r->crypto, p->wanted.params, &ec));
	TRY(template_add(&p->made_public, CKA_EC_POINT, buf_bytes(&ec.point)));
	TRY(ec_private_values(&ec, p->wanted.params, &p->made_private));
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

	TRY(mech_decode(in->mechanism, &p.mech));
	TRY(template_read(in->public_template, &p.asked_public));
	TRY(template_read(in->private_template, &p.asked_private));
	TRY(check_pair(r, &p));
	if (p.wanted.key_type == CKK_RSA)
		return make_rsa(r, &p, out);
	if (p.wanted.key_type == CKK_EC)
		return make_ec(r, &p, out);
	return ERR_MECHANISM_INVALID;
}
