/* SPDX-License-Identifier: Apache-2.0 */
/* One way into libcrypto for all RSA: a context, parameters, one call. */
#include "crypto/rsa.h"

#include <openssl/core_names.h>

#include "crypto/pkey.h"

size_t
rsa_modulus_len(const struct key *k)
{
	return (k->bits + 7) / 8;
}

/* With the public exponent it takes 10 us. */
bool
rsa_is_long(const struct operation *o)
{
	return o->k->half == KEY_PRIVATE;
}

enum err
rsa_start(const struct operation *o, rsa_init_fn *init,
    const OSSL_PARAM *params, EVP_PKEY_CTX **out)
{
	EVP_PKEY_CTX *ctx;
	EVP_PKEY *pkey;

	TRY(key_slot_pkey(o->c, o->k, &pkey));
	ctx = EVP_PKEY_CTX_new_from_pkey(o->c->lib, pkey, NULL);
	if (ctx == NULL)
		return library_failed(ERR_NO_MEMORY);
	if (init(ctx, params) != 1) {
		EVP_PKEY_CTX_free(ctx);
		return library_failed(ERR_MECHANISM_PARAM);
	}
	*out = ctx;
	return ERR_OK;
}

enum err
rsa_raw(const struct operation *o, const uint8_t *in, uint8_t *out)
{
	const OSSL_PARAM params[] = {
		pkey_text(OSSL_ASYM_CIPHER_PARAM_PAD_MODE, "none"),
		OSSL_PARAM_construct_end(),
	};
	bool private = o->k->half == KEY_PRIVATE;
	size_t len = rsa_modulus_len(o->k);
	EVP_PKEY_CTX *ctx;
	int good;

	TRY(rsa_start(o, private ? EVP_PKEY_decrypt_init_ex :
	    EVP_PKEY_encrypt_init_ex, params, &ctx));
	if (private)
		good = EVP_PKEY_decrypt(ctx, out, &len, in, len);
	else
		good = EVP_PKEY_encrypt(ctx, out, &len, in, len);
	EVP_PKEY_CTX_free(ctx);
	if (good != 1 || len != rsa_modulus_len(o->k))
		return library_failed(ERR_DATA_INVALID);
	return ERR_OK;
}

/* --- signatures --- */

static enum err
signature_start(const struct operation *o, enum rsa_padding padding,
    enum hash h, rsa_init_fn *init, EVP_PKEY_CTX **out)
{
	bool pss = padding == RSA_PADDING_PSS;
	int salt_len = (int)o->m->salt_len;
	OSSL_PARAM params[5];
	unsigned n = 0;

	params[n++] = pkey_text(OSSL_SIGNATURE_PARAM_PAD_MODE,
	    pss ? "pss" : "pkcs1");
	params[n++] = pkey_text(OSSL_SIGNATURE_PARAM_DIGEST, library_hash_name(h));
	if (pss) {
		params[n++] = pkey_text(OSSL_SIGNATURE_PARAM_MGF1_DIGEST,
		    library_hash_name(hash_of_mgf(o->m->mgf)));
		params[n++] = OSSL_PARAM_construct_int(
		    OSSL_SIGNATURE_PARAM_PSS_SALTLEN, &salt_len);
	}
	params[n] = OSSL_PARAM_construct_end();
	return rsa_start(o, init, params, out);
}

/* RFC 8017 9.1.1: PSS needs room for hash, salt and two bytes. */
static enum err
digest_fits(const struct operation *o, enum rsa_padding padding, enum hash h,
    struct bytes digest)
{
	if (digest.len != hash_len(h))
		return ERR_DATA_LENGTH;
	if (padding == RSA_PADDING_PSS && hash_len(h) + o->m->salt_len + 2 >
	    (o->k->bits - 1 + 7) / 8)
		return ERR_KEY_SIZE;
	return ERR_OK;
}

enum err
rsa_sign_digest(const struct operation *o, enum rsa_padding padding,
    enum hash h, struct bytes digest, struct output *out)
{
	size_t len = rsa_modulus_len(o->k);
	EVP_PKEY_CTX *ctx;
	int good;

	TRY(digest_fits(o, padding, h, digest));
	TRY(signature_start(o, padding, h, EVP_PKEY_sign_init_ex, &ctx));
	good = EVP_PKEY_sign(ctx, output_room(out, len), &len, digest.ptr,
	    digest.len);
	EVP_PKEY_CTX_free(ctx);
	if (good != 1)
		return library_failed(ERR_CRYPTO);
	out->len += len;
	return ERR_OK;
}

enum err
rsa_verify_digest(const struct operation *o, enum rsa_padding padding,
    enum hash h, struct bytes digest, struct bytes signature)
{
	EVP_PKEY_CTX *ctx;
	int good;

	if (signature.len != rsa_modulus_len(o->k))
		return ERR_SIGNATURE_LENGTH;
	TRY(digest_fits(o, padding, h, digest));
	TRY(signature_start(o, padding, h, EVP_PKEY_verify_init_ex, &ctx));
	good = EVP_PKEY_verify(ctx, signature.ptr, signature.len, digest.ptr,
	    digest.len);
	EVP_PKEY_CTX_free(ctx);
	return good == 1 ? ERR_OK : library_failed(ERR_SIGNATURE_INVALID);
}
