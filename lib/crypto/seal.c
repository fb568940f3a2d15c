/* SPDX-License-Identifier: Apache-2.0 */
/* Sealing of records. Keys change from record to record, so the context is
 * keyed anew each time, and holds none in between: the key of a partition that
 * is erased, or of a clone that ended, would else stay in it until the next. */
#include "crypto/seal.h"

#include "base/mem.h"
#include "crypto/library.h"
#include "crypto/random.h"

#define NONCE_LEN 12
#define TAG_LEN 16

static enum err
seal_start(struct crypto *c, struct bytes key, const uint8_t *nonce,
    struct bytes aad, bool encrypt)
{
	EVP_CIPHER *cipher;
	int n;

	if (key.len != SEAL_KEY_LEN)
		return ERR_KEY_SIZE;
	TRY(library_cipher(c, CIPHER_GCM, key.len, &cipher));
	if (EVP_CipherInit_ex2(c->seal_ctx, cipher, key.ptr, nonce, encrypt,
	    NULL) != 1)
		return library_failed(ERR_CRYPTO);
	if (aad.len > 0 && EVP_CipherUpdate(c->seal_ctx, NULL, &n, aad.ptr,
	    (int)aad.len) != 1)
		return library_failed(ERR_CRYPTO);
	return ERR_OK;
}

static bool
seal_body(struct crypto *c, struct bytes in, uint8_t *out)
{
	int n;

	return in.len == 0 ||
	    EVP_CipherUpdate(c->seal_ctx, out, &n, in.ptr, (int)in.len) == 1;
}

static void
seal_forget(EVP_CIPHER_CTX **ctx)
{
	EVP_CIPHER_CTX_reset(*ctx);
}

static enum err
seal_into(struct crypto *c, struct bytes key, struct bytes aad,
    struct bytes plain, uint8_t *out)
{
	CLEARED_BY(seal_forget) EVP_CIPHER_CTX *ctx = c->seal_ctx;
	uint8_t end[16];
	int n;

	TRY(crypto_random(out, NONCE_LEN));
	TRY(seal_start(c, key, out, aad, true));
	out += NONCE_LEN;
	if (!seal_body(c, plain, out) ||
	    EVP_CipherFinal_ex(ctx, end, &n) != 1 ||
	    EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, TAG_LEN,
	    out + plain.len) != 1)
		return library_failed(ERR_CRYPTO);
	return ERR_OK;
}

enum err
seal_put(struct crypto *c, struct bytes key, struct bytes aad,
    struct bytes plain, struct buf *out)
{
	if (plain.len > INT32_MAX / 2 || aad.len > INT32_MAX / 2)
		return ERR_TOO_LARGE;
	TRY(buf_reserve(out, plain.len + SEAL_OVERHEAD));
	TRY(seal_into(c, key, aad, plain, out->ptr + out->len));
	out->len += plain.len + SEAL_OVERHEAD;
	return ERR_OK;
}

enum err
seal_open(struct crypto *c, struct bytes key, struct bytes aad,
    struct bytes sealed, struct secret *out)
{
	CLEARED_BY(seal_forget) EVP_CIPHER_CTX *ctx = c->seal_ctx;
	CLEARED_BY(secret_clear) struct secret plain = { 0 };
	struct bytes body;
	uint8_t end[16];
	int n;

	if (sealed.len < SEAL_OVERHEAD || aad.len > INT32_MAX / 2)
		return ERR_CORRUPT;
	body = bytes_of(sealed.ptr + NONCE_LEN, sealed.len - SEAL_OVERHEAD);
	TRY(secret_make(&plain, body.len));
	TRY(seal_start(c, key, sealed.ptr, aad, false));
	if (EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, TAG_LEN,
	    (uint8_t *)body.ptr + body.len) != 1 ||
	    !seal_body(c, body, plain.ptr))
		return library_failed(ERR_CRYPTO);
	if (EVP_CipherFinal_ex(ctx, end, &n) != 1)
		return library_failed(ERR_CORRUPT);
	secret_move(out, &plain);
	return ERR_OK;
}
