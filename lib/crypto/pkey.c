/* SPDX-License-Identifier: Apache-2.0 */
/* Components into libcrypto's keys and back, for the files of the kinds. */
#include "crypto/pkey.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>

OSSL_PARAM
pkey_number(const char *name, struct bytes little_endian)
{
	return OSSL_PARAM_construct_BN(name, (uint8_t *)little_endian.ptr,
	    little_endian.len);
}

OSSL_PARAM
pkey_text(const char *name, const char *value)
{
	return OSSL_PARAM_construct_utf8_string(name, (char *)value, 0);
}

OSSL_PARAM
pkey_octets(const char *name, struct bytes value)
{
	return OSSL_PARAM_construct_octet_string(name, (uint8_t *)value.ptr,
	    value.len);
}

enum err
pkey_make(struct crypto *c, const char *algorithm, int selection,
    OSSL_PARAM *params, EVP_PKEY **out)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(c->lib, algorithm,
	    NULL);
	EVP_PKEY *made = NULL;

	if (ctx == NULL)
		return library_failed(ERR_NO_MEMORY);
	if (EVP_PKEY_fromdata_init(ctx) != 1 ||
	    EVP_PKEY_fromdata(ctx, &made, selection, params) != 1)
		made = NULL;
	EVP_PKEY_CTX_free(ctx);
	if (made == NULL)
		return library_failed(ERR_ATTRIBUTE_VALUE);
	*out = made;
	return ERR_OK;
}

enum err
pkey_of_point(struct crypto *c, const struct curve *curve, struct bytes raw,
    EVP_PKEY **out)
{
	OSSL_PARAM params[] = {
		pkey_text(OSSL_PKEY_PARAM_GROUP_NAME, curve->group),
		pkey_octets(OSSL_PKEY_PARAM_PUB_KEY, raw),
		OSSL_PARAM_construct_end(),
	};

	return pkey_make(c, "EC", EVP_PKEY_PUBLIC_KEY, params, out);
}

enum err
pkey_generate(struct crypto *c, const char *algorithm, const OSSL_PARAM *params,
    EVP_PKEY **out)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(c->lib, algorithm,
	    NULL);
	EVP_PKEY *made = NULL;

	if (ctx == NULL)
		return library_failed(ERR_NO_MEMORY);
	if (EVP_PKEY_keygen_init(ctx) != 1 ||
	    EVP_PKEY_CTX_set_params(ctx, params) != 1 ||
	    EVP_PKEY_generate(ctx, &made) != 1)
		made = NULL;
	EVP_PKEY_CTX_free(ctx);
	if (made == NULL)
		return library_failed(ERR_CRYPTO);
	*out = made;
	return ERR_OK;
}

enum err
pkey_take_number(const EVP_PKEY *pkey, const char *name, size_t len,
    uint64_t type, unsigned halves, struct key_made *out)
{
	BIGNUM *number = NULL;
	uint8_t *to;
	enum err e;

	if (EVP_PKEY_get_bn_param(pkey, name, &number) != 1)
		return library_failed(ERR_CRYPTO);
	if (len == 0)
		len = (size_t)BN_num_bytes(number);
	e = key_made_add(out, type, halves, len, &to);
	if (e == ERR_OK && BN_bn2binpad(number, to, (int)len) < 0)
		e = library_failed(ERR_CRYPTO);
	BN_clear_free(number);
	return e;
}
