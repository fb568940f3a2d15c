/* SPDX-License-Identifier: Apache-2.0 */
/* Calls that generate keys. */

#include "handlers.h"
#include "crypto/crypt.h"
#include "crypto/random.h"
#include "spec/pkcs11.h"
#include "hsm/make.h"

/* --- secret keys --- */

enum err
handle_key_generate(struct request *r,
    const struct msg_key_generate_request *in,
    struct msg_key_generate_response *out)
{
	CLEARED_BY(key_made_clear) struct key_made value = { 0 };
	CLEARED_BY(card_leave) struct inside now = { 0 };
	uint8_t uid[OBJECT_UID_LEN];
	struct template asked, made = { 0 };
	struct key_values values;
	struct change *c = NULL;
	struct mech m;
	unsigned len;

	TRY(mech_decode(in->mechanism, &m));
	TRY(template_read(in->template, &asked));
	values = template_values(&asked);
	TRY(crypto_random(uid, sizeof(uid)));
	TRY(card_enter_to_plan(r, &now));
	TRY(object_make_check(now.session, BIRTH_GENERATE, m.type, &asked,
	    &len));
	TRY(crypt_generate(r->crypto, &m, USE_GENERATE, &values, &value));
	TRY(template_add_made(&made, &value, KEY_SECRET));
	TRY(object_make_plan(now.session, BIRTH_GENERATE, m.type, &asked, &made,
	    NULL, uid, &c));
	out->handle = change_handle(c, 0);
	return commit_later(r, &now, &c);
}

/* --- pairs --- */

/* A pair under way: what is asked, and what was made of it. */
struct pair {
	struct mech mech;
	struct template asked_public, asked_private;
	struct template made_public, made_private;
};

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
check_pair(struct request *r, struct pair *p)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	return pair_make_check(now.session, p->mech.type, &p->asked_public,
	    &p->asked_private);
}

enum err
handle_keypair_generate(struct request *r,
    const struct msg_keypair_generate_request *in,
    struct msg_keypair_generate_response *out)
{
	CLEARED_BY(key_made_clear) struct key_made made = { 0 };
	struct pair p = { 0 };
	struct key_values asked;

	TRY(mech_decode(in->mechanism, &p.mech));
	TRY(template_read(in->public_template, &p.asked_public));
	TRY(template_read(in->private_template, &p.asked_private));
	TRY(check_pair(r, &p));
	asked = template_values(&p.asked_public);
	TRY(crypt_generate(r->crypto, &p.mech, USE_GENERATE_PAIR, &asked,
	    &made));
	TRY(template_add_made(&p.made_public, &made, KEY_PUBLIC));
	TRY(template_add_made(&p.made_private, &made, KEY_PRIVATE));
	return store_pair(r, &p, out);
}
