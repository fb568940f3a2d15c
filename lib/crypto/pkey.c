/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libcrypto's form of asymmetric keys, made from components: decoding PKCS#8
 * costs more than a signature does (OpenSSL 3.0), EVP_PKEY_fromdata 5 us.
 */
#include <openssl/core_names.h>
#include <openssl/params.h>

#include "base/mem.h"
#include "crypto/internal.h"

/* libcrypto's parameters are not const, but it only reads them here. */
static OSSL_PARAM
number_param(const char *name, struct bytes little_endian)
{
	return OSSL_PARAM_construct_BN(name, (uint8_t *)little_endian.ptr,
	    little_endian.len);
}

static enum err
from_params(struct crypto *c, const char *type, int selection,
    OSSL_PARAM *params, EVP_PKEY **out)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(c->lib, type, NULL);
	EVP_PKEY *made = NULL;

	if (ctx == NULL)
		return crypto_failed(ERR_NO_MEMORY);
	if (EVP_PKEY_fromdata_init(ctx) != 1 ||
	    EVP_PKEY_fromdata(ctx, &made, selection, params) != 1)
		made = NULL;
	EVP_PKEY_CTX_free(ctx);
	if (made == NULL)
		return crypto_failed(ERR_ATTRIBUTE_VALUE);
	*out = made;
	return ERR_OK;
}

static enum err
make_rsa(struct crypto *c, const struct key *k, EVP_PKEY **out)
{
	static const char *const names[N_RSA_PARTS] = {
		OSSL_PKEY_PARAM_RSA_N, OSSL_PKEY_PARAM_RSA_E,
		OSSL_PKEY_PARAM_RSA_D, OSSL_PKEY_PARAM_RSA_FACTOR1,
		OSSL_PKEY_PARAM_RSA_FACTOR2, OSSL_PKEY_PARAM_RSA_EXPONENT1,
		OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1,
	};
	OSSL_PARAM params[N_RSA_PARTS + 1];
	unsigned n = 0;

	for (unsigned i = 0; i < N_RSA_PARTS; i++)
		if (k->part[i].len > 0)
			params[n++] = number_param(names[i], k->part[i]);
	params[n] = OSSL_PARAM_construct_end();
	return from_params(c, "RSA", k->kind == KEY_RSA_PRIVATE ?
	    EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, params, out);
}

static OSSL_PARAM
group_param(const struct curve *curve)
{
	return OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME,
	    (char *)curve->group, 0);
}

static enum err
make_ec_private(struct crypto *c, const struct key *k, EVP_PKEY **out)
{
	OSSL_PARAM params[] = {
		group_param(k->curve),
		number_param(OSSL_PKEY_PARAM_PRIV_KEY, k->part[PART_VALUE]),
		OSSL_PARAM_construct_end(),
	};

	return from_params(c, "EC", EVP_PKEY_KEYPAIR, params, out);
}

enum err
pkey_of_point(struct crypto *c, const struct curve *curve, struct bytes raw,
    EVP_PKEY **out)
{
	OSSL_PARAM params[] = {
		group_param(curve),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY,
		    (uint8_t *)raw.ptr, raw.len),
		OSSL_PARAM_construct_end(),
	};

	return from_params(c, "EC", EVP_PKEY_PUBLIC_KEY, params, out);
}

enum err
pkey_make(struct crypto *c, const struct key *k, EVP_PKEY **out)
{
	switch (k->kind) {
	case KEY_RSA_PRIVATE:
	case KEY_RSA_PUBLIC:
		return make_rsa(c, k, out);
	case KEY_EC_PRIVATE:
		return make_ec_private(c, k, out);
	case KEY_EC_PUBLIC:
		return pkey_of_point(c, k->curve, k->part[PART_POINT], out);
	default:
		return ERR_KEY_TYPE;
	}
}
