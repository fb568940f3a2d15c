/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AES-GCM (SP 800-38D). Encryption without an IV makes one and appends it:
 * ciphertext || tag || IV. Decryption in parts gives nothing before the tag was
 * seen to be right, so the engine holds its input.
 */
#include "crypto/aes.h"

#include "crypto/random.h"

#define BLOCK 16u

static enum err
gcm_check(const struct operation *o)
{
	return o->m->iv.len > 0 || operation_encrypts(o) ? ERR_OK :
	    ERR_MECHANISM_PARAM;
}

static size_t
tag_len(const struct operation *o)
{
	return o->m->tag_bits / 8;
}

static enum err
put_aad(EVP_CIPHER_CTX *ctx, struct bytes aad)
{
	int n;

	if (aad.len > 0 &&
	    EVP_CipherUpdate(ctx, NULL, &n, aad.ptr, (int)aad.len) != 1)
		return library_failed(ERR_MECHANISM_PARAM);
	return ERR_OK;
}

static enum err
put_text(EVP_CIPHER_CTX *ctx, struct bytes in, struct output *out)
{
	int n;

	if (in.len == 0)
		return ERR_OK;
	if (EVP_CipherUpdate(ctx, output_room(out, in.len), &n, in.ptr,
	    (int)in.len) != 1)
		return library_failed(ERR_CRYPTO);
	out->len += in.len;
	return ERR_OK;
}

/* The tag, and behind it the IV if we made it. */
static enum err
put_end(const struct operation *o, EVP_CIPHER_CTX *ctx, const uint8_t *made_iv,
    struct output *out)
{
	size_t len = tag_len(o);
	uint8_t end[BLOCK];
	int n;

	if (EVP_CipherFinal_ex(ctx, end, &n) != 1 ||
	    EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, (int)len,
	    output_room(out, len)) != 1)
		return library_failed(ERR_CRYPTO);
	out->len += len;
	if (o->m->iv.len == 0)
		output_put(out, bytes_of(made_iv, BOUND_MADE_IV));
	return ERR_OK;
}

/* The given IV, or one that is made now. */
static enum err
begin(const struct operation *o, uint8_t made_iv[BOUND_MADE_IV],
    struct aes_start *out)
{
	struct bytes iv = o->m->iv;

	if (iv.len == 0) {
		TRY(crypto_random(made_iv, BOUND_MADE_IV));
		iv = bytes_of(made_iv, BOUND_MADE_IV);
	}
	*out = (struct aes_start){ CIPHER_GCM, iv, operation_encrypts(o) };
	return ERR_OK;
}

static enum err
gcm_encrypt(const struct operation *o, struct bytes in, struct output *out)
{
	uint8_t made_iv[BOUND_MADE_IV];
	struct aes_start start;
	struct key_slot *s;

	TRY(begin(o, made_iv, &start));
	TRY(aes_slot_start(o, &start, &s));
	TRY(put_aad(s->cipher, o->m->aad));
	TRY(put_text(s->cipher, in, out));
	TRY(put_end(o, s->cipher, made_iv, out));
	aes_slot_done(s);
	return ERR_OK;
}

static enum err
gcm_decrypt(const struct operation *o, struct bytes in, struct bytes tag,
    struct output *out)
{
	struct aes_start start = { CIPHER_GCM, o->m->iv, false };
	struct key_slot *s;
	uint8_t end[BLOCK];
	int n;

	TRY(aes_slot_start(o, &start, &s));
	if (EVP_CIPHER_CTX_ctrl(s->cipher, EVP_CTRL_AEAD_SET_TAG, (int)tag.len,
	    (uint8_t *)tag.ptr) != 1)
		return library_failed(ERR_CRYPTO);
	TRY(put_aad(s->cipher, o->m->aad));
	TRY(put_text(s->cipher, in, out));
	n = EVP_CipherFinal_ex(s->cipher, end, &n);
	aes_slot_done(s);
	return n == 1 ? ERR_OK : library_failed(ERR_ENCRYPTED_INVALID);
}

static enum err
gcm_crypt(const struct operation *o, struct bytes in, struct output *out)
{
	size_t len = tag_len(o);

	if (in.len > INT32_MAX / 2 || o->m->aad.len > INT32_MAX / 2)
		return operation_wrong_length(o);
	if (operation_encrypts(o))
		return gcm_encrypt(o, in, out);
	if (in.len < len)
		return ERR_ENCRYPTED_LENGTH;
	return gcm_decrypt(o, bytes_of(in.ptr, in.len - len),
	    bytes_of(in.ptr + in.len - len, len), out);
}

/* --- encrypting in parts --- */

static enum err
gcm_open(struct stream *s)
{
	struct aes_start start;

	if (s->m.aad.len > INT32_MAX / 2)
		return ERR_MECHANISM_PARAM;
	TRY(begin(&s->o, s->made_iv, &start));
	TRY(aes_open(s, &start));
	return put_aad(s->cipher, s->m.aad);
}

static enum err
gcm_update(struct stream *s, struct bytes in, struct output *out)
{
	return put_text(s->cipher, in, out);
}

static enum err
gcm_final(struct stream *s, struct output *out)
{
	return put_end(&s->o, s->cipher, s->made_iv, out);
}

const struct family family_aes_gcm = {
	.check = gcm_check,
	.crypt = gcm_crypt,
	.streams = USE_ENCRYPT,
	.steps = {
		.open = gcm_open,
		.update = gcm_update,
		.final = gcm_final,
	},
};
