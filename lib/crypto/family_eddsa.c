/* SPDX-License-Identifier: Apache-2.0 */
/*
 * EdDSA (RFC 8032, FIPS 186-5): Ed25519 without a parameter; with one, Ed25519ctx
 * over a context, or Ed25519ph, which hashes the data first. libcrypto knows the
 * last two from version 3.2 on; built with an older one they are refused.
 */
#include <openssl/core_names.h>

#include "crypto/family.h"
#include "crypto/pkey.h"

#define SIGNATURE_LEN 64u

#ifdef OSSL_SIGNATURE_PARAM_INSTANCE
/* RFC 8032, 5.1: a context makes a scheme of its own only if it has bytes. */
static enum err
eddsa_check(const struct operation *o)
{
	return !o->m->given || o->m->prehash || o->m->context.len > 0 ?
	    ERR_OK : ERR_MECHANISM_PARAM;
}

static void
scheme_of(const struct operation *o, OSSL_PARAM params[3])
{
	unsigned n = 0;

	if (o->m->given)
		params[n++] = pkey_text(OSSL_SIGNATURE_PARAM_INSTANCE,
		    o->m->prehash ? "Ed25519ph" : "Ed25519ctx");
	if (o->m->given && o->m->context.len > 0)
		params[n++] = pkey_octets(OSSL_SIGNATURE_PARAM_CONTEXT_STRING,
		    o->m->context);
	params[n] = OSSL_PARAM_construct_end();
}
#else
static enum err
eddsa_check(const struct operation *o)
{
	return o->m->given ? ERR_MECHANISM_PARAM : ERR_OK;
}

static void
scheme_of(const struct operation *o, OSSL_PARAM params[3])
{
	params[0] = OSSL_PARAM_construct_end();
}
#endif

typedef int init_fn(EVP_MD_CTX *, EVP_PKEY_CTX **, const char *, OSSL_LIB_CTX *,
    const char *, EVP_PKEY *, const OSSL_PARAM *);

static enum err
start(const struct operation *o, init_fn *init, EVP_MD_CTX **out)
{
	OSSL_PARAM params[3];
	EVP_MD_CTX *ctx;
	EVP_PKEY *pkey;

	TRY(key_slot_pkey(o->c, o->k, &pkey));
	ctx = EVP_MD_CTX_new();
	if (ctx == NULL)
		return library_failed(ERR_NO_MEMORY);
	scheme_of(o, params);
	if (init(ctx, NULL, NULL, o->c->lib, NULL, pkey, params) != 1) {
		EVP_MD_CTX_free(ctx);
		return library_failed(ERR_MECHANISM_PARAM);
	}
	*out = ctx;
	return ERR_OK;
}

static struct bytes
not_null(struct bytes in)
{
	static const uint8_t nothing[1];

	return in.len ? in : bytes_of(nothing, 0);
}

static enum err
eddsa_sign(const struct operation *o, struct bytes in, struct output *out)
{
	size_t len = SIGNATURE_LEN;
	EVP_MD_CTX *ctx;
	int good;

	TRY(start(o, EVP_DigestSignInit_ex, &ctx));
	in = not_null(in);
	good = EVP_DigestSign(ctx, output_room(out, len), &len, in.ptr, in.len);
	EVP_MD_CTX_free(ctx);
	if (good != 1 || len != SIGNATURE_LEN)
		return library_failed(ERR_CRYPTO);
	out->len += len;
	return ERR_OK;
}

static enum err
eddsa_verify(const struct operation *o, struct bytes in,
    struct bytes signature)
{
	EVP_MD_CTX *ctx;
	int good;

	if (signature.len != SIGNATURE_LEN)
		return ERR_SIGNATURE_LENGTH;
	TRY(start(o, EVP_DigestVerifyInit_ex, &ctx));
	in = not_null(in);
	good = EVP_DigestVerify(ctx, signature.ptr, signature.len, in.ptr,
	    in.len);
	EVP_MD_CTX_free(ctx);
	return good == 1 ? ERR_OK : library_failed(ERR_SIGNATURE_INVALID);
}

const struct family family_eddsa = {
	.check = eddsa_check,
	.sign = eddsa_sign,
	.verify = eddsa_verify,
};
