/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AES-CCM (SP 800-38C): ciphertext || MAC. The first block says how long the
 * text is, so the parameter does, too, and nothing can be computed before all of
 * it is there: in parts the engine holds the input.
 */
#include "crypto/aes.h"

#define NONCE_AND_LENGTH 15u /* bytes of the first block that the two share */

/* The length of the text has to fit beside the nonce. */
static enum err
ccm_check(const struct operation *o)
{
	size_t length_len = NONCE_AND_LENGTH - o->m->iv.len;

	return length_len >= 4 || o->m->data_len >> 8 * length_len == 0 ?
	    ERR_OK : ERR_MECHANISM_PARAM;
}

/* libcrypto takes the lengths of nonce and MAC before the key and the nonce; to
 * decrypt, the MAC itself. */
static bool
set_up(const struct operation *o, EVP_CIPHER_CTX *ctx, EVP_CIPHER *cipher,
    const uint8_t *mac)
{
	const struct bytes key = o->k->part[PART_VALUE];
	bool encrypts = operation_encrypts(o);

	return EVP_CipherInit_ex2(ctx, cipher, NULL, NULL, encrypts,
	    NULL) == 1 &&
	    EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_IVLEN,
	    (int)o->m->iv.len, NULL) == 1 &&
	    EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG,
	    (int)o->m->mac_len, (uint8_t *)(uintptr_t)mac) == 1 &&
	    EVP_CipherInit_ex2(ctx, NULL, key.ptr, o->m->iv.ptr, encrypts,
	    NULL) == 1;
}

static enum err
start(const struct operation *o, const uint8_t *mac, EVP_CIPHER_CTX **out)
{
	EVP_CIPHER *cipher;
	struct key_slot *s;
	int n;

	TRY(library_cipher(o->c, CIPHER_CCM, o->k->part[PART_VALUE].len,
	    &cipher));
	TRY(aes_slot_empty(o, &s));
	if (!set_up(o, s->cipher, cipher, mac) ||
	    EVP_CipherUpdate(s->cipher, NULL, &n, NULL,
	    (int)o->m->data_len) != 1)
		return library_failed(ERR_MECHANISM_PARAM);
	if (o->m->aad.len > 0 && EVP_CipherUpdate(s->cipher, NULL, &n,
	    o->m->aad.ptr, (int)o->m->aad.len) != 1)
		return library_failed(ERR_MECHANISM_PARAM);
	*out = s->cipher;
	return ERR_OK;
}

/* Text of no bytes is text, too: it is what starts the computation. */
static bool
put_text(EVP_CIPHER_CTX *ctx, struct bytes in, struct output *out)
{
	static const uint8_t nothing[1];
	int n = 0;

	if (EVP_CipherUpdate(ctx, output_room(out, in.len), &n,
	    in.len ? in.ptr : nothing, (int)in.len) != 1)
		return false;
	out->len += in.len;
	return true;
}

static enum err
ccm_encrypt(const struct operation *o, struct bytes in, struct output *out)
{
	EVP_CIPHER_CTX *ctx;

	TRY(start(o, NULL, &ctx));
	if (!put_text(ctx, in, out) ||
	    EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG,
	    (int)o->m->mac_len, output_room(out, o->m->mac_len)) != 1)
		return library_failed(ERR_CRYPTO);
	out->len += o->m->mac_len;
	return ERR_OK;
}

static enum err
ccm_crypt(const struct operation *o, struct bytes in, struct output *out)
{
	size_t more = operation_encrypts(o) ? 0 : o->m->mac_len;
	struct bytes text = bytes_of(in.ptr, in.len - more);
	EVP_CIPHER_CTX *ctx;

	if (in.len > INT32_MAX / 2 || in.len < more ||
	    text.len != o->m->data_len)
		return operation_wrong_length(o);
	if (operation_encrypts(o))
		return ccm_encrypt(o, text, out);
	TRY(start(o, in.ptr + text.len, &ctx));
	return put_text(ctx, text, out) ? ERR_OK :
	    library_failed(ERR_ENCRYPTED_INVALID);
}

const struct family family_aes_ccm = {
	.check = ccm_check,
	.crypt = ccm_crypt,
};
