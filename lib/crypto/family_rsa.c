/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RSA over what the caller gives (RFC 8017): encryption by PKCS#1 v1.5, OAEP
 * and without padding (X.509); signatures of data that the caller has encoded
 * himself, and PSS of a digest.
 */
#include <openssl/core_names.h>

#include "base/mem.h"
#include "crypto/pkey.h"
#include "crypto/rsa.h"

#define K_MAX 1024        /* bytes of the longest modulus */
#define PKCS1_PADDING 11u /* 00 01 or 00 02, 8 bytes or more, 00 */

/* --- signatures of encoded data --- */

/* What the raw operation is done on, or has to have given: the data behind
 * zeros (X.509) or behind 00 01 FF .. FF 00 (PKCS#1 v1.5, RFC 8017 9.2). */
static enum err
encode(const struct operation *o, struct bytes in, uint8_t em[K_MAX])
{
	const bool *pads = o->family->variant;
	size_t len = rsa_modulus_len(o->k);

	if (len > K_MAX || in.len + (*pads ? PKCS1_PADDING : 0) > len)
		return ERR_DATA_LENGTH;
	memset(em, 0, len);
	if (*pads) {
		em[1] = 0x01;
		memset(em + 2, 0xff, len - in.len - 3);
	}
	if (in.len > 0)
		memcpy(em + len - in.len, in.ptr, in.len);
	return ERR_OK;
}

static enum err
encoded_sign(const struct operation *o, struct bytes in, struct output *out)
{
	size_t len = rsa_modulus_len(o->k);
	uint8_t em[K_MAX];

	TRY(encode(o, in, em));
	TRY(rsa_raw(o, em, output_room(out, len)));
	out->len += len;
	return ERR_OK;
}

static enum err
encoded_verify(const struct operation *o, struct bytes in,
    struct bytes signature)
{
	uint8_t expected[K_MAX], got[K_MAX];

	if (signature.len != rsa_modulus_len(o->k))
		return ERR_SIGNATURE_LENGTH;
	TRY(encode(o, in, expected));
	if (rsa_raw(o, signature.ptr, got) != ERR_OK ||
	    !secret_equal(bytes_of(expected, signature.len),
	    bytes_of(got, signature.len)))
		return ERR_SIGNATURE_INVALID;
	return ERR_OK;
}

/* --- encryption --- */

/* By libcrypto, with a padding of which so many bytes are no data. */
static enum err
padded_encrypt(const struct operation *o, const OSSL_PARAM *params,
    size_t padding, struct bytes in, struct output *out)
{
	static const uint8_t nothing[1];
	size_t len = rsa_modulus_len(o->k);
	EVP_PKEY_CTX *ctx;
	int good;

	if (padding > len)
		return ERR_KEY_SIZE;
	if (in.len + padding > len)
		return ERR_DATA_LENGTH;
	TRY(rsa_start(o, EVP_PKEY_encrypt_init_ex, params, &ctx));
	good = EVP_PKEY_encrypt(ctx, output_room(out, len), &len,
	    in.len ? in.ptr : nothing, in.len);
	EVP_PKEY_CTX_free(ctx);
	if (good != 1)
		return library_failed(ERR_CRYPTO);
	out->len += len;
	return ERR_OK;
}

static enum err
padded_decrypt(const struct operation *o, const OSSL_PARAM *params,
    struct bytes in, struct output *out)
{
	size_t len = rsa_modulus_len(o->k);
	EVP_PKEY_CTX *ctx;
	int good;

	if (in.len != len)
		return ERR_ENCRYPTED_LENGTH;
	TRY(rsa_start(o, EVP_PKEY_decrypt_init_ex, params, &ctx));
	good = EVP_PKEY_decrypt(ctx, output_room(out, len), &len, in.ptr,
	    in.len);
	EVP_PKEY_CTX_free(ctx);
	if (good != 1)
		return library_failed(ERR_ENCRYPTED_INVALID);
	out->len += len;
	return ERR_OK;
}

static enum err
padded_crypt(const struct operation *o, const OSSL_PARAM *params,
    size_t padding, struct bytes in, struct output *out)
{
	if (operation_encrypts(o))
		return padded_encrypt(o, params, padding, in, out);
	return padded_decrypt(o, params, in, out);
}

static enum err
pkcs_crypt(const struct operation *o, struct bytes in, struct output *out)
{
	const OSSL_PARAM params[] = {
		pkey_text(OSSL_ASYM_CIPHER_PARAM_PAD_MODE, "pkcs1"),
		OSSL_PARAM_construct_end(),
	};

	return padded_crypt(o, params, PKCS1_PADDING, in, out);
}

static enum err
oaep_crypt(const struct operation *o, struct bytes in, struct output *out)
{
	enum hash h = hash_of_mech(o->m->hash);
	OSSL_PARAM params[5];
	unsigned n = 0;

	params[n++] = pkey_text(OSSL_ASYM_CIPHER_PARAM_PAD_MODE, "oaep");
	params[n++] = pkey_text(OSSL_ASYM_CIPHER_PARAM_OAEP_DIGEST,
	    library_hash_name(h));
	params[n++] = pkey_text(OSSL_ASYM_CIPHER_PARAM_MGF1_DIGEST,
	    library_hash_name(hash_of_mgf(o->m->mgf)));
	if (o->m->label.len > 0)
		params[n++] = pkey_octets(OSSL_ASYM_CIPHER_PARAM_OAEP_LABEL,
		    o->m->label);
	params[n] = OSSL_PARAM_construct_end();
	return padded_crypt(o, params, 2 * hash_len(h) + 2, in, out);
}

static enum err
x509_encrypt(const struct operation *o, struct bytes in, struct output *out)
{
	size_t len = rsa_modulus_len(o->k);
	uint8_t em[K_MAX];

	TRY(encode(o, in, em));
	TRY(rsa_raw(o, em, output_room(out, len)));
	mem_wipe(em, sizeof(em));
	out->len += len;
	return ERR_OK;
}

static enum err
x509_crypt(const struct operation *o, struct bytes in, struct output *out)
{
	size_t len = rsa_modulus_len(o->k);

	if (operation_encrypts(o))
		return x509_encrypt(o, in, out);
	if (in.len != len)
		return ERR_ENCRYPTED_LENGTH;
	if (rsa_raw(o, in.ptr, output_room(out, len)) != ERR_OK)
		return ERR_ENCRYPTED_INVALID;
	out->len += len;
	return ERR_OK;
}

/* --- PSS of a digest --- */

static enum err
pss_sign(const struct operation *o, struct bytes in, struct output *out)
{
	return rsa_sign_digest(o, RSA_PADDING_PSS, hash_of_mech(o->m->hash),
	    in, out);
}

static enum err
pss_verify(const struct operation *o, struct bytes in, struct bytes signature)
{
	return rsa_verify_digest(o, RSA_PADDING_PSS, hash_of_mech(o->m->hash),
	    in, signature);
}

static const bool pads = true, bare = false;

const struct family family_rsa_pkcs = {
	.variant = &pads,
	.check = operation_takes_any,
	.is_long = rsa_is_long,
	.crypt = pkcs_crypt,
	.sign = encoded_sign,
	.verify = encoded_verify,
};

const struct family family_rsa_x509 = {
	.variant = &bare,
	.check = operation_takes_any,
	.is_long = rsa_is_long,
	.crypt = x509_crypt,
	.sign = encoded_sign,
	.verify = encoded_verify,
};

const struct family family_rsa_oaep = {
	.check = operation_takes_any,
	.is_long = rsa_is_long,
	.crypt = oaep_crypt,
};

const struct family family_rsa_pss = {
	.check = operation_takes_any,
	.is_long = rsa_is_long,
	.sign = pss_sign,
	.verify = pss_verify,
};
