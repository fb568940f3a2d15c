/* SPDX-License-Identifier: Apache-2.0 */
/* Keys on edwards25519 (RFC 8032), for EdDSA: 32 bytes of private key, 32 bytes
 * of point. */
#include "crypto/key_kind.h"
#include "crypto/pkey.h"
#include "spec/pkcs11.h"

#define ALGORITHM "ED25519"
#define LEN 32u
#define BITS 256u

enum part { VALUE, POINT, N_PARTS }; /* a key has the one or the other */

/* CKA_EC_PARAMS: the OID 1.3.101.112, or the name as a PrintableString. */
static const uint8_t oid[] = { 0x06, 0x03, 0x2b, 0x65, 0x70 };
static const uint8_t curve_name[] = { 0x13, 0x0c, 'e', 'd', 'w', 'a', 'r', 'd',
	's', '2', '5', '5', '1', '9' };

static bool
is_ours(struct bytes params)
{
	return bytes_equal(params, bytes_of(oid, sizeof(oid))) ||
	    bytes_equal(params, bytes_of(curve_name, sizeof(curve_name)));
}

/* CKA_EC_POINT is a DER OCTET STRING; the raw point is taken, too. */
static enum err
point_raw(struct bytes in, struct bytes *out)
{
	if (in.len == LEN + 2 && in.ptr[0] == 0x04 && in.ptr[1] == LEN)
		in = bytes_of(in.ptr + 2, LEN);
	if (in.len != LEN)
		return ERR_ATTRIBUTE_VALUE;
	*out = in;
	return ERR_OK;
}

static enum err
make(enum key_half half, struct bytes value, struct bytes point,
    struct key **out)
{
	const struct bytes parts[N_PARTS] = { value, point };

	TRY(key_from_parts(&key_kind_edwards, half, parts, N_PARTS, 0, out));
	(*out)->bits = BITS;
	return ERR_OK;
}

/* --- values of objects --- */

static enum err
edwards_from_values(enum key_half half, const struct key_values *v,
    struct key **out)
{
	struct bytes value = key_value(v, CKA_VALUE), point = { 0 };

	if (!is_ours(key_value(v, CKA_EC_PARAMS)))
		return ERR_CURVE;
	if (half == KEY_PUBLIC) {
		TRY(point_raw(key_value(v, CKA_EC_POINT), &point));
		return make(half, bytes_of(NULL, 0), point, out);
	}
	return value.len == LEN ? make(half, value, point, out) :
	    ERR_ATTRIBUTE_VALUE;
}

static unsigned
edwards_bits(const struct key_values *v)
{
	return is_ours(key_value(v, CKA_EC_PARAMS)) ? BITS : 0;
}

static enum err
edwards_sound(const struct key_type *t, enum key_half half,
    const struct key_values *v, bool fips)
{
	struct bytes value, raw;

	if (!key_values_get(v, CKA_EC_PARAMS, &value))
		return ERR_TEMPLATE_INCOMPLETE;
	if (!is_ours(value))
		return ERR_CURVE;
	if (key_values_get(v, CKA_EC_POINT, &value))
		TRY(point_raw(value, &raw));
	return half == KEY_PUBLIC || key_value(v, CKA_VALUE).len == LEN ?
	    ERR_OK : ERR_ATTRIBUTE_VALUE;
}

/* --- generation --- */

static enum err
edwards_may_generate(const struct key_type *t, const struct mech_row *row,
    const struct key_values *asked, bool fips)
{
	struct bytes params;

	if (!key_values_get(asked, CKA_EC_PARAMS, &params))
		return ERR_TEMPLATE_INCOMPLETE;
	return is_ours(params) ? ERR_OK : ERR_CURVE;
}

static enum err
take_value(const EVP_PKEY *pkey, struct key_made *out)
{
	size_t len = LEN;
	uint8_t *to;

	TRY(key_made_add(out, CKA_VALUE, KEY_PRIVATE, LEN, &to));
	return EVP_PKEY_get_raw_private_key(pkey, to, &len) == 1 &&
	    len == LEN ? ERR_OK : library_failed(ERR_CRYPTO);
}

static enum err
take_point(const EVP_PKEY *pkey, unsigned halves, struct key_made *out)
{
	size_t len = LEN;
	uint8_t *to;

	TRY(key_made_add(out, CKA_EC_POINT, halves, 2 + LEN, &to));
	to[0] = 0x04;
	to[1] = LEN;
	return EVP_PKEY_get_raw_public_key(pkey, to + 2, &len) == 1 &&
	    len == LEN ? ERR_OK : library_failed(ERR_CRYPTO);
}

/* The public half has its parameters from the template that asked for it. */
static enum err
take_all(const EVP_PKEY *pkey, struct bytes params, unsigned of_point,
    struct key_made *out)
{
	uint8_t *to;

	TRY(key_made_add(out, CKA_EC_PARAMS, KEY_PRIVATE, params.len, &to));
	memcpy(to, params.ptr, params.len);
	TRY(take_value(pkey, out));
	return take_point(pkey, of_point, out);
}

static enum err
edwards_values(const EVP_PKEY *pkey, struct key_made *out)
{
	return take_all(pkey, bytes_of(oid, sizeof(oid)), KEY_PUBLIC, out);
}

/* Both halves remember the point, as those of other curves do. */
static enum err
edwards_generate(struct crypto *c, const struct key_values *asked,
    struct key_made *out)
{
	const OSSL_PARAM none[] = { OSSL_PARAM_construct_end() };
	struct bytes params = key_value(asked, CKA_EC_PARAMS);
	EVP_PKEY *pkey;
	enum err e;

	if (!is_ours(params))
		return ERR_CURVE;
	TRY(pkey_generate(c, ALGORITHM, none, &pkey));
	e = take_all(pkey, params, KEY_PUBLIC | KEY_PRIVATE, out);
	EVP_PKEY_free(pkey);
	return e;
}

/* --- libcrypto's form --- */

static enum err
edwards_to_pkey(struct crypto *c, const struct key *k, EVP_PKEY **out)
{
	EVP_PKEY *made;

	if (k->half == KEY_PRIVATE)
		made = EVP_PKEY_new_raw_private_key_ex(c->lib, ALGORITHM, NULL,
		    k->part[VALUE].ptr, LEN);
	else
		made = EVP_PKEY_new_raw_public_key_ex(c->lib, ALGORITHM, NULL,
		    k->part[POINT].ptr, LEN);
	if (made == NULL)
		return library_failed(ERR_ATTRIBUTE_VALUE);
	*out = made;
	return ERR_OK;
}

const struct key_kind key_kind_edwards = {
	.algorithm = ALGORITHM,
	.from_values = edwards_from_values,
	.bits = edwards_bits,
	.sound = edwards_sound,
	.may_generate = edwards_may_generate,
	.generate = edwards_generate,
	.to_pkey = edwards_to_pkey,
	.values = edwards_values,
};
