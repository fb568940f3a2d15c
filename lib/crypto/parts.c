/* SPDX-License-Identifier: Apache-2.0 */
/* Taking libcrypto's keys apart, into the values of PKCS#11 attributes. */
#include <openssl/bn.h>
#include <openssl/core_names.h>

#include "crypto/internal.h"

static enum err
number_of(const EVP_PKEY *pkey, const char *name, BIGNUM **out)
{
	return EVP_PKEY_get_bn_param(pkey, name, out) == 1 ? ERR_OK :
	    crypto_failed(ERR_CRYPTO);
}

/* A number of the key; as long as `len`, or as it needs if that is 0. */
static enum err
take_secret(const EVP_PKEY *pkey, const char *name, size_t len,
    struct secret *out)
{
	BIGNUM *number = NULL;
	enum err e;

	TRY(number_of(pkey, name, &number));
	if (len == 0)
		len = (size_t)BN_num_bytes(number);
	e = secret_make(out, len);
	if (e == ERR_OK && BN_bn2binpad(number, out->ptr, (int)len) < 0)
		e = crypto_failed(ERR_CRYPTO);
	BN_clear_free(number);
	return e;
}

static enum err
take_public(const EVP_PKEY *pkey, const char *name, struct buf *out)
{
	BIGNUM *number = NULL;
	enum err e;

	TRY(number_of(pkey, name, &number));
	*out = buf_up_to((size_t)BN_num_bytes(number));
	e = buf_reserve(out, out->max);
	if (e == ERR_OK)
		out->len = (size_t)BN_bn2bin(number, out->ptr);
	BN_free(number);
	return e;
}

enum err
pkey_take_rsa(const EVP_PKEY *pkey, struct rsa_made *made)
{
	TRY(take_public(pkey, OSSL_PKEY_PARAM_RSA_N, &made->n));
	TRY(take_public(pkey, OSSL_PKEY_PARAM_RSA_E, &made->e));
	TRY(take_secret(pkey, OSSL_PKEY_PARAM_RSA_D, 0, &made->d));
	TRY(take_secret(pkey, OSSL_PKEY_PARAM_RSA_FACTOR1, 0, &made->p));
	TRY(take_secret(pkey, OSSL_PKEY_PARAM_RSA_FACTOR2, 0, &made->q));
	TRY(take_secret(pkey, OSSL_PKEY_PARAM_RSA_EXPONENT1, 0, &made->dp));
	TRY(take_secret(pkey, OSSL_PKEY_PARAM_RSA_EXPONENT2, 0, &made->dq));
	return take_secret(pkey, OSSL_PKEY_PARAM_RSA_COEFFICIENT1, 0,
	    &made->qinv);
}

static enum err
take_point(const EVP_PKEY *pkey, struct buf *out)
{
	uint8_t raw[EC_POINT_MAX];
	size_t len;

	if (EVP_PKEY_get_octet_string_param(pkey, OSSL_PKEY_PARAM_PUB_KEY, raw,
	    sizeof(raw), &len) != 1)
		return crypto_failed(ERR_CRYPTO);
	*out = buf_up_to(EC_POINT_MAX + 3);
	return ec_point_put(bytes_of(raw, len), out);
}

enum err
pkey_take_ec(const EVP_PKEY *pkey, const struct curve *curve,
    struct ec_made *made)
{
	TRY(take_secret(pkey, OSSL_PKEY_PARAM_PRIV_KEY, curve->len,
	    &made->value));
	return take_point(pkey, &made->point);
}
