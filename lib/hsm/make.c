/* SPDX-License-Identifier: Apache-2.0 */
/* New objects: created from a template, generated, unwrapped, derived. */
#include "hsm/make.h"

#include "spec/pkcs11.h"
#include "crypto/key.h"
#include "mech/mech.h"
#include "hsm/check.h"
#include "hsm/draft.h"
#include "hsm/internal.h"

/* Everything about a draft that does not depend on its values. */
static enum err
draft_begin(struct draft *d, uint64_t class, bool known)
{
	TRY(session_may_compute(d->session));
	TRY(draft_kind(d, class));
	TRY(draft_check_asked(d));
	TRY(draft_fill(d, known));
	return draft_check_session(d);
}

/* --- before the work --------------------------------------------------------------------- */

static enum err
wanted_secret(const struct draft *d, struct wanted *out)
{
	uint64_t len = template_number(d->asked, CKA_VALUE_LEN, 0);

	if (d->birth == BIRTH_GENERATE && len == 0)
		return ERR_TEMPLATE_INCOMPLETE;
	if (len > 512)
		return ERR_ATTRIBUTE_VALUE;
	if (d->key_type == CKK_AES && len != 0 && len != 16 && len != 24 &&
	    len != 32)
		return ERR_ATTRIBUTE_VALUE;
	out->bytes = (unsigned)len;
	return ERR_OK;
}

static enum err
wanted_pair(const struct draft *d, struct wanted *out)
{
	const struct mech_row *row = mech_row(d->mechanism);
	uint64_t bits;

	if (d->key_type == CKK_EC) {
		if (!template_get(d->asked, CKA_EC_PARAMS, &out->params))
			return ERR_TEMPLATE_INCOMPLETE;
		return curve_of_params(out->params) ? ERR_OK : ERR_CURVE;
	}
	bits = template_number(d->asked, CKA_MODULUS_BITS, 0);
	if (bits == 0)
		return ERR_TEMPLATE_INCOMPLETE;
	if (bits < row->min_key || bits > row->max_key)
		return ERR_KEY_SIZE;
	out->bits = (unsigned)bits;
	(void)template_get(d->asked, CKA_PUBLIC_EXPONENT, &out->exponent);
	return ERR_OK;
}

enum err
object_make_check(const struct session *s, enum birth birth, uint64_t mechanism,
    const struct template *asked, struct wanted *out)
{
	struct draft d = { .session = (struct session *)(uintptr_t)s,
		.birth = birth, .mechanism = mechanism, .asked = asked };
	struct wanted wanted = { 0 };

	TRY(draft_begin(&d, CKO_SECRET_KEY, birth == BIRTH_CREATE));
	wanted.key_type = d.key_type;
	if (d.class == CKO_SECRET_KEY && birth != BIRTH_CREATE)
		TRY(wanted_secret(&d, &wanted));
	*out = wanted;
	return ERR_OK;
}

enum err
pair_make_check(const struct session *s, uint64_t mechanism,
    const struct template *asked_public, const struct template *asked_private,
    struct wanted *out)
{
	struct draft d = { .session = (struct session *)(uintptr_t)s,
		.birth = BIRTH_GENERATE, .mechanism = mechanism,
		.asked = asked_private };
	struct wanted wanted = { 0 };

	TRY(draft_begin(&d, CKO_PRIVATE_KEY, false));
	d.asked = asked_public;
	d.t.n = d.n_numbers = 0;
	TRY(draft_begin(&d, CKO_PUBLIC_KEY, false));
	wanted.key_type = d.key_type;
	TRY(wanted_pair(&d, &wanted));
	*out = wanted;
	return ERR_OK;
}

/* --- the objects --------------------------------------------------------------------------- */

/* The finished object goes into the change. */
static enum err
draft_end(struct draft *d, struct change *c)
{
	struct partition *p = d->session->access->partition;
	struct object *o;
	enum err err;

	TRY(draft_check_values(d));
	TRY(object_new(&d->t, &o));
	if (!o->token) {
		o->owner = d->session->handle;
		o->owner_link = d->session->access->link->id;
	}
	err = change_object(c, p, NULL, &o);
	object_unref(&o);
	return err;
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

/* Both halves remember the point: programs look for it in either. */
static enum err
made_with_point(const struct template *public, const struct template *private,
    struct template *out)
{
	struct bytes point;

	*out = *private;
	if (!template_get(public, CKA_EC_POINT, &point) ||
	    template_get(private, CKA_EC_POINT, &(struct bytes){ 0 }))
		return ERR_OK;
	return template_add(out, CKA_EC_POINT, point);
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
	struct template made;
	struct draft private = { .session = s, .birth = BIRTH_GENERATE,
		.mechanism = mechanism, .asked = asked_private,
		.made = &made, .uid = uids[1] };
	struct change *c;
	enum err err;

	TRY(made_with_point(made_public, made_private, &made));
	TRY(draft_begin(&public, CKO_PUBLIC_KEY, true));
	TRY(draft_begin(&private, CKO_PRIVATE_KEY, true));
	TRY(change_new(&c));
	err = draft_end(&public, c);
	if (err == ERR_OK)
		err = draft_end(&private, c);
	return change_finish(s->hsm, err, &c, out);
}
