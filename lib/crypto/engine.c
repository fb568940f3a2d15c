/* SPDX-License-Identifier: Apache-2.0 */
/* Nothing in here knows a family by its name. */
#include "crypto/engine.h"

#include "crypto/digest.h"
#include "crypto/key_kind.h"

/* A pair's private half does these, its public half the others. */
#define USES_OF_PRIVATE (USE_DECRYPT | USE_SIGN | USE_UNWRAP | USE_DERIVE)
#define USES_WITHOUT_KEY (USE_DIGEST | USE_GENERATE | USE_GENERATE_PAIR)

/* --- what is permitted --- */

static enum err
check_key(const struct mech_row *row, const struct key *k, enum mech_use use)
{
	const struct key_type *t = key_type(row->key_type);
	enum key_half half = KEY_SECRET;

	if ((use & USES_WITHOUT_KEY) || k == NULL)
		return (use & USES_WITHOUT_KEY) && k == NULL ? ERR_OK :
		    ERR_KEY_TYPE;
	if (t != NULL && t->is_pair)
		half = use & USES_OF_PRIVATE ? KEY_PRIVATE : KEY_PUBLIC;
	if (t == NULL || k->kind != t->kind || k->half != half)
		return ERR_KEY_TYPE;
	return key_type_size_fits(row, k->bits) ? ERR_OK : ERR_KEY_SIZE;
}

enum err
engine_start(struct crypto *c, struct key *k, const struct mech *m,
    enum mech_use use, struct operation *out)
{
	const struct mech_row *row = mech_row(m->type);

	if (row == NULL || (row->flags & use) == 0)
		return ERR_MECHANISM_INVALID;
	*out = (struct operation){ c, k, m, row, family_of(row), use };
	return ERR_OK;
}

enum err
engine_check(struct crypto *c, struct key *k, const struct mech *m,
    enum mech_use use, struct operation *out)
{
	TRY(engine_start(c, k, m, use, out));
	TRY(check_key(out->row, k, use));
	TRY(mech_check(m));
	return out->family->check != NULL ? out->family->check(out) :
	    ERR_MECHANISM_INVALID;
}

typedef enum err give_fn(const struct operation *o, struct bytes in,
    struct output *out);

/* The family's function for a use that gives bytes for bytes. */
static give_fn *
give_of(const struct operation *o)
{
	switch (o->use) {
	case USE_ENCRYPT:
	case USE_DECRYPT:
	case USE_WRAP:
	case USE_UNWRAP:
		return o->family->crypt;
	case USE_DIGEST:
		return o->family->digest;
	case USE_SIGN:
		return o->family->sign;
	case USE_VERIFY:
	case USE_GENERATE:
	case USE_GENERATE_PAIR:
	case USE_DERIVE:
		break;
	}
	return NULL;
}

enum err
engine_give(const struct operation *o, struct bytes in, struct output *out)
{
	give_fn *fn = give_of(o);
	struct digest made;

	if (fn == NULL)
		return ERR_MECHANISM_INVALID;
	if (o->use == USE_SIGN && o->family->hashes) {
		TRY(digest_make(o->c, o->row->hash, in, &made));
		in = digest_bytes(&made);
	}
	TRY(fn(o, in, out));
	must(out->len <= out->max);
	return ERR_OK;
}

enum err
engine_verify(const struct operation *o, struct bytes data, struct bytes signature)
{
	struct digest made;

	if (o->family->verify == NULL)
		return ERR_MECHANISM_INVALID;
	if (o->family->hashes) {
		TRY(digest_make(o->c, o->row->hash, data, &made));
		data = digest_bytes(&made);
	}
	return o->family->verify(o, data, signature);
}
