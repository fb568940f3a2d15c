/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AES. A key keeps, for each thread, the context it used last with the key
 * schedule in it; a new operation then costs a new IV only.
 */

#include "base/mem.h"
#include "crypto/internal.h"
#include "crypto/random.h"

#define BLOCK 16u

static enum cipher_mode
mode_of(const struct mech *m)
{
	switch (m->type) {
	case MECH_AES_ECB:
		return CIPHER_ECB;
	case MECH_AES_CTR:
		return CIPHER_CTR;
	case MECH_AES_GCM:
	case MECH_AES_GCM_OLD:
		return CIPHER_GCM;
	case MECH_AES_KEY_WRAP:
	case MECH_AES_KW:
		return CIPHER_KW;
	case MECH_AES_KEY_WRAP_PAD:
	case MECH_AES_KEY_WRAP_KWP:
	case MECH_AES_KWP:
		return CIPHER_KWP;
	default:
		return CIPHER_CBC;
	}
}

/* The wraps' own initial values are given, too: a context that is used again
 * would keep the last one. */
static struct bytes
iv_of(const struct mech *m)
{
	static const uint8_t kw[8] = { 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6,
		0xa6 };
	static const uint8_t kwp[4] = { 0xa6, 0x59, 0x59, 0xa6 };

	if (mode_of(m) == CIPHER_KW && m->iv.len == 0)
		return bytes_of(kw, sizeof(kw));
	if (mode_of(m) == CIPHER_KWP && m->iv.len == 0)
		return bytes_of(kwp, sizeof(kwp));
	return m->iv;
}

static bool
set_iv_len(EVP_CIPHER_CTX *ctx, size_t len)
{
	return EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_IVLEN, (int)len,
	    NULL) == 1;
}

/* Only where there are blocks: libcrypto repeats "no padding" at every
 * initialization, which costs GCM 20 ns a call. */
static void
set_padding(EVP_CIPHER_CTX *ctx, const struct mech *m)
{
	if (m->type == MECH_AES_CBC || m->type == MECH_AES_CBC_PAD ||
	    m->type == MECH_AES_ECB)
		EVP_CIPHER_CTX_set_padding(ctx, m->type == MECH_AES_CBC_PAD);
}

enum err
aes_start(struct crypto *c, const struct key *k, const struct mech *m,
    bool encrypt, EVP_CIPHER_CTX *ctx)
{
	enum cipher_mode mode = mode_of(m);
	const struct bytes key = k->part[PART_VALUE];
	EVP_CIPHER *cipher;

	TRY(crypto_cipher(c, mode, key.len, &cipher));
	if (mode == CIPHER_GCM &&
	    (EVP_CipherInit_ex2(ctx, cipher, NULL, NULL, encrypt, NULL) != 1 ||
	    !set_iv_len(ctx, m->iv.len)))
		return crypto_failed(ERR_MECHANISM_PARAM);
	if (EVP_CipherInit_ex2(ctx, mode == CIPHER_GCM ? NULL : cipher,
	    key.ptr, iv_of(m).ptr, encrypt, NULL) != 1)
		return crypto_failed(ERR_CRYPTO);
	set_padding(ctx, m);
	return ERR_OK;
}

/* Can the context in the slot go on with a new IV? CBC and ECB have one key
 * schedule for each direction. */
static bool
slot_fits(const struct key_slot *s, enum cipher_mode mode, bool encrypt)
{
	return s->keyed && s->mode == mode &&
	    (mode == CIPHER_GCM || s->encrypts == encrypt);
}

static enum err
slot_restart(struct key_slot *s, const struct mech *m, bool encrypt)
{
	struct bytes iv = iv_of(m);

	if (s->mode == CIPHER_GCM && s->iv_len != iv.len &&
	    !set_iv_len(s->cipher, iv.len))
		return crypto_failed(ERR_MECHANISM_PARAM);
	s->iv_len = iv.len;
	if (EVP_CipherInit_ex2(s->cipher, NULL, NULL, iv.ptr, encrypt,
	    NULL) != 1)
		return crypto_failed(ERR_CRYPTO);
	set_padding(s->cipher, m);
	s->encrypts = encrypt;
	return ERR_OK;
}

static enum err
slot_start(struct crypto *c, struct key *k, struct key_slot *s,
    const struct mech *m, bool encrypt)
{
	if (slot_fits(s, mode_of(m), encrypt))
		return slot_restart(s, m, encrypt);
	if (s->cipher == NULL)
		s->cipher = EVP_CIPHER_CTX_new();
	if (s->cipher == NULL)
		return crypto_failed(ERR_NO_MEMORY);
	s->keyed = false;
	if (EVP_CIPHER_CTX_reset(s->cipher) != 1)
		return crypto_failed(ERR_CRYPTO);
	TRY(aes_start(c, k, m, encrypt, s->cipher));
	s->mode = mode_of(m);
	s->iv_len = m->iv.len;
	s->encrypts = encrypt;
	return ERR_OK;
}

/* The context for this operation; marked unfit until slot_done. */
static enum err
slot_cipher(struct crypto *c, struct key *k, const struct mech *m,
    bool encrypt, struct key_slot **out)
{
	TRY(key_slot(c, k, out));
	TRY(slot_start(c, k, *out, m, encrypt));
	(*out)->keyed = false;
	return ERR_OK;
}

static void
slot_done(struct key_slot *s)
{
	s->keyed = true;
}

static enum err
check_blocks(const struct mech *m, bool encrypt, struct bytes in)
{
	enum err wrong = encrypt ? ERR_DATA_LENGTH : ERR_ENCRYPTED_LENGTH;

	if (in.len > INT32_MAX / 2)
		return wrong;
	if (m->type == MECH_AES_CTR)
		return aes_ctr_fits(m, in.len) ? ERR_OK : wrong;
	if (m->type == MECH_AES_CBC_PAD && encrypt)
		return ERR_OK;
	if (m->type == MECH_AES_CBC_PAD && in.len == 0)
		return wrong;
	return in.len % BLOCK == 0 ? ERR_OK : wrong;
}

enum err
aes_crypt(struct crypto *c, struct key *k, const struct mech *m, bool encrypt,
    struct bytes in, uint8_t *out, size_t *out_len)
{
	struct key_slot *s;
	int n = 0, n_last = 0;

	TRY(check_blocks(m, encrypt, in));
	TRY(slot_cipher(c, k, m, encrypt, &s));
	if (in.len > 0 &&
	    EVP_CipherUpdate(s->cipher, out, &n, in.ptr, (int)in.len) != 1)
		return crypto_failed(ERR_CRYPTO);
	if (EVP_CipherFinal_ex(s->cipher, out + n, &n_last) != 1)
		return crypto_failed(encrypt ? ERR_CRYPTO :
		    ERR_ENCRYPTED_INVALID);
	slot_done(s);
	*out_len = (size_t)n + (size_t)n_last;
	return ERR_OK;
}

bool
aes_ctr_fits(const struct mech *m, uint64_t len)
{
	uint64_t low = bytes_u64(m->iv.ptr + 8);
	uint64_t blocks = len / BLOCK + (len % BLOCK != 0);
	uint64_t mask;

	if (m->counter_bits >= 64)
		return true; /* more than anyone sends */
	mask = ((uint64_t)1 << m->counter_bits) - 1;
	return blocks <= mask - (low & mask) + 1;
}

static bool
gcm_body(EVP_CIPHER_CTX *ctx, struct bytes aad, struct bytes in, uint8_t *out)
{
	int n;

	if (aad.len > 0 &&
	    EVP_CipherUpdate(ctx, NULL, &n, aad.ptr, (int)aad.len) != 1)
		return false;
	return in.len == 0 ||
	    EVP_CipherUpdate(ctx, out, &n, in.ptr, (int)in.len) == 1;
}

static enum err
gcm_encrypt(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes in, uint8_t *out)
{
	struct key_slot *s;
	uint8_t end[BLOCK];
	int n;

	TRY(slot_cipher(c, k, m, true, &s));
	if (!gcm_body(s->cipher, m->aad, in, out) ||
	    EVP_CipherFinal_ex(s->cipher, end, &n) != 1 ||
	    EVP_CIPHER_CTX_ctrl(s->cipher, EVP_CTRL_AEAD_GET_TAG,
	    (int)m->tag_bits / 8, out + in.len) != 1)
		return crypto_failed(ERR_CRYPTO);
	slot_done(s);
	return ERR_OK;
}

static enum err
gcm_decrypt(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes in, struct bytes tag, uint8_t *out)
{
	struct key_slot *s;
	uint8_t end[BLOCK];
	int n;

	TRY(slot_cipher(c, k, m, false, &s));
	if (EVP_CIPHER_CTX_ctrl(s->cipher, EVP_CTRL_AEAD_SET_TAG, (int)tag.len,
	    (uint8_t *)tag.ptr) != 1 ||
	    !gcm_body(s->cipher, m->aad, in, out))
		return crypto_failed(ERR_CRYPTO);
	n = EVP_CipherFinal_ex(s->cipher, end, &n);
	slot_done(s);
	return n == 1 ? ERR_OK : crypto_failed(ERR_ENCRYPTED_INVALID);
}

enum err
aes_gcm_crypt(struct crypto *c, struct key *k, const struct mech *m,
    bool encrypt, struct bytes in, uint8_t *out, size_t *out_len)
{
	uint8_t made_iv[BOUND_MADE_IV];
	size_t tag_len = m->tag_bits / 8;
	struct mech with_iv = *m;

	if (in.len > INT32_MAX / 2 || m->aad.len > INT32_MAX / 2)
		return encrypt ? ERR_DATA_LENGTH : ERR_ENCRYPTED_LENGTH;
	if (!encrypt) {
		if (in.len < tag_len)
			return ERR_ENCRYPTED_LENGTH;
		*out_len = in.len - tag_len;
		return gcm_decrypt(c, k, m, bytes_of(in.ptr, *out_len),
		    bytes_of(in.ptr + *out_len, tag_len), out);
	}
	*out_len = in.len + tag_len;
	if (m->iv.len > 0)
		return gcm_encrypt(c, k, m, in, out);
	TRY(crypto_random(made_iv, sizeof(made_iv)));
	with_iv.iv = bytes_of(made_iv, sizeof(made_iv));
	TRY(gcm_encrypt(c, k, &with_iv, in, out));
	memcpy(out + *out_len, made_iv, sizeof(made_iv));
	*out_len += sizeof(made_iv);
	return ERR_OK;
}

/* RFC 3394 takes 2 or more blocks of 8 bytes, RFC 5649 any 1 or more bytes. */
static enum err
check_wrap(enum cipher_mode mode, bool encrypt, size_t len)
{
	if (len > SECRET_MAX - 2 * BLOCK)
		return encrypt ? ERR_DATA_LENGTH : ERR_ENCRYPTED_LENGTH;
	if (encrypt && mode == CIPHER_KWP)
		return len > 0 ? ERR_OK : ERR_DATA_LENGTH;
	if (encrypt)
		return len % 8 == 0 && len >= 16 ? ERR_OK : ERR_DATA_LENGTH;
	if (len % 8 != 0 || len < (mode == CIPHER_KWP ? 16u : 24u))
		return ERR_ENCRYPTED_LENGTH;
	return ERR_OK;
}

/* Through room of our own: where unwrapping fails, libcrypto wipes as
 * many bytes as came in, which is more than would have come out. */
enum err
aes_wrap_crypt(struct crypto *c, struct key *k, const struct mech *m,
    bool encrypt, struct bytes in, uint8_t *out, size_t *out_len)
{
	CLEARED_BY(secret_clear) struct secret room = { 0 };
	struct key_slot *s;
	int n = 0;

	TRY(check_wrap(mode_of(m), encrypt, in.len));
	TRY(secret_make(&room, in.len + 2 * BLOCK));
	TRY(slot_cipher(c, k, m, encrypt, &s));
	if (EVP_CipherUpdate(s->cipher, room.ptr, &n, in.ptr,
	    (int)in.len) != 1 || n <= 0)
		return crypto_failed(encrypt ? ERR_CRYPTO :
		    ERR_ENCRYPTED_INVALID);
	slot_done(s);
	memcpy(out, room.ptr, (size_t)n);
	*out_len = (size_t)n;
	return ERR_OK;
}
