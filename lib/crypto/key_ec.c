/* SPDX-License-Identifier: Apache-2.0 */
/* Keys on named curves: scalars and points, checked, generated and given to
 * libcrypto. */
#include "crypto/key_ec.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>

#include "crypto/key_kind.h"
#include "crypto/pkey.h"
#include "spec/pkcs11.h"

enum part { SCALAR, POINT, N_PARTS }; /* a key has the one or the other */

static enum err
make(enum key_half half, const struct curve *curve, struct bytes scalar,
    struct bytes point, struct key **out)
{
	const struct bytes parts[N_PARTS] = { scalar, point };

	TRY(key_from_parts(&key_kind_ec, half, parts, N_PARTS, 1, out));
	(*out)->curve = curve;
	(*out)->bits = curve->bits;
	return ERR_OK;
}

enum err
key_ec_private(struct bytes params, struct bytes value, struct key **out)
{
	const struct curve *curve = curve_of_params(params);

	if (curve == NULL)
		return ERR_CURVE;
	TRY(ec_value_check(curve, value));
	return make(KEY_PRIVATE, curve, bytes_without_zeros(value),
	    bytes_of(NULL, 0), out);
}

enum err
key_ec_public(struct bytes params, struct bytes point, struct key **out)
{
	const struct curve *curve = curve_of_params(params);
	struct bytes raw;

	if (curve == NULL)
		return ERR_CURVE;
	TRY(ec_point_raw(curve, point, &raw));
	return make(KEY_PUBLIC, curve, bytes_of(NULL, 0), raw, out);
}

/* --- values of objects --- */

static enum err
ec_from_values(enum key_half half, const struct key_values *v, struct key **out)
{
	struct bytes params = key_value(v, CKA_EC_PARAMS);

	if (half == KEY_PUBLIC)
		return key_ec_public(params, key_value(v, CKA_EC_POINT), out);
	return key_ec_private(params, key_value(v, CKA_VALUE), out);
}

static unsigned
ec_bits(const struct key_values *v)
{
	const struct curve *curve = curve_of_params(key_value(v, CKA_EC_PARAMS));

	return curve != NULL ? curve->bits : 0;
}

static enum err
ec_sound(const struct key_type *t, enum key_half half,
    const struct key_values *v, bool fips)
{
	const struct curve *curve;
	struct bytes value, raw;

	if (!key_values_get(v, CKA_EC_PARAMS, &value))
		return ERR_TEMPLATE_INCOMPLETE;
	curve = curve_of_params(value);
	if (curve == NULL)
		return ERR_CURVE;
	if (key_values_get(v, CKA_EC_POINT, &value))
		TRY(ec_point_raw(curve, value, &raw));
	if (half != KEY_PRIVATE)
		return ERR_OK;
	value = key_value(v, CKA_VALUE);
	return value.len > curve->len + 1 ? ERR_ATTRIBUTE_VALUE :
	    ec_value_check(curve, value);
}

/* --- generation --- */

static enum err
ec_may_generate(const struct key_type *t, const struct mech_row *row,
    const struct key_values *asked, bool fips)
{
	struct bytes params;

	if (!key_values_get(asked, CKA_EC_PARAMS, &params))
		return ERR_TEMPLATE_INCOMPLETE;
	return curve_of_params(params) != NULL ? ERR_OK : ERR_CURVE;
}

static enum err
take_point(const EVP_PKEY *pkey, unsigned halves, struct key_made *out)
{
	CLEARED_BY(buf_clear) struct buf der = buf_up_to(EC_POINT_MAX + 3);
	uint8_t raw[EC_POINT_MAX], *to;
	size_t len;

	if (EVP_PKEY_get_octet_string_param(pkey, OSSL_PKEY_PARAM_PUB_KEY, raw,
	    sizeof(raw), &len) != 1)
		return library_failed(ERR_CRYPTO);
	TRY(ec_point_put(bytes_of(raw, len), &der));
	TRY(key_made_add(out, CKA_EC_POINT, halves, der.len, &to));
	memcpy(to, der.ptr, der.len);
	return ERR_OK;
}

/* The public half has its parameters from the template that asked for it. */
static enum err
take_all(const EVP_PKEY *pkey, const struct curve *curve, unsigned of_point,
    struct key_made *out)
{
	uint8_t *params;

	TRY(key_made_add(out, CKA_EC_PARAMS, KEY_PRIVATE, curve->params.len,
	    &params));
	memcpy(params, curve->params.ptr, curve->params.len);
	TRY(pkey_take_number(pkey, OSSL_PKEY_PARAM_PRIV_KEY, curve->len,
	    CKA_VALUE, KEY_PRIVATE, out));
	return take_point(pkey, of_point, out);
}

static enum err
ec_values(const EVP_PKEY *pkey, struct key_made *out)
{
	const struct curve *curve;
	char group[64];

	if (EVP_PKEY_get_utf8_string_param(pkey, OSSL_PKEY_PARAM_GROUP_NAME,
	    group, sizeof(group), NULL) != 1)
		return library_failed(ERR_CURVE);
	curve = curve_of_name(group);
	return curve != NULL ? take_all(pkey, curve, KEY_PUBLIC, out) : ERR_CURVE;
}

/* Both halves remember the point: programs look for it in either. */
enum err
key_ec_generate(struct crypto *c, struct bytes params, struct key_made *out)
{
	const struct curve *curve = curve_of_params(params);
	OSSL_PARAM wanted[2];
	EVP_PKEY *pkey;
	enum err e;

	if (curve == NULL)
		return ERR_CURVE;
	wanted[0] = pkey_text(OSSL_PKEY_PARAM_GROUP_NAME, curve->group);
	wanted[1] = OSSL_PARAM_construct_end();
	TRY(pkey_generate(c, "EC", wanted, &pkey));
	e = take_all(pkey, curve, KEY_PUBLIC | KEY_PRIVATE, out);
	EVP_PKEY_free(pkey);
	return e;
}

static enum err
ec_generate(struct crypto *c, const struct key_values *asked,
    struct key_made *out)
{
	return key_ec_generate(c, key_value(asked, CKA_EC_PARAMS), out);
}

/* value * G; `raw` has room for EC_POINT_MAX. */
static bool
multiply(struct crypto *c, const struct curve *curve, struct bytes value,
    uint8_t *raw, size_t *out_len)
{
	EC_GROUP *group = EC_GROUP_new_by_curve_name_ex(c->lib, NULL,
	    OBJ_sn2nid(curve->group));
	EC_POINT *point = group != NULL ? EC_POINT_new(group) : NULL;
	BIGNUM *scalar = BN_bin2bn(value.ptr, (int)value.len, NULL);

	*out_len = 0;
	if (point != NULL && scalar != NULL && !BN_is_zero(scalar) &&
	    BN_cmp(scalar, EC_GROUP_get0_order(group)) < 0 &&
	    EC_POINT_mul(group, point, scalar, NULL, NULL, NULL) == 1)
		*out_len = EC_POINT_point2oct(group, point,
		    POINT_CONVERSION_UNCOMPRESSED, raw, EC_POINT_MAX, NULL);
	BN_clear_free(scalar);
	EC_POINT_free(point);
	EC_GROUP_free(group);
	return *out_len > 0;
}

enum err
key_ec_point(struct crypto *c, struct bytes params, struct bytes value,
    struct buf *out)
{
	const struct curve *curve = curve_of_params(params);
	uint8_t raw[EC_POINT_MAX];
	size_t len;

	if (curve == NULL)
		return ERR_CURVE;
	if (value.len > EC_POINT_MAX ||
	    !multiply(c, curve, value, raw, &len))
		return library_failed(ERR_ATTRIBUTE_VALUE);
	return ec_point_put(bytes_of(raw, len), out);
}

/* --- libcrypto's form --- */

static enum err
ec_to_pkey(struct crypto *c, const struct key *k, EVP_PKEY **out)
{
	OSSL_PARAM params[] = {
		pkey_text(OSSL_PKEY_PARAM_GROUP_NAME, k->curve->group),
		pkey_number(OSSL_PKEY_PARAM_PRIV_KEY, k->part[SCALAR]),
		OSSL_PARAM_construct_end(),
	};

	if (k->half == KEY_PUBLIC)
		return pkey_of_point(c, k->curve, k->part[POINT], out);
	return pkey_make(c, "EC", EVP_PKEY_KEYPAIR, params, out);
}

const struct key_kind key_kind_ec = {
	.algorithm = "EC",
	.from_values = ec_from_values,
	.bits = ec_bits,
	.sound = ec_sound,
	.may_generate = ec_may_generate,
	.generate = ec_generate,
	.to_pkey = ec_to_pkey,
	.values = ec_values,
};
