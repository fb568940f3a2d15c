/* SPDX-License-Identifier: Apache-2.0 */
/* See pkcs8.h. The encoding itself is libcrypto's. */
#include "crypto/pkcs8.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/decoder.h>
#include <openssl/encoder.h>

#include "crypto/inside.h"

static enum err
encode(EVP_PKEY *pkey, struct secret *out)
{
	OSSL_ENCODER_CTX *ctx = OSSL_ENCODER_CTX_new_for_pkey(pkey,
	    EVP_PKEY_KEYPAIR, "DER", "PrivateKeyInfo", NULL);
	unsigned char *der = NULL;
	size_t len = 0;
	enum err e;

	if (ctx == NULL)
		return crypto_failed(ERR_NO_MEMORY);
	if (OSSL_ENCODER_to_data(ctx, &der, &len) != 1)
		e = crypto_failed(ERR_KEY_NOT_WRAPPABLE);
	else
		e = secret_copy(out, bytes_of(der, len));
	OPENSSL_clear_free(der, len);
	OSSL_ENCODER_CTX_free(ctx);
	return e;
}

/* The scalar is little-endian in the key. */
static enum err
point_of(struct crypto *c, const struct key *k, struct buf *out)
{
	CLEARED_BY(secret_clear) struct secret value = { 0 };
	struct bytes little = k->part[PART_VALUE];

	TRY(secret_make(&value, little.len));
	for (size_t i = 0; i < little.len; i++)
		value.ptr[little.len - 1 - i] = little.ptr[i];
	return ec_point_of_value(c, k->curve->params, secret_bytes(&value),
	    out);
}

static enum err
encode_ec(struct crypto *c, struct key *k, struct secret *out)
{
	CLEARED_BY(buf_clear) struct buf point = buf_up_to(EC_POINT_MAX + 3);
	struct bytes raw;
	EVP_PKEY *pkey;
	enum err e;

	TRY(point_of(c, k, &point));
	TRY(ec_point_raw(k->curve, buf_bytes(&point), &raw));
	TRY(pkey_of_pair(c, k, raw, &pkey));
	e = encode(pkey, out);
	EVP_PKEY_free(pkey);
	return e;
}

enum err
pkcs8_encode(struct crypto *c, struct key *k, struct secret *out)
{
	EVP_PKEY *pkey;

	if (k->kind == KEY_EC_PRIVATE)
		return encode_ec(c, k, out);
	if (k->kind != KEY_RSA_PRIVATE)
		return ERR_KEY_TYPE;
	if (k->part[PART_P].len == 0)
		return ERR_KEY_NOT_WRAPPABLE;
	TRY(key_pkey(c, k, &pkey));
	return encode(pkey, out);
}

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
