/* SPDX-License-Identifier: Apache-2.0 */
/* AES in blocks (SP 800-38A): ECB, CBC with and without padding, CTR. */
#include "crypto/aes.h"

#define BLOCK 16u

/* What the modes differ in. */
struct mode {
	enum cipher_mode cipher;
	bool pads, counts;
};

static const struct mode ecb = { .cipher = CIPHER_ECB };
static const struct mode cbc = { .cipher = CIPHER_CBC };
static const struct mode cbc_pad = { .cipher = CIPHER_CBC, .pads = true };
static const struct mode ctr = { .cipher = CIPHER_CTR, .counts = true };

/* Does the counter last for so many bytes before it wraps? */
static bool
counter_lasts(const struct mech *m, uint64_t len)
{
	uint64_t low = bytes_u64(m->iv.ptr + 8);
	uint64_t blocks = len / BLOCK + (len % BLOCK != 0);
	uint64_t mask;

	if (m->counter_bits >= 64)
		return true; /* more than anyone sends */
	mask = ((uint64_t)1 << m->counter_bits) - 1;
	return blocks <= mask - (low & mask) + 1;
}

/* May the input end after so many bytes? */
static bool
may_end(const struct operation *o, uint64_t len)
{
	const struct mode *mode = o->family->variant;

	if (mode->counts)
		return counter_lasts(o->m, len);
	if (mode->pads && operation_encrypts(o))
		return true;
	return len % BLOCK == 0 && !(mode->pads && len == 0);
}

static struct aes_start
start_of(const struct operation *o)
{
	const struct mode *mode = o->family->variant;

	return (struct aes_start){ mode->cipher, o->m->iv,
		operation_encrypts(o) };
}

/* A counter makes a stream of it: nothing to pad. */
static void
set_padding(const struct operation *o, EVP_CIPHER_CTX *ctx)
{
	const struct mode *mode = o->family->variant;

	if (!mode->counts)
		EVP_CIPHER_CTX_set_padding(ctx, mode->pads);
}

static enum err
end(const struct operation *o, EVP_CIPHER_CTX *ctx, struct output *out)
{
	int n = 0;

	if (EVP_CipherFinal_ex(ctx, out->ptr + out->len, &n) != 1)
		return library_failed(operation_encrypts(o) ? ERR_CRYPTO :
		    ERR_ENCRYPTED_INVALID);
	out->len += (size_t)n;
	return ERR_OK;
}

static enum err
block_crypt(const struct operation *o, struct bytes in, struct output *out)
{
	struct aes_start start = start_of(o);
	struct key_slot *s;
	int n = 0;

	if (in.len > INT32_MAX / 2 || !may_end(o, in.len))
		return operation_wrong_length(o);
	TRY(aes_slot_start(o, &start, &s));
	set_padding(o, s->cipher);
	if (in.len > 0 && EVP_CipherUpdate(s->cipher,
	    output_room(out, in.len), &n, in.ptr, (int)in.len) != 1)
		return library_failed(ERR_CRYPTO);
	out->len += (size_t)n;
	TRY(end(o, s->cipher, out));
	aes_slot_done(s);
	return ERR_OK;
}

/* --- in parts --- */

static enum err
block_open(struct stream *s)
{
	struct aes_start start = start_of(&s->o);

	TRY(aes_open(s, &start));
	set_padding(&s->o, s->cipher);
	return ERR_OK;
}

static enum err
block_update(struct stream *s, struct bytes in, struct output *out)
{
	int n = 0;

	if (in.len == 0)
		return ERR_OK;
	if (EVP_CipherUpdate(s->cipher, output_room(out, in.len + BLOCK), &n,
	    in.ptr, (int)in.len) != 1)
		return library_failed(ERR_CRYPTO);
	out->len += (size_t)n;
	return ERR_OK;
}

static enum err
block_final(struct stream *s, struct output *out)
{
	if (!may_end(&s->o, s->total))
		return operation_wrong_length(&s->o);
	(void)output_room(out, BLOCK);
	return end(&s->o, s->cipher, out);
}

/* Nothing is given that a counter made which has wrapped. */
static enum err
ctr_update(struct stream *s, struct bytes in, struct output *out)
{
	if (!counter_lasts(&s->m, s->total))
		return operation_wrong_length(&s->o);
	return block_update(s, in, out);
}

const struct family family_aes_ecb = {
	.variant = &ecb,
	.check = operation_takes_any,
	.crypt = block_crypt,
	.streams = USE_ENCRYPT | USE_DECRYPT,
	.held_back = BLOCK,
	.steps = {
		.open = block_open,
		.update = block_update,
		.final = block_final,
	},
};

const struct family family_aes_cbc = {
	.variant = &cbc,
	.check = operation_takes_any,
	.crypt = block_crypt,
	.streams = USE_ENCRYPT | USE_DECRYPT,
	.held_back = BLOCK,
	.steps = {
		.open = block_open,
		.update = block_update,
		.final = block_final,
	},
};

const struct family family_aes_cbc_pad = {
	.variant = &cbc_pad,
	.check = operation_takes_any,
	.crypt = block_crypt,
	.streams = USE_ENCRYPT | USE_DECRYPT,
	.held_back = BLOCK,
	.steps = {
		.open = block_open,
		.update = block_update,
		.final = block_final,
	},
};

const struct family family_aes_ctr = {
	.variant = &ctr,
	.check = operation_takes_any,
	.crypt = block_crypt,
	.streams = USE_ENCRYPT | USE_DECRYPT,
	.held_back = BLOCK,
	.steps = {
		.open = block_open,
		.update = ctr_update,
		.final = block_final,
	},
};
