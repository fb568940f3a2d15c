/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Operations in parts. Four kinds: a cipher that gives as it takes, a digest
 * (with a signature over it in the end), a MAC, and the rest, whose input is
 * held until it is complete and then goes the way of a single call.
 */
#include "crypto/stream.h"

#include "base/mem.h"
#include "crypto/internal.h"
#include "crypto/random.h"

#define BLOCK 16u

enum stream_kind { STREAM_CIPHER, STREAM_DIGEST, STREAM_MAC, STREAM_HELD };

struct stream {
	enum mech_use use;
	enum stream_kind kind;
	const struct mech_row *row;
	struct mech m;
	struct buf params; /* what m points at */
	struct key *k;
	EVP_CIPHER_CTX *cipher;
	EVP_MD_CTX *md;
	EVP_MAC_CTX *mac;
	struct buf held;
	uint64_t total;
};

static enum stream_kind
kind_of(const struct mech_row *row, enum mech_use use)
{
	switch (row->family) {
	case FAMILY_AES_ECB:
	case FAMILY_AES_CBC:
	case FAMILY_AES_CBC_PAD:
	case FAMILY_AES_CTR:
		return STREAM_CIPHER;
	case FAMILY_AES_GCM:
		return use == USE_ENCRYPT ? STREAM_CIPHER : STREAM_HELD;
	case FAMILY_HMAC:
	case FAMILY_HMAC_GENERAL:
	case FAMILY_CMAC:
	case FAMILY_CMAC_GENERAL:
		return STREAM_MAC;
	case FAMILY_DIGEST:
	case FAMILY_RSA_HASH:
	case FAMILY_PSS_HASH:
	case FAMILY_ECDSA_HASH:
		return STREAM_DIGEST;
	default:
		return STREAM_HELD;
	}
}

/* GCM without an IV: made here, appended by stream_final. */
static bool
makes_iv(const struct mech *m, const struct mech_row *row, enum mech_use use)
{
	return row->family == FAMILY_AES_GCM && use == USE_ENCRYPT &&
	    m->iv.len == 0;
}

static enum err
copy_params(struct stream *s, const struct mech *m, const uint8_t *made_iv)
{
	struct mech kept = *m;

	if (made_iv != NULL)
		kept.iv = bytes_of(made_iv, BOUND_MADE_IV);
	return mech_keep(&kept, &s->params, &s->m);
}

static enum err
cipher_open(struct crypto *c, struct stream *s)
{
	int n;

	s->cipher = EVP_CIPHER_CTX_new();
	if (s->cipher == NULL)
		return crypto_failed(ERR_NO_MEMORY);
	TRY(aes_start(c, s->k, &s->m, s->use == USE_ENCRYPT, s->cipher));
	if (s->row->family != FAMILY_AES_GCM || s->m.aad.len == 0)
		return ERR_OK;
	if (s->m.aad.len > INT32_MAX / 2 || EVP_CipherUpdate(s->cipher, NULL, &n,
	    s->m.aad.ptr, (int)s->m.aad.len) != 1)
		return crypto_failed(ERR_MECHANISM_PARAM);
	return ERR_OK;
}

static enum err
kind_open(struct crypto *c, struct stream *s)
{
	switch (s->kind) {
	case STREAM_CIPHER:
		return cipher_open(c, s);
	case STREAM_DIGEST:
		s->md = EVP_MD_CTX_new();
		if (s->md == NULL || EVP_DigestInit_ex2(s->md,
		    c->md[s->row->hash], NULL) != 1)
			return crypto_failed(ERR_NO_MEMORY);
		return ERR_OK;
	case STREAM_MAC:
		s->mac = EVP_MAC_CTX_new(mac_of(c, s->row->hash));
		if (s->mac == NULL)
			return crypto_failed(ERR_NO_MEMORY);
		return mac_start(c, s->k, s->row->hash, s->mac);
	default:
		s->held = buf_up_to(STREAM_HOLD_MAX);
		return ERR_OK;
	}
}

enum err
stream_open(struct crypto *c, struct key *k, const struct mech *m,
    enum mech_use use, struct stream **out)
{
	CLEARED_BY(stream_free) struct stream *s = NULL;
	uint8_t made_iv[BOUND_MADE_IV];
	bool make;

	TRY(crypt_check(m, k, use));
	s = mem_alloc(1, sizeof(*s));
	if (s == NULL)
		return ERR_NO_MEMORY;
	s->use = use;
	s->row = mech_row(m->type);
	s->kind = kind_of(s->row, use);
	s->k = k ? key_ref(k) : NULL;
	make = makes_iv(m, s->row, use);
	if (make)
		TRY(crypto_random(made_iv, sizeof(made_iv)));
	TRY(copy_params(s, m, make ? made_iv : NULL));
	TRY(kind_open(c, s));
	/* That an IV was made is remembered by m->iv being the given one. */
	if (make)
		s->m.iv.len = 0;
	*out = s;
	s = NULL;
	return ERR_OK;
}

static enum err
cipher_update(struct stream *s, struct bytes in, struct buf *out)
{
	int n = 0;

	if (s->m.type == MECH_AES_CTR && !aes_ctr_fits(&s->m, s->total))
		return s->use == USE_ENCRYPT ? ERR_DATA_LENGTH :
		    ERR_ENCRYPTED_LENGTH;
	if (in.len == 0)
		return ERR_OK;
	TRY(buf_reserve(out, stream_update_size(s, in.len)));
	if (EVP_CipherUpdate(s->cipher, out->ptr + out->len, &n, in.ptr,
	    (int)in.len) != 1)
		return crypto_failed(ERR_CRYPTO);
	out->len += (size_t)n;
	return ERR_OK;
}

enum err
stream_update(struct crypto *c, struct stream *s, struct bytes in,
    struct buf *out)
{
	if (in.len > INT32_MAX / 2)
		return ERR_DATA_LENGTH;
	s->total += in.len;
	switch (s->kind) {
	case STREAM_CIPHER:
		return cipher_update(s, in, out);
	case STREAM_DIGEST:
		return in.len == 0 ||
		    EVP_DigestUpdate(s->md, in.ptr, in.len) == 1 ?
		    ERR_OK : crypto_failed(ERR_CRYPTO);
	case STREAM_MAC:
		return in.len == 0 ||
		    EVP_MAC_update(s->mac, in.ptr, in.len) == 1 ?
		    ERR_OK : crypto_failed(ERR_CRYPTO);
	default:
		return buf_put(&s->held, in) == ERR_OK ? ERR_OK :
		    ERR_DATA_LENGTH;
	}
}

static enum err
gcm_end(struct stream *s, uint8_t *out, size_t *out_len)
{
	size_t tag_len = s->m.tag_bits / 8;
	uint8_t end[BLOCK];
	int n;

	if (EVP_CipherFinal_ex(s->cipher, end, &n) != 1 ||
	    EVP_CIPHER_CTX_ctrl(s->cipher, EVP_CTRL_AEAD_GET_TAG, (int)tag_len,
	    out) != 1)
		return crypto_failed(ERR_CRYPTO);
	*out_len = tag_len;
	if (s->m.iv.len == 0) {
		memcpy(out + tag_len, s->m.iv.ptr, BOUND_MADE_IV);
		*out_len += BOUND_MADE_IV;
	}
	return ERR_OK;
}

static enum err
cipher_end(struct stream *s, uint8_t *out, size_t *out_len)
{
	bool encrypt = s->use == USE_ENCRYPT;
	bool pads = s->m.type == MECH_AES_CBC_PAD;
	int n = 0;

	if (s->row->family == FAMILY_AES_GCM)
		return gcm_end(s, out, out_len);
	if (s->m.type != MECH_AES_CTR && !(pads && encrypt) &&
	    (s->total % BLOCK != 0 || (pads && s->total == 0)))
		return encrypt ? ERR_DATA_LENGTH : ERR_ENCRYPTED_LENGTH;
	if (EVP_CipherFinal_ex(s->cipher, out, &n) != 1)
		return crypto_failed(encrypt ? ERR_CRYPTO :
		    ERR_ENCRYPTED_INVALID);
	*out_len = (size_t)n;
	return ERR_OK;
}

static enum err
digest_end(struct crypto *c, struct stream *s, uint8_t *out, size_t *out_len)
{
	uint8_t made[EVP_MAX_MD_SIZE];
	unsigned n;

	if (EVP_DigestFinal_ex(s->md, made, &n) != 1)
		return crypto_failed(ERR_CRYPTO);
	if (s->use == USE_SIGN)
		return sign_prepared(c, s->k, &s->m, bytes_of(made, n), out,
		    out_len);
	memcpy(out, made, n);
	*out_len = n;
	return ERR_OK;
}

static enum err
mac_end(struct stream *s, uint8_t made[EVP_MAX_MD_SIZE])
{
	size_t n;

	if (EVP_MAC_final(s->mac, made, &n, EVP_MAX_MD_SIZE) != 1)
		return crypto_failed(ERR_CRYPTO);
	return ERR_OK;
}

static enum err
held_end(struct crypto *c, struct stream *s, struct buf *out)
{
	struct bytes all = buf_bytes(&s->held);

	switch (s->use) {
	case USE_ENCRYPT:
		return crypt_encrypt(c, s->k, &s->m, all, out);
	case USE_DECRYPT:
		return crypt_decrypt(c, s->k, &s->m, all, out);
	default:
		return crypt_sign(c, s->k, &s->m, all, out);
	}
}

enum err
stream_final(struct crypto *c, struct stream *s, struct buf *out)
{
	uint8_t made[EVP_MAX_MD_SIZE];
	size_t len = 0;

	if (s->use == USE_VERIFY)
		return ERR_OPERATION_NOT_INITIALIZED;
	if (s->kind == STREAM_HELD)
		return held_end(c, s, out);
	TRY(buf_reserve(out, stream_final_size(s)));
	if (s->kind == STREAM_CIPHER)
		TRY(cipher_end(s, out->ptr + out->len, &len));
	if (s->kind == STREAM_DIGEST)
		TRY(digest_end(c, s, out->ptr + out->len, &len));
	if (s->kind == STREAM_MAC) {
		TRY(mac_end(s, made));
		len = bound_mac(&s->m);
		memcpy(out->ptr + out->len, made, len);
	}
	out->len += len;
	return ERR_OK;
}

enum err
stream_verify(struct crypto *c, struct stream *s, struct bytes signature)
{
	uint8_t made[EVP_MAX_MD_SIZE];
	size_t n;

	if (s->use != USE_VERIFY)
		return ERR_OPERATION_NOT_INITIALIZED;
	if (s->kind == STREAM_HELD)
		return crypt_verify(c, s->k, &s->m, buf_bytes(&s->held),
		    signature);
	if (s->kind == STREAM_DIGEST) {
		TRY(digest_end(c, s, made, &n));
		return verify_prepared(c, s->k, &s->m, bytes_of(made, n),
		    signature);
	}
	if (signature.len != bound_mac(&s->m))
		return ERR_SIGNATURE_LENGTH;
	TRY(mac_end(s, made));
	return secret_equal(bytes_of(made, signature.len), signature) ?
	    ERR_OK : ERR_SIGNATURE_INVALID;
}

size_t
stream_update_size(const struct stream *s, size_t in_len)
{
	if (s->kind != STREAM_CIPHER)
		return 0;
	/* A block cipher may give the block it held back as well. */
	return in_len + (s->row->family != FAMILY_AES_GCM ? BLOCK : 0);
}

size_t
stream_final_size(const struct stream *s)
{
	if (s->kind == STREAM_CIPHER && s->row->family != FAMILY_AES_GCM)
		return BLOCK;
	if (s->kind == STREAM_CIPHER)
		return crypt_size(&s->m, s->k, s->use, 0);
	return crypt_size(&s->m, s->k, s->use, s->held.len);
}

void
stream_free(struct stream **s)
{
	struct stream *dead = *s;

	*s = NULL;
	if (dead == NULL)
		return;
	EVP_CIPHER_CTX_free(dead->cipher);
	EVP_MD_CTX_free(dead->md);
	EVP_MAC_CTX_free(dead->mac);
	buf_clear(&dead->held);
	buf_clear(&dead->params);
	key_unref(&dead->k);
	mem_free(dead);
}
