/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ECDSA (FIPS 186-5). Signatures are r || s, each as long as the order
 * (PKCS#11); libcrypto wants them in DER. Data longer than the order is
 * truncated by libcrypto (6.4).
 */
#include <openssl/ec.h>

#include "crypto/ec.h"
#include "crypto/family.h"

#define DER_MAX 160

static enum err
der_to_raw(const uint8_t *der, size_t len, size_t half, uint8_t *out)
{
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &der, (long)len);
	enum err e = ERR_OK;

	if (sig == NULL)
		return library_failed(ERR_CRYPTO);
	if (BN_bn2binpad(ECDSA_SIG_get0_r(sig), out, (int)half) < 0 ||
	    BN_bn2binpad(ECDSA_SIG_get0_s(sig), out + half, (int)half) < 0)
		e = library_failed(ERR_CRYPTO);
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
		return library_failed(ERR_SIGNATURE_INVALID);
	*out_len = (size_t)n;
	return ERR_OK;
}

static struct bytes
not_null(struct bytes in)
{
	static const uint8_t nothing[1];

	return in.len ? in : bytes_of(nothing, 0);
}

static enum err
context_of(const struct operation *o, EVP_PKEY_CTX **out)
{
	EVP_PKEY *pkey;

	TRY(key_slot_pkey(o->c, o->k, &pkey));
	*out = EVP_PKEY_CTX_new_from_pkey(o->c->lib, pkey, NULL);
	return *out != NULL ? ERR_OK : library_failed(ERR_NO_MEMORY);
}

static enum err
ecdsa_sign(const struct operation *o, struct bytes in, struct output *out)
{
	size_t half = o->k->curve->len;
	uint8_t der[DER_MAX];
	size_t len = sizeof(der);
	EVP_PKEY_CTX *ctx;
	int good;

	TRY(context_of(o, &ctx));
	in = not_null(in);
	good = EVP_PKEY_sign_init(ctx) == 1 &&
	    EVP_PKEY_sign(ctx, der, &len, in.ptr, in.len) == 1;
	EVP_PKEY_CTX_free(ctx);
	if (!good)
		return library_failed(ERR_CRYPTO);
	TRY(der_to_raw(der, len, half, output_room(out, 2 * half)));
	out->len += 2 * half;
	return ERR_OK;
}

static enum err
ecdsa_verify(const struct operation *o, struct bytes in,
    struct bytes signature)
{
	uint8_t der[DER_MAX];
	EVP_PKEY_CTX *ctx;
	size_t len = 0;
	int good;

	/* Some programs drop leading zeros of both halves alike. */
	if (signature.len == 0 || signature.len % 2 != 0 ||
	    signature.len > 2 * o->k->curve->len)
		return ERR_SIGNATURE_LENGTH;
	TRY(raw_to_der(signature, der, &len));
	TRY(context_of(o, &ctx));
	in = not_null(in);
	good = EVP_PKEY_verify_init(ctx) == 1 &&
	    EVP_PKEY_verify(ctx, der, len, in.ptr, in.len) == 1;
	EVP_PKEY_CTX_free(ctx);
	return good ? ERR_OK : library_failed(ERR_SIGNATURE_INVALID);
}

static bool
ecdsa_is_long(const struct operation *o)
{
	return !o->k->curve->quick;
}

const struct family family_ecdsa = {
	.check = operation_takes_any,
	.is_long = ecdsa_is_long,
	.sign = ecdsa_sign,
	.verify = ecdsa_verify,
};

const struct family family_ecdsa_hash = {
	.check = operation_takes_any,
	.is_long = ecdsa_is_long,
	.hashes = true,
	.sign = ecdsa_sign,
	.verify = ecdsa_verify,
};
