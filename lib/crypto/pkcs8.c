/* SPDX-License-Identifier: Apache-2.0 */
/* See pkcs8.h. The decoding itself is libcrypto's. */
#include "crypto/pkcs8.h"

#include <openssl/core_names.h>
#include <openssl/decoder.h>

#include "crypto/internal.h"

static enum err
take_ec(const EVP_PKEY *pkey, struct pkcs8 *out)
{
	char group[64];

	if (EVP_PKEY_get_utf8_string_param(pkey, OSSL_PKEY_PARAM_GROUP_NAME,
	    group, sizeof(group), NULL) != 1)
		return crypto_failed(ERR_CURVE);
	out->curve = curve_of_name(group);
	if (out->curve == NULL)
		return ERR_CURVE;
	out->kind = KEY_EC_PRIVATE;
	return pkey_take_ec(pkey, out->curve, &out->ec);
}

static enum err
take(const EVP_PKEY *pkey, struct pkcs8 *out)
{
	if (EVP_PKEY_is_a(pkey, "EC"))
		return take_ec(pkey, out);
	if (!EVP_PKEY_is_a(pkey, "RSA"))
		return ERR_WRAPPED_KEY_INVALID;
	out->kind = KEY_RSA_PRIVATE;
	return pkey_take_rsa(pkey, &out->rsa);
}

enum err
pkcs8_decode(struct crypto *c, struct bytes der, struct pkcs8 *out)
{
	CLEARED_BY(pkcs8_clear) struct pkcs8 made = { 0 };
	EVP_PKEY *pkey = NULL;
	OSSL_DECODER_CTX *ctx = OSSL_DECODER_CTX_new_for_pkey(&pkey, "DER",
	    "PrivateKeyInfo", NULL, EVP_PKEY_KEYPAIR, c->lib, NULL);
	int good;
	enum err e;

	if (ctx == NULL)
		return crypto_failed(ERR_NO_MEMORY);
	good = OSSL_DECODER_from_data(ctx, &der.ptr, &der.len);
	OSSL_DECODER_CTX_free(ctx);
	if (good != 1 || der.len != 0) {
		EVP_PKEY_free(pkey);
		return crypto_failed(ERR_WRAPPED_KEY_INVALID);
	}
	e = take(pkey, &made);
	EVP_PKEY_free(pkey);
	TRY(e);
	pkcs8_clear(out);
	*out = made;
	made = (struct pkcs8){ 0 };
	return ERR_OK;
}

void
pkcs8_clear(struct pkcs8 *p)
{
	rsa_made_clear(&p->rsa);
	ec_made_clear(&p->ec);
	p->curve = NULL;
}
