/* SPDX-License-Identifier: Apache-2.0 */
/* Plans new objects: created from a template, generated, unwrapped, derived. */
#include "hsm/make.h"

#include "crypto/key_type.h"
#include "spec/pkcs11.h"
#include "mech/mech.h"
#include "hsm/check.h"
#include "hsm/draft.h"
#include "hsm/internal.h"

/* Checks all of a draft that does not depend on its values. */
static enum err
draft_begin(struct draft *d, uint64_t class, bool known)
{
	TRY(session_may_compute(d->session));
	TRY(draft_kind(d, class));
	TRY(draft_check_asked(d));
	TRY(draft_fill(d, known));
	return draft_check_session(d);
}

/* --- before the work --- */

/* Finds a secret key's length where nothing else determines it. */
static enum err
wanted_len(const struct draft *d, unsigned *out)
{
	uint64_t len = template_number(d->asked, CKA_VALUE_LEN, 0);
	const struct key_type *t = key_type(d->key_type);

	if (len != 0 && !key_type_takes(t, len))
		return ERR_ATTRIBUTE_VALUE;
	*out = (unsigned)len;
	return ERR_OK;
}

/* Checks that the mechanism can generate what the template asks for. */
static enum err
wanted_made(const struct draft *d)
{
	const struct key_values asked = template_values(d->asked);

	return key_type_check_asked(key_type(d->key_type),
	    mech_row(d->mechanism), &asked, draft_is_fips(d));
}

enum err
object_make_check(const struct session *s, enum birth birth, uint64_t mechanism,
    const struct template *asked, unsigned *out_len)
{
	struct draft d = { .session = (struct session *)(uintptr_t)s,
		.birth = birth, .mechanism = mechanism, .asked = asked };

	TRY(draft_begin(&d, CKO_SECRET_KEY, birth == BIRTH_CREATE));
	*out_len = 0;
	if (d.class != CKO_SECRET_KEY || birth == BIRTH_CREATE)
		return ERR_OK;
	return birth == BIRTH_GENERATE ? wanted_made(&d) :
	    wanted_len(&d, out_len);
}

enum err
pair_make_check(const struct session *s, uint64_t mechanism,
    const struct template *asked_public, const struct template *asked_private)
{
	struct draft d = { .session = (struct session *)(uintptr_t)s,
		.birth = BIRTH_GENERATE, .mechanism = mechanism,
		.asked = asked_private };

	TRY(draft_begin(&d, CKO_PRIVATE_KEY, false));
	d.asked = asked_public;
	d.t.n = d.n_numbers = 0;
	TRY(draft_begin(&d, CKO_PUBLIC_KEY, false));
	return wanted_made(&d);
}

/* --- the objects --- */

/* Moves the finished object into the change. */
static enum err
draft_end(struct draft *d, struct change *c)
{
	struct partition *p = d->session->access->partition;
	struct object *o;
	enum err e;

	TRY(draft_check_values(d));
	TRY(object_new(&d->t, &o));
	if (!o->token) {
		o->owner = d->session->handle;
		o->owner_link = d->session->access->link->id;
	}
	e = change_object(c, p, NULL, &o);
	object_unref(&o);
	return e;
}

enum err
object_make_plan(struct session *s, enum birth birth, uint64_t mechanism,
    const struct template *asked, const struct template *made,
    const struct object *base, const uint8_t uid[OBJECT_UID_LEN],
    struct change **out)
{
	struct draft d = { .session = s, .birth = birth,
		.mechanism = mechanism, .asked = asked, .made = made,
		.base = base, .uid = uid };
	struct change *c;

	TRY(draft_begin(&d, CKO_SECRET_KEY, true));
	TRY(change_new(&c));
	return change_finish(s->hsm, draft_end(&d, c), &c, out);
}

enum err
pair_make_plan(struct session *s, uint64_t mechanism,
    const struct template *asked_public, const struct template *made_public,
    const struct template *asked_private, const struct template *made_private,
    const uint8_t uids[2][OBJECT_UID_LEN], struct change **out)
{
	struct draft public = { .session = s, .birth = BIRTH_GENERATE,
		.mechanism = mechanism, .asked = asked_public,
		.made = made_public, .uid = uids[0] };
	struct draft private = { .session = s, .birth = BIRTH_GENERATE,
		.mechanism = mechanism, .asked = asked_private,
		.made = made_private, .uid = uids[1] };
	struct change *c;
	enum err e;

	TRY(draft_begin(&public, CKO_PUBLIC_KEY, true));
	TRY(draft_begin(&private, CKO_PRIVATE_KEY, true));
	TRY(change_new(&c));
	e = draft_end(&public, c);
	if (e == ERR_OK)
		e = draft_end(&private, c);
	return change_finish(s->hsm, e, &c, out);
}
