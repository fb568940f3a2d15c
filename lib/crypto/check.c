/* SPDX-License-Identifier: Apache-2.0 */
/* What is permitted before anything is computed, how much comes out of it, and
 * whether it takes long. */
#include "crypto/internal.h"

#include "spec/pkcs11.h"

#define LONG_DATA 65536u
#define CKD_NULL_NUMBER 1u

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
block_is_good(const struct mech *m)
{
	if (m->type == MECH_AES_ECB)
		return true;
	if (m->iv.len != 16)
		return false;
	return m->type != MECH_AES_CTR ||
	    (m->counter_bits >= 1 && m->counter_bits <= 128);
}

/* libcrypto takes IVs of up to 128 bytes; the standard knows 256. */
static bool
gcm_is_good(const struct mech *m, enum mech_use use)
{
	bool makes_iv = use == USE_ENCRYPT || use == USE_WRAP;

	if (m->tag_bits < 32 || m->tag_bits > 128 || m->tag_bits % 8 != 0)
		return false;
	return m->iv.len <= 128 && (m->iv.len > 0 || makes_iv);
}

static bool
wrap_is_good(const struct mech *m)
{
	bool kw = m->type == MECH_AES_KEY_WRAP || m->type == MECH_AES_KW;

	return m->iv.len == 0 || m->iv.len == (kw ? 8u : 4u);
}

static bool
rsa_is_good(const struct mech *m, const struct mech_row *row)
{
	enum hash h = hash_of_mech(m->hash);

	if (m->type == MECH_RSA_PKCS_OAEP)
		return h != HASH_NONE && hash_of_mgf(m->mgf) != HASH_NONE;
	if (!rsa_is_pss(m))
		return true;
	return h != HASH_NONE && hash_of_mgf(m->mgf) != HASH_NONE &&
	    m->salt_len <= 1024 &&
	    (row->hash == HASH_NONE || row->hash == h);
}

static bool
mac_is_good(const struct mech *m, const struct mech_row *row)
{
	size_t full = row->hash == HASH_NONE ? 16 : hash_len(row->hash);
	size_t wanted = mac_len(m, row);

	return wanted >= 1 && wanted <= full;
}

static bool
parameters_are_good(const struct mech *m, const struct mech_row *row,
    enum mech_use use)
{
	switch (row->family) {
	case FAMILY_AES_BLOCK:
		return block_is_good(m);
	case FAMILY_AES_GCM:
		return gcm_is_good(m, use);
	case FAMILY_AES_WRAP:
		return wrap_is_good(m);
	case FAMILY_RSA:
	case FAMILY_PSS_HASH:
		return rsa_is_good(m, row);
	case FAMILY_HMAC:
	case FAMILY_CMAC:
		return mac_is_good(m, row);
	case FAMILY_ECDH:
		return m->kdf == CKD_NULL_NUMBER && m->shared.len == 0 &&
		    m->peer.len > 0;
	default:
		return true;
	}
}

enum err
crypt_check(const struct mech *m, const struct key *k, enum mech_use use)
{
	const struct mech_row *row = mech_row(m->type);

	if (row == NULL || (row->flags & use) == 0)
		return ERR_MECHANISM_INVALID;
	TRY(check_key(row, k, use));
	return parameters_are_good(m, row, use) ? ERR_OK : ERR_MECHANISM_PARAM;
}

size_t
mac_len(const struct mech *m, const struct mech_row *row)
{
	size_t full = row->hash == HASH_NONE ? 16 : hash_len(row->hash);

	switch (m->type) {
	case MECH_AES_CMAC_GENERAL:
	case MECH_SHA_1_HMAC_GENERAL:
	case MECH_SHA224_HMAC_GENERAL:
	case MECH_SHA256_HMAC_GENERAL:
	case MECH_SHA384_HMAC_GENERAL:
	case MECH_SHA512_HMAC_GENERAL:
		return m->mac_len;
	default:
		return full;
	}
}

static size_t
encrypted_size(const struct mech *m, const struct mech_row *row, size_t in_len)
{
	switch (row->family) {
	case FAMILY_AES_BLOCK:
		return m->type == MECH_AES_CBC_PAD ? (in_len / 16 + 1) * 16 :
		    in_len;
	case FAMILY_AES_GCM:
		return in_len + m->tag_bits / 8 +
		    (m->iv.len == 0 ? GCM_MADE_IV_LEN : 0);
	default:
		return (in_len + 7) / 8 * 8 + 8;
	}
}

static size_t
decrypted_size(const struct mech *m, const struct mech_row *row, size_t in_len)
{
	size_t less = 0;

	if (row->family == FAMILY_AES_GCM)
		less = m->tag_bits / 8;
	else if (row->family == FAMILY_AES_WRAP)
		less = 8;
	return in_len > less ? in_len - less : 0;
}

size_t
crypt_size(const struct mech *m, const struct key *k, enum mech_use use,
    size_t in_len)
{
	const struct mech_row *row = mech_row(m->type);

	switch (row->family) {
	case FAMILY_DIGEST:
		return hash_len(row->hash);
	case FAMILY_HMAC:
	case FAMILY_CMAC:
		return mac_len(m, row);
	case FAMILY_ECDSA:
	case FAMILY_ECDSA_HASH:
		return 2 * k->curve->len;
	case FAMILY_ECDH:
		return k->curve->len;
	case FAMILY_RSA:
	case FAMILY_RSA_HASH:
	case FAMILY_PSS_HASH:
		return (k->bits + 7) / 8;
	default:
		break;
	}
	if (use == USE_ENCRYPT || use == USE_WRAP)
		return encrypted_size(m, row, in_len);
	return decrypted_size(m, row, in_len);
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
