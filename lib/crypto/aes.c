/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Contexts for AES, for the families that use it. A key keeps, for each thread,
 * the context it used last with the key schedule in it; a new operation then
 * costs a new IV only.
 */
#include "crypto/aes.h"

static struct bytes
value_of(const struct key *k)
{
	return k->part[PART_VALUE];
}

static bool
set_iv_len(EVP_CIPHER_CTX *ctx, size_t len)
{
	return EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_IVLEN, (int)len,
	    NULL) == 1;
}

/* GCM takes an IV of any length, which must be told before the IV. */
static enum err
context_start(const struct operation *o, const struct aes_start *start,
    EVP_CIPHER_CTX *ctx)
{
	const struct bytes key = value_of(o->k);
	bool gcm = start->mode == CIPHER_GCM;
	EVP_CIPHER *cipher;

	TRY(library_cipher(o->c, start->mode, key.len, &cipher));
	if (gcm && (EVP_CipherInit_ex2(ctx, cipher, NULL, NULL,
	    start->encrypts, NULL) != 1 || !set_iv_len(ctx, start->iv.len)))
		return library_failed(ERR_MECHANISM_PARAM);
	if (EVP_CipherInit_ex2(ctx, gcm ? NULL : cipher, key.ptr,
	    start->iv.ptr, start->encrypts, NULL) != 1)
		return library_failed(ERR_CRYPTO);
	return ERR_OK;
}

enum err
aes_open(struct stream *s, const struct aes_start *start)
{
	s->cipher = EVP_CIPHER_CTX_new();
	if (s->cipher == NULL)
		return library_failed(ERR_NO_MEMORY);
	return context_start(&s->o, start, s->cipher);
}

/* Can the context in the slot go on with a new IV? CBC and ECB have one key
 * schedule for each direction. */
static bool
slot_fits(const struct key_slot *s, const struct aes_start *start)
{
	return s->keyed && s->mode == start->mode &&
	    (s->mode == CIPHER_GCM || s->encrypts == start->encrypts);
}

static enum err
slot_restart(struct key_slot *s, const struct aes_start *start)
{
	if (s->mode == CIPHER_GCM && s->iv_len != start->iv.len &&
	    !set_iv_len(s->cipher, start->iv.len))
		return library_failed(ERR_MECHANISM_PARAM);
	if (EVP_CipherInit_ex2(s->cipher, NULL, NULL, start->iv.ptr,
	    start->encrypts, NULL) != 1)
		return library_failed(ERR_CRYPTO);
	return ERR_OK;
}

enum err
aes_slot_empty(const struct operation *o, struct key_slot **out)
{
	struct key_slot *s;

	TRY(key_slot(o->c, o->k, &s));
	s->keyed = false;
	if (s->cipher == NULL)
		s->cipher = EVP_CIPHER_CTX_new();
	if (s->cipher == NULL)
		return library_failed(ERR_NO_MEMORY);
	if (EVP_CIPHER_CTX_reset(s->cipher) != 1)
		return library_failed(ERR_CRYPTO);
	*out = s;
	return ERR_OK;
}

enum err
aes_slot_start(const struct operation *o, const struct aes_start *start,
    struct key_slot **out)
{
	struct key_slot *s;

	TRY(key_slot(o->c, o->k, &s));
	if (slot_fits(s, start)) {
		TRY(slot_restart(s, start));
	} else {
		TRY(aes_slot_empty(o, &s));
		TRY(context_start(o, start, s->cipher));
	}
	s->keyed = false;
	s->mode = start->mode;
	s->iv_len = start->iv.len;
	s->encrypts = start->encrypts;
	*out = s;
	return ERR_OK;
}

void
aes_slot_done(struct key_slot *s)
{
	s->keyed = true;
}
