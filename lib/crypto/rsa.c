/* SPDX-License-Identifier: Apache-2.0 */
/* RSA: signatures (PKCS#1 v1.5, PSS, raw) and encryption (PKCS#1 v1.5, OAEP,
 * raw), RFC 8017. */
#include <openssl/core_names.h>
#include <openssl/params.h>

#include "base/mem.h"
#include "crypto/internal.h"

#define K_MAX 1024 /* bytes of the longest modulus */

static size_t
modulus_len(const struct key *k)
{
	return (k->bits + 7) / 8;
}

bool
rsa_is_pss(const struct mech *m)
{
	const struct mech_row *row = mech_row(m->type);

	return m->type == MECH_RSA_PKCS_PSS ||
	    (row && row->family == FAMILY_PSS_HASH);
}

static OSSL_PARAM
text_param(const char *name, const char *value)
{
	return OSSL_PARAM_construct_utf8_string(name, (char *)value, 0);
}

enum op { OP_SIGN, OP_VERIFY, OP_ENCRYPT, OP_DECRYPT };

static enum err
op_start(struct crypto *c, struct key *k, enum op op, const OSSL_PARAM *params,
    EVP_PKEY_CTX **out)
{
	int (*const init[])(EVP_PKEY_CTX *, const OSSL_PARAM *) = {
		[OP_SIGN] = EVP_PKEY_sign_init_ex,
		[OP_VERIFY] = EVP_PKEY_verify_init_ex,
		[OP_ENCRYPT] = EVP_PKEY_encrypt_init_ex,
		[OP_DECRYPT] = EVP_PKEY_decrypt_init_ex,
	};
	EVP_PKEY_CTX *ctx;
	EVP_PKEY *pkey;

	TRY(key_pkey(c, k, &pkey));
	ctx = EVP_PKEY_CTX_new_from_pkey(c->lib, pkey, NULL);
	if (ctx == NULL)
		return crypto_failed(ERR_NO_MEMORY);
	if (init[op](ctx, params) != 1) {
		EVP_PKEY_CTX_free(ctx);
		return crypto_failed(ERR_MECHANISM_PARAM);
	}
	*out = ctx;
	return ERR_OK;
}

static enum err
signature_start(struct crypto *c, struct key *k, const struct mech *m,
    enum hash h, enum op op, EVP_PKEY_CTX **out)
{
	int salt_len = (int)m->salt_len;
	OSSL_PARAM params[5];
	unsigned n = 0;

	params[n++] = text_param(OSSL_SIGNATURE_PARAM_PAD_MODE,
	    rsa_is_pss(m) ? "pss" : "pkcs1");
	if (h != HASH_NONE)
		params[n++] = text_param(OSSL_SIGNATURE_PARAM_DIGEST,
		    hash_name(h));
	if (rsa_is_pss(m)) {
		params[n++] = text_param(OSSL_SIGNATURE_PARAM_MGF1_DIGEST,
		    hash_name(hash_of_mgf(m->mgf)));
		params[n++] = OSSL_PARAM_construct_int(
		    OSSL_SIGNATURE_PARAM_PSS_SALTLEN, &salt_len);
	}
	params[n] = OSSL_PARAM_construct_end();
	return op_start(c, k, op, params, out);
}

/* x^d or x^e, without any padding. `in` is as long as the modulus. */
static enum err
raw_crypt(struct crypto *c, struct key *k, bool encrypt, const uint8_t *in,
    uint8_t *out)
{
	const OSSL_PARAM params[] = {
		text_param(OSSL_ASYM_CIPHER_PARAM_PAD_MODE, "none"),
		OSSL_PARAM_construct_end(),
	};
	EVP_PKEY_CTX *ctx;
	size_t len = modulus_len(k);
	int good;

	TRY(op_start(c, k, encrypt ? OP_ENCRYPT : OP_DECRYPT, params, &ctx));
	if (encrypt)
		good = EVP_PKEY_encrypt(ctx, out, &len, in, len);
	else
		good = EVP_PKEY_decrypt(ctx, out, &len, in, len);
	EVP_PKEY_CTX_free(ctx);
	if (good != 1 || len != modulus_len(k))
		return crypto_failed(ERR_DATA_INVALID);
	return ERR_OK;
}

/* What the raw operation has to be done on, or has to have given: the data
 * behind zeros (X.509) or behind 00 01 FF .. FF 00 (PKCS#1, RFC 8017 9.2). */
static enum err
encode(const struct key *k, const struct mech *m, struct bytes in,
    uint8_t em[K_MAX])
{
	size_t len = modulus_len(k);
	size_t more = m->type == MECH_RSA_PKCS ? 11 : 0;

	if (len > K_MAX || in.len + more > len)
		return ERR_DATA_LENGTH;
	memset(em, 0, len);
	if (m->type == MECH_RSA_PKCS) {
		em[1] = 0x01;
		memset(em + 2, 0xff, len - in.len - 3);
	}
	if (in.len > 0)
		memcpy(em + len - in.len, in.ptr, in.len);
	return ERR_OK;
}

/* Input of a mechanism that is given the hash already. */
static enum err
check_digest(const struct key *k, const struct mech *m, enum hash h,
    struct bytes in)
{
	if (in.len != hash_len(h))
		return ERR_DATA_LENGTH;
	/* RFC 8017 9.1.1: room for hash, salt and two bytes. */
	if (rsa_is_pss(m) &&
	    hash_len(h) + m->salt_len + 2 > (k->bits - 1 + 7) / 8)
		return ERR_KEY_SIZE;
	return ERR_OK;
}

enum err
rsa_sign(struct crypto *c, struct key *k, const struct mech *m, enum hash h,
    struct bytes in, uint8_t *out, size_t *out_len)
{
	size_t len = modulus_len(k);
	uint8_t em[K_MAX];
	EVP_PKEY_CTX *ctx;
	int good;

	*out_len = len;
	if (h == HASH_NONE) {
		TRY(encode(k, m, in, em));
		return raw_crypt(c, k, false, em, out);
	}
	TRY(check_digest(k, m, h, in));
	TRY(signature_start(c, k, m, h, OP_SIGN, &ctx));
	good = EVP_PKEY_sign(ctx, out, &len, in.ptr, in.len);
	EVP_PKEY_CTX_free(ctx);
	return good == 1 ? ERR_OK : crypto_failed(ERR_CRYPTO);
}

static enum err
verify_raw(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes in, struct bytes signature)
{
	uint8_t expected[K_MAX], got[K_MAX];

	TRY(encode(k, m, in, expected));
	if (raw_crypt(c, k, true, signature.ptr, got) != ERR_OK ||
	    !secret_equal(bytes_of(expected, signature.len),
	    bytes_of(got, signature.len)))
		return ERR_SIGNATURE_INVALID;
	return ERR_OK;
}

enum err
rsa_verify(struct crypto *c, struct key *k, const struct mech *m, enum hash h,
    struct bytes in, struct bytes signature)
{
	EVP_PKEY_CTX *ctx;
	int good;

	if (signature.len != modulus_len(k))
		return ERR_SIGNATURE_LENGTH;
	if (h == HASH_NONE)
		return verify_raw(c, k, m, in, signature);
	TRY(check_digest(k, m, h, in));
	TRY(signature_start(c, k, m, h, OP_VERIFY, &ctx));
	good = EVP_PKEY_verify(ctx, signature.ptr, signature.len, in.ptr,
	    in.len);
	EVP_PKEY_CTX_free(ctx);
	return good == 1 ? ERR_OK : crypto_failed(ERR_SIGNATURE_INVALID);
}

static enum err
encryption_start(struct crypto *c, struct key *k, const struct mech *m,
    enum op op, EVP_PKEY_CTX **out)
{
	bool oaep = m->type == MECH_RSA_PKCS_OAEP;
	OSSL_PARAM params[5];
	unsigned n = 0;

	params[n++] = text_param(OSSL_ASYM_CIPHER_PARAM_PAD_MODE,
	    oaep ? "oaep" : "pkcs1");
	if (oaep) {
		params[n++] = text_param(OSSL_ASYM_CIPHER_PARAM_OAEP_DIGEST,
		    hash_name(hash_of_mech(m->hash)));
		params[n++] = text_param(OSSL_ASYM_CIPHER_PARAM_MGF1_DIGEST,
		    hash_name(hash_of_mgf(m->mgf)));
	}
	if (oaep && m->label.len > 0)
		params[n++] = OSSL_PARAM_construct_octet_string(
		    OSSL_ASYM_CIPHER_PARAM_OAEP_LABEL,
		    (uint8_t *)m->label.ptr, m->label.len);
	params[n] = OSSL_PARAM_construct_end();
	return op_start(c, k, op, params, out);
}

static enum err
check_plain(const struct key *k, const struct mech *m, struct bytes in)
{
	size_t padding = 11;

	if (m->type == MECH_RSA_PKCS_OAEP)
		padding = 2 * hash_len(hash_of_mech(m->hash)) + 2;
	if (padding > modulus_len(k))
		return ERR_KEY_SIZE;
	return in.len + padding <= modulus_len(k) ? ERR_OK : ERR_DATA_LENGTH;
}

static enum err
rsa_encrypt(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes in, uint8_t *out)
{
	static const uint8_t nothing[1];
	size_t len = modulus_len(k);
	EVP_PKEY_CTX *ctx;
	uint8_t em[K_MAX];
	int good;

	if (m->type == MECH_RSA_X_509) {
		TRY(encode(k, m, in, em));
		TRY(raw_crypt(c, k, true, em, out));
		mem_wipe(em, sizeof(em));
		return ERR_OK;
	}
	TRY(check_plain(k, m, in));
	TRY(encryption_start(c, k, m, OP_ENCRYPT, &ctx));
	good = EVP_PKEY_encrypt(ctx, out, &len, in.len ? in.ptr : nothing,
	    in.len);
	EVP_PKEY_CTX_free(ctx);
	return good == 1 ? ERR_OK : crypto_failed(ERR_CRYPTO);
}

static enum err
rsa_decrypt(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes in, uint8_t *out, size_t *out_len)
{
	EVP_PKEY_CTX *ctx;
	int good;

	*out_len = modulus_len(k);
	if (in.len != modulus_len(k))
		return ERR_ENCRYPTED_LENGTH;
	if (m->type == MECH_RSA_X_509)
		return raw_crypt(c, k, false, in.ptr, out) == ERR_OK ?
		    ERR_OK : ERR_ENCRYPTED_INVALID;
	TRY(encryption_start(c, k, m, OP_DECRYPT, &ctx));
	good = EVP_PKEY_decrypt(ctx, out, out_len, in.ptr, in.len);
	EVP_PKEY_CTX_free(ctx);
	return good == 1 ? ERR_OK : crypto_failed(ERR_ENCRYPTED_INVALID);
}

enum err
rsa_crypt(struct crypto *c, struct key *k, const struct mech *m, bool encrypt,
    struct bytes in, uint8_t *out, size_t *out_len)
{
	if (!encrypt)
		return rsa_decrypt(c, k, m, in, out, out_len);
	*out_len = modulus_len(k);
	return rsa_encrypt(c, k, m, in, out);
}
