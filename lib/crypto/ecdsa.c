/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ECDSA and ECDH. Signatures are r || s, each as long as the order (PKCS#11);
 * libcrypto wants them in DER. Data longer than the order is truncated by
 * libcrypto (FIPS 186-4, 6.4).
 */
#include <openssl/ec.h>

#include "crypto/internal.h"

#define DER_MAX 160

static enum err
der_to_raw(const uint8_t *der, size_t len, size_t half, uint8_t *out)
{
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &der, (long)len);
	enum err e = ERR_OK;

	if (sig == NULL)
		return crypto_failed(ERR_CRYPTO);
	if (BN_bn2binpad(ECDSA_SIG_get0_r(sig), out, (int)half) < 0 ||
	    BN_bn2binpad(ECDSA_SIG_get0_s(sig), out + half, (int)half) < 0)
		e = crypto_failed(ERR_CRYPTO);
	ECDSA_SIG_free(sig);
	return e;
}

/* `sig` owns the numbers once they are in it. */
static bool
set_numbers(ECDSA_SIG *sig, struct bytes raw)
{
	int half = (int)raw.len / 2;
	BIGNUM *r = BN_bin2bn(raw.ptr, half, NULL);
	BIGNUM *s = BN_bin2bn(raw.ptr + half, half, NULL);

	if (r != NULL && s != NULL && ECDSA_SIG_set0(sig, r, s) == 1)
		return true;
	BN_free(r);
	BN_free(s);
	return false;
}

static enum err
raw_to_der(struct bytes raw, uint8_t der[DER_MAX], size_t *out_len)
{
	ECDSA_SIG *sig = ECDSA_SIG_new();
	uint8_t *end = der;
	int n = -1;

	if (sig != NULL && set_numbers(sig, raw))
		n = i2d_ECDSA_SIG(sig, NULL);
	if (n > 0 && n <= DER_MAX)
		n = i2d_ECDSA_SIG(sig, &end);
	ECDSA_SIG_free(sig);
	if (n <= 0 || n > DER_MAX)
		return crypto_failed(ERR_SIGNATURE_INVALID);
	*out_len = (size_t)n;
	return ERR_OK;
}

static struct bytes
not_null(struct bytes in)
{
	static const uint8_t nothing[1];

	return in.len ? in : bytes_of(nothing, 0);
}

enum err
ecdsa_sign(struct crypto *c, struct key *k, struct bytes in, uint8_t *out,
    size_t *out_len)
{
	uint8_t der[DER_MAX];
	size_t len = sizeof(der);
	EVP_PKEY_CTX *ctx;
	EVP_PKEY *pkey;
	int good;

	TRY(key_pkey(c, k, &pkey));
	ctx = EVP_PKEY_CTX_new_from_pkey(c->lib, pkey, NULL);
	if (ctx == NULL)
		return crypto_failed(ERR_NO_MEMORY);
	in = not_null(in);
	good = EVP_PKEY_sign_init(ctx) == 1 &&
	    EVP_PKEY_sign(ctx, der, &len, in.ptr, in.len) == 1;
	EVP_PKEY_CTX_free(ctx);
	if (!good)
		return crypto_failed(ERR_CRYPTO);
	*out_len = 2 * k->curve->len;
	return der_to_raw(der, len, k->curve->len, out);
}

enum err
ecdsa_verify(struct crypto *c, struct key *k, struct bytes in,
    struct bytes signature)
{
	uint8_t der[DER_MAX];
	EVP_PKEY_CTX *ctx;
	EVP_PKEY *pkey;
	size_t len = 0;
	int good;

	/* Some programs drop leading zeros of both halves alike. */
	if (signature.len == 0 || signature.len % 2 != 0 ||
	    signature.len > 2 * k->curve->len)
		return ERR_SIGNATURE_LENGTH;
	TRY(raw_to_der(signature, der, &len));
	TRY(key_pkey(c, k, &pkey));
	ctx = EVP_PKEY_CTX_new_from_pkey(c->lib, pkey, NULL);
	if (ctx == NULL)
		return crypto_failed(ERR_NO_MEMORY);
	in = not_null(in);
	good = EVP_PKEY_verify_init(ctx) == 1 &&
	    EVP_PKEY_verify(ctx, der, len, in.ptr, in.len) == 1;
	EVP_PKEY_CTX_free(ctx);
	return good ? ERR_OK : crypto_failed(ERR_SIGNATURE_INVALID);
}

/* That the point is on the curve is checked where it is decoded, and all our
 * curves have cofactor 1: a second check costs as much as the derivation. */
static bool
derive(EVP_PKEY_CTX *ctx, EVP_PKEY *peer, uint8_t *out, size_t *out_len)
{
	return EVP_PKEY_derive_init(ctx) == 1 &&
	    EVP_PKEY_derive_set_peer_ex(ctx, peer, 0) == 1 &&
	    EVP_PKEY_derive(ctx, out, out_len) == 1;
}

enum err
ecdh_derive(struct crypto *c, struct key *k, const struct mech *m,
    uint8_t *out, size_t *out_len)
{
	EVP_PKEY *pkey, *peer;
	EVP_PKEY_CTX *ctx;
	struct bytes raw;
	enum err e = ERR_OK;

	if (ec_point_raw(k->curve, m->peer, &raw) != ERR_OK)
		return ERR_MECHANISM_PARAM;
	TRY(key_pkey(c, k, &pkey));
	if (pkey_of_point(c, k->curve, raw, &peer) != ERR_OK)
		return ERR_MECHANISM_PARAM;
	*out_len = k->curve->len;
	ctx = EVP_PKEY_CTX_new_from_pkey(c->lib, pkey, NULL);
	if (ctx == NULL || !derive(ctx, peer, out, out_len) ||
	    *out_len != k->curve->len)
		e = crypto_failed(ERR_CRYPTO);
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(peer);
	return e;
}
