/* SPDX-License-Identifier: Apache-2.0 */
/* AES key wrap without padding (SP 800-38F KW, RFC 3394) and with it (KWP,
 * RFC 5649). */
#include "crypto/aes.h"

#define SEMIBLOCK 8u
#define SPARE 32u /* bytes libcrypto may write beyond its input */

/* What the two differ in. Their initial values are given even where they are
 * the standard's: a context that is used again would keep the last one. */
struct wrap {
	enum cipher_mode cipher;
	struct bytes iv;
	size_t min_wrapped;
	bool pads;
};

static const uint8_t kw_iv[8] = { 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6 };
static const uint8_t kwp_iv[4] = { 0xa6, 0x59, 0x59, 0xa6 };
static const struct wrap kw = { CIPHER_KW, { kw_iv, 8 }, 24, false };
static const struct wrap kwp = { CIPHER_KWP, { kwp_iv, 4 }, 16, true };

/* KW takes 2 or more blocks of 8 bytes, KWP any 1 or more bytes. */
static bool
length_fits(const struct operation *o, size_t len)
{
	const struct wrap *w = o->family->variant;

	if (len > SECRET_MAX - SPARE)
		return false;
	if (operation_encrypts(o) && w->pads)
		return len > 0;
	if (operation_encrypts(o))
		return len % SEMIBLOCK == 0 && len >= 2 * SEMIBLOCK;
	return len % SEMIBLOCK == 0 && len >= w->min_wrapped;
}

/* Through room of our own: where unwrapping fails, libcrypto wipes as
 * many bytes as came in, which is more than would have come out. */
static enum err
wrap_crypt(const struct operation *o, struct bytes in, struct output *out)
{
	CLEARED_BY(secret_clear) struct secret room = { 0 };
	const struct wrap *w = o->family->variant;
	struct aes_start start = { w->cipher, w->iv, operation_encrypts(o) };
	struct key_slot *s;
	int n = 0;

	if (!length_fits(o, in.len))
		return operation_wrong_length(o);
	if (o->m->iv.len > 0)
		start.iv = o->m->iv;
	TRY(secret_make(&room, in.len + SPARE));
	TRY(aes_slot_start(o, &start, &s));
	if (EVP_CipherUpdate(s->cipher, room.ptr, &n, in.ptr,
	    (int)in.len) != 1 || n <= 0)
		return library_failed(start.encrypts ? ERR_CRYPTO :
		    ERR_ENCRYPTED_INVALID);
	aes_slot_done(s);
	output_put(out, bytes_of(room.ptr, (size_t)n));
	return ERR_OK;
}

const struct family family_aes_kw = {
	.variant = &kw,
	.check = operation_takes_any,
	.crypt = wrap_crypt,
};

const struct family family_aes_kwp = {
	.variant = &kwp,
	.check = operation_takes_any,
	.crypt = wrap_crypt,
};
