/* SPDX-License-Identifier: Apache-2.0 */
/* Uses an object as a key, and decides what the key may be used for. */
#include "hsm/key.h"

#include "crypto/key_type.h"
#include "spec/pkcs11.h"
#include "hsm/attribute.h"
#include "hsm/internal.h"
#include "hsm/object.h"
#include "hsm/session.h"
#include "hsm/sight.h"

static enum err
key_read(const struct object *o, struct key **out)
{
	const struct key_values v = { o->attributes, o->n };
	const struct key_type *t = key_type(o->key_type);
	enum key_half half = attribute_half(o->class);

	if (t == NULL || half == KEY_NO_HALF)
		return ERR_KEY_TYPE;
	return key_type_read(t, half, &v, out);
}

enum err
object_decode_key(const struct object *o, struct key **out)
{
	struct object *mine = (struct object *)(uintptr_t)o;
	struct key *there = atomic_load(&mine->key), *made;

	if (there == NULL) {
		TRY(key_read(o, &made));
		/* If another thread was faster, its key stays. */
		if (atomic_compare_exchange_strong(&mine->key, &there, made))
			there = made;
		else
			key_unref(&made);
	}
	*out = there;
	return ERR_OK;
}

/* --- may it be used so --- */

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

/* Like object_find, but tells of a key that exists and needs a login. */
static enum err
key_find(const struct session *s, uint64_t handle, struct object **out)
{
	struct object *o;

	TRY(session_may_use(s));
	o = table_get(&s->access->partition->objects, handle);
	if (o == NULL || attribute_half(o->class) == KEY_NO_HALF)
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
	const struct key_type *t;
	struct object *o;

	TRY(session_may_compute(s));
	if (row == NULL || !(row->flags & use))
		return ERR_MECHANISM_INVALID;
	TRY(key_find(s, handle, &o));
	t = key_type(o->key_type);
	if (t == NULL || !key_type_serves(t, row))
		return ERR_KEY_TYPE;
	if (!key_may(o, use))
		return ERR_KEY_FUNCTION;
	if (!key_type_size_fits(row, o->bits))
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
	if (!policy_permits(s->hsm, s->access->partition,
	    o->class == CKO_PRIVATE_KEY ? POLICY_PARTITION_PRIVATE_KEY_WRAPPING
	    : POLICY_PARTITION_SECRET_KEY_WRAPPING))
		return ERR_REFUSED;
	*out = o;
	return ERR_OK;
}
