/* SPDX-License-Identifier: Apache-2.0 */
/* An object as the key it is, and what it may be used for. */
#include "hsm/key.h"

#include "spec/pkcs11.h"
#include "hsm/attribute.h"
#include "hsm/internal.h"
#include "hsm/object.h"
#include "hsm/session.h"
#include "hsm/sight.h"

static struct bytes
value_of(const struct object *o, uint64_t type)
{
	struct bytes value = { 0 };

	(void)object_value(o, type, &value);
	return value;
}

static enum err
rsa_key(const struct object *o, struct key **out)
{
	struct rsa_parts parts = {
		.n = value_of(o, CKA_MODULUS),
		.e = value_of(o, CKA_PUBLIC_EXPONENT),
		.d = value_of(o, CKA_PRIVATE_EXPONENT),
		.p = value_of(o, CKA_PRIME_1),
		.q = value_of(o, CKA_PRIME_2),
		.dp = value_of(o, CKA_EXPONENT_1),
		.dq = value_of(o, CKA_EXPONENT_2),
		.qinv = value_of(o, CKA_COEFFICIENT),
	};

	if (o->class == CKO_PUBLIC_KEY)
		return key_from_rsa_public(parts.n, parts.e, out);
	return key_from_rsa_private(&parts, out);
}

static enum err
ec_key(const struct object *o, struct key **out)
{
	struct bytes params = value_of(o, CKA_EC_PARAMS);

	if (o->class == CKO_PUBLIC_KEY)
		return key_from_ec_public(params, value_of(o, CKA_EC_POINT),
		    out);
	return key_from_ec_private(params, value_of(o, CKA_VALUE), out);
}

static enum err
key_make(const struct object *o, struct key **out)
{
	if (!(attribute_class(o->class) &
	    (CLASS_PUBLIC | CLASS_PRIVATE | CLASS_SECRET)))
		return ERR_KEY_TYPE;
	switch (attribute_keys(o->key_type)) {
	case KEYS_RSA:
		return rsa_key(o, out);
	case KEYS_EC:
		return ec_key(o, out);
	case KEYS_VALUE:
		return key_from_secret(value_of(o, CKA_VALUE), out);
	default:
		return ERR_KEY_TYPE;
	}
}

enum err
object_decode_key(const struct object *o, struct key **out)
{
	struct object *mine = (struct object *)(uintptr_t)o;
	struct key *there = atomic_load(&mine->key), *made;

	if (there == NULL) {
		TRY(key_make(o, &made));
		/* If another thread was quicker, its key stays. */
		if (atomic_compare_exchange_strong(&mine->key, &there, made))
			there = made;
		else
			key_unref(&made);
	}
	*out = there;
	return ERR_OK;
}

/* --- may it be used so --------------------------------------------------------------- */

struct use_row {
	enum mech_use use;
	uint64_t flag; /* CKA_ that has to be TRUE */
};

static const struct use_row uses[] = {
	{ USE_ENCRYPT, CKA_ENCRYPT },
	{ USE_DECRYPT, CKA_DECRYPT },
	{ USE_SIGN, CKA_SIGN },
	{ USE_VERIFY, CKA_VERIFY },
	{ USE_WRAP, CKA_WRAP },
	{ USE_UNWRAP, CKA_UNWRAP },
	{ USE_DERIVE, CKA_DERIVE },
};

static bool
key_may(const struct object *o, enum mech_use use)
{
	for (size_t i = 0; i < sizeof(uses) / sizeof(uses[0]); i++)
		if (uses[i].use == use)
			return object_flag(o, uses[i].flag);
	return false;
}

/* Keys for HMACs may have their own types. */
static bool
type_fits(const struct mech_row *row, uint64_t key_type)
{
	if (row->key_type == CKK_GENERIC_SECRET)
		return attribute_keys(key_type) == KEYS_VALUE &&
		    key_type != CKK_AES;
	return row->key_type == key_type;
}

static bool
size_fits(const struct mech_row *row, const struct object *o)
{
	unsigned size = o->key_type == CKK_AES ? o->bits / 8 : o->bits;

	return size >= row->min_key && size <= row->max_key;
}

static bool
mechanism_allowed(const struct object *o, uint64_t mechanism)
{
	struct bytes list;

	if (!object_value(o, CKA_ALLOWED_MECHANISMS, &list) || list.len == 0)
		return true;
	for (size_t i = 0; i + 8 <= list.len; i += 8)
		if (bytes_u64(list.ptr + i) == mechanism)
			return true;
	return false;
}

/* As object_find, but a key that is there and waits for a login says so. */
static enum err
key_find(const struct session *s, uint64_t handle, struct object **out)
{
	struct object *o;

	TRY(session_may_use(s));
	o = table_get(&s->access->partition->objects, handle);
	if (o == NULL || !(attribute_class(o->class) &
	    (CLASS_PUBLIC | CLASS_PRIVATE | CLASS_SECRET)))
		return ERR_KEY_INVALID;
	if (!object_visible(s, o))
		return o->token ? ERR_NOT_LOGGED_IN : ERR_KEY_INVALID;
	*out = o;
	return ERR_OK;
}

enum err
key_use_check(const struct session *s, uint64_t handle, enum mech_use use,
    uint64_t mechanism, const struct object **out)
{
	const struct mech_row *row = mech_row(mechanism);
	struct object *o;

	TRY(session_may_compute(s));
	if (row == NULL || !(row->flags & use))
		return ERR_MECHANISM_INVALID;
	TRY(key_find(s, handle, &o));
	if (!type_fits(row, o->key_type))
		return ERR_KEY_TYPE;
	if (!key_may(o, use))
		return ERR_KEY_FUNCTION;
	if (!size_fits(row, o))
		return ERR_KEY_SIZE;
	if (!mechanism_allowed(o, mechanism))
		return ERR_MECHANISM_INVALID;
	*out = o;
	return ERR_OK;
}

enum err
key_wrap_check(const struct session *s, uint64_t key,
    const struct object *wrapping, const struct object **out)
{
	struct object *o;

	TRY(session_may_compute(s));
	TRY(key_find(s, key, &o));
	if (o->class == CKO_PUBLIC_KEY)
		return ERR_KEY_NOT_WRAPPABLE;
	if (!object_flag(o, CKA_EXTRACTABLE))
		return ERR_KEY_UNEXTRACTABLE;
	if (object_flag(o, CKA_WRAP_WITH_TRUSTED) &&
	    !object_flag(wrapping, CKA_TRUSTED))
		return ERR_KEY_NOT_WRAPPABLE;
	if (o->class == CKO_PRIVATE_KEY) /* partition policy 1 is off */
		return ERR_REFUSED;
	*out = o;
	return ERR_OK;
}
