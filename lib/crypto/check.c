/* SPDX-License-Identifier: Apache-2.0 */
/* What is permitted before anything is computed, how much comes out of it, and
 * whether it takes long. */
#include "crypto/internal.h"

#include "mech/bound.h"
#include "spec/pkcs11.h"

#define LONG_DATA 65536u

static bool
wants_private(enum mech_use use)
{
	return use == USE_DECRYPT || use == USE_SIGN || use == USE_UNWRAP ||
	    use == USE_DERIVE;
}

static enum err
check_kind(const struct mech_row *row, const struct key *k, enum mech_use use)
{
	enum key_kind wanted = KEY_SECRET;

	if (row->key_type == CKK_RSA)
		wanted = wants_private(use) ? KEY_RSA_PRIVATE : KEY_RSA_PUBLIC;
	else if (row->key_type == CKK_EC)
		wanted = wants_private(use) ? KEY_EC_PRIVATE : KEY_EC_PUBLIC;
	return k->kind == wanted ? ERR_OK : ERR_KEY_TYPE;
}

static enum err
check_size(const struct mech_row *row, const struct key *k)
{
	unsigned long size = k->bits;

	if (row->key_type == CKK_GENERIC_SECRET)
		return ERR_OK; /* HMAC takes any key */
	if (row->key_type == CKK_AES)
		return size == 128 || size == 192 || size == 256 ? ERR_OK :
		    ERR_KEY_SIZE;
	return size >= row->min_key && size <= row->max_key ? ERR_OK :
	    ERR_KEY_SIZE;
}

static enum err
check_key(const struct mech_row *row, const struct key *k, enum mech_use use)
{
	if (row->key_type == MECH_NO_KEY || k == NULL)
		return (row->key_type == MECH_NO_KEY) == (k == NULL) ?
		    ERR_OK : ERR_KEY_TYPE;
	TRY(check_kind(row, k, use));
	return check_size(row, k);
}

static bool
makes_iv(enum mech_use use)
{
	return use == USE_ENCRYPT || use == USE_WRAP;
}

/* What is no limit of one value alone. */
static bool
parameters_are_good(const struct mech *m, const struct mech_row *row,
    enum mech_use use)
{
	if (row->family == FAMILY_AES_GCM)
		return m->iv.len > 0 || makes_iv(use);
	if (is_mac(row))
		return bound_mac(m) <= bound_full_mac(row);
	return true;
}

enum err
crypt_check(const struct mech *m, const struct key *k, enum mech_use use)
{
	const struct mech_row *row = mech_row(m->type);

	if (row == NULL || (row->flags & use) == 0)
		return ERR_MECHANISM_INVALID;
	TRY(check_key(row, k, use));
	TRY(mech_check(m));
	return parameters_are_good(m, row, use) ? ERR_OK : ERR_MECHANISM_PARAM;
}

size_t
crypt_size(const struct mech *m, const struct key *k, enum mech_use use,
    size_t in_len)
{
	return bound_whole(m, use, k != NULL ? k->bits : 0, in_len);
}

bool
crypt_is_long(const struct mech *m, const struct key *k, enum mech_use use,
    size_t in_len)
{
	const struct mech_row *row = mech_row(m->type);

	if (row == NULL || in_len > LONG_DATA)
		return row != NULL;
	if (row->family == FAMILY_ECDSA || row->family == FAMILY_ECDSA_HASH)
		return k != NULL && !k->curve->quick;
	/* RSA with the public exponent takes 10 us. */
	if (row->key_type == CKK_RSA && k != NULL &&
	    k->kind == KEY_RSA_PUBLIC)
		return false;
	return row->cost == COST_POOL;
}
