/* SPDX-License-Identifier: Apache-2.0 */
/* Key pairs, taken apart into the values of their attributes. */
#include "crypto/generate.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/params.h>

#include "crypto/internal.h"

static enum err
generate(struct crypto *c, const char *type, const OSSL_PARAM *params,
    EVP_PKEY **out)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(c->lib, type, NULL);
	EVP_PKEY *made = NULL;

	if (ctx == NULL)
		return crypto_failed(ERR_NO_MEMORY);
	if (EVP_PKEY_keygen_init(ctx) != 1 ||
	    EVP_PKEY_CTX_set_params(ctx, params) != 1 ||
	    EVP_PKEY_generate(ctx, &made) != 1)
		made = NULL;
	EVP_PKEY_CTX_free(ctx);
	if (made == NULL)
		return crypto_failed(ERR_CRYPTO);
	*out = made;
	return ERR_OK;
}

static enum err
exponent_value(struct bytes exponent, uint64_t *out)
{
	uint64_t v = 0;

	exponent = bytes_without_zeros(exponent);
	if (exponent.len > sizeof(v))
		return ERR_ATTRIBUTE_VALUE;
	for (size_t i = 0; i < exponent.len; i++)
		v = v << 8 | exponent.ptr[i];
	if (exponent.len == 0)
		v = 65537;
	if (v < 65537 || v % 2 == 0)
		return ERR_ATTRIBUTE_VALUE;
	*out = v;
	return ERR_OK;
}

enum err
generate_rsa(struct crypto *c, unsigned bits, struct bytes exponent,
    struct rsa_made *out)
{
	CLEARED_BY(rsa_made_clear) struct rsa_made made = { 0 };
	EVP_PKEY *pkey;
	uint64_t e_value;
	OSSL_PARAM params[3];
	enum err e;

	if (bits < 2048 || bits > 4096 || bits % 64 != 0)
		return ERR_KEY_SIZE;
	TRY(exponent_value(exponent, &e_value));
	params[0] = OSSL_PARAM_construct_uint(OSSL_PKEY_PARAM_RSA_BITS, &bits);
	params[1] = OSSL_PARAM_construct_uint64(OSSL_PKEY_PARAM_RSA_E,
	    &e_value);
	params[2] = OSSL_PARAM_construct_end();
	TRY(generate(c, "RSA", params, &pkey));
	e = pkey_take_rsa(pkey, &made);
	EVP_PKEY_free(pkey);
	TRY(e);
	rsa_made_clear(out);
	*out = made;
	made = (struct rsa_made){ 0 };
	return ERR_OK;
}

void
rsa_made_clear(struct rsa_made *made)
{
	buf_clear(&made->n);
	buf_clear(&made->e);
	secret_clear(&made->d);
	secret_clear(&made->p);
	secret_clear(&made->q);
	secret_clear(&made->dp);
	secret_clear(&made->dq);
	secret_clear(&made->qinv);
}

enum err
generate_ec(struct crypto *c, struct bytes params, struct ec_made *out)
{
	CLEARED_BY(ec_made_clear) struct ec_made made = { 0 };
	const struct curve *curve = curve_of_params(params);
	OSSL_PARAM wanted[2];
	EVP_PKEY *pkey;
	enum err e;

	if (curve == NULL)
		return ERR_CURVE;
	wanted[0] = OSSL_PARAM_construct_utf8_string(
	    OSSL_PKEY_PARAM_GROUP_NAME, (char *)curve->group, 0);
	wanted[1] = OSSL_PARAM_construct_end();
	TRY(generate(c, "EC", wanted, &pkey));
	e = pkey_take_ec(pkey, curve, &made);
	EVP_PKEY_free(pkey);
	TRY(e);
	ec_made_clear(out);
	*out = made;
	made = (struct ec_made){ 0 };
	return ERR_OK;
}

void
ec_made_clear(struct ec_made *made)
{
	buf_clear(&made->point);
	secret_clear(&made->value);
}

/* value * G; `raw` has room for EC_POINT_MAX. */
static bool
multiply(struct crypto *c, const struct curve *curve, struct bytes value,
    uint8_t *raw, size_t *out_len)
{
	EC_GROUP *group = EC_GROUP_new_by_curve_name_ex(c->lib, NULL,
	    OBJ_sn2nid(curve->group));
	EC_POINT *point = group ? EC_POINT_new(group) : NULL;
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
ec_point_of_value(struct crypto *c, struct bytes params, struct bytes value,
    struct buf *out)
{
	const struct curve *curve = curve_of_params(params);
	uint8_t raw[EC_POINT_MAX];
	size_t len;

	if (curve == NULL)
		return ERR_CURVE;
	if (value.len > EC_POINT_MAX ||
	    !multiply(c, curve, value, raw, &len))
		return crypto_failed(ERR_ATTRIBUTE_VALUE);
	return ec_point_put(bytes_of(raw, len), out);
}
