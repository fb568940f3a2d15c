/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an application sends to be decrypted, verified or unwrapped, with any
 * parameters. Whatever it is: output stays within crypt_size, one call and
 * parts of it agree, and what AES encrypted it decrypts again.
 *
 * Input: mechanism (row), use, tag bits, counter bits, length of IV, of AAD,
 * hash, MGF, salt length, a byte each; then IV, AAD, and the data.
 */

#include "fuzz.h"

#include "base/mem.h"
#include "crypto/key_ec.h"
#include "crypto/key_rsa.h"
#include "crypto/key_secret.h"
#include "crypto/pkcs8.h"
#include "crypto/stream.h"
#include "mech/bound.h"
#include "spec/pkcs11.h"

#define HEAD 9
#define OUT_MAX (1u << 21)

static struct crypto *c;
static struct key *aes, *rsa, *ec;

static void
keys_make(void)
{
	static const uint8_t p256[] = { 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
		0x3d, 0x03, 0x01, 0x07 };
	CLEARED_BY(key_made_clear) struct key_made r = { 0 };
	CLEARED_BY(key_made_clear) struct key_made e = { 0 };
	struct bytes params = bytes_of(p256, sizeof(p256));

	must(crypto_open(&c) == ERR_OK);
	must(key_secret(bytes_of_text("0123456789abcdef"), &aes) == ERR_OK);
	must(key_rsa_generate(c, 2048, bytes_of(NULL, 0), &r) == ERR_OK);
	must(key_rsa_public(key_made_value(&r, CKA_MODULUS),
	    key_made_value(&r, CKA_PUBLIC_EXPONENT), &rsa) == ERR_OK);
	must(key_ec_generate(c, params, &e) == ERR_OK);
	must(key_ec_public(params, key_made_value(&e, CKA_EC_POINT), &ec) == ERR_OK);
}

static struct key *
key_for(const struct mech_row *row)
{
	switch (row->family) {
	case FAMILY_DIGEST:
		return NULL;
	case FAMILY_RSA_PKCS:
	case FAMILY_RSA_X509:
	case FAMILY_RSA_OAEP:
	case FAMILY_RSA_PSS:
	case FAMILY_RSA_HASH:
	case FAMILY_PSS_HASH:
		return rsa;
	case FAMILY_ECDSA:
	case FAMILY_ECDSA_HASH:
		return ec;
	default:
		return aes;
	}
}

static struct bytes
take(struct bytes *in, size_t len)
{
	struct bytes taken = bytes_of(in->ptr, len < in->len ? len : in->len);

	*in = bytes_of(in->ptr + taken.len, in->len - taken.len);
	return taken;
}

static struct mech
mech_of(const struct mech_row *row, struct bytes *in)
{
	static const uint64_t hashes[] = { 0, MECH_SHA_1, MECH_SHA224, MECH_SHA256, MECH_SHA384,
		MECH_SHA512, MECH_AES_GCM };
	const uint8_t *head = in->ptr;
	struct mech m = { .type = row->number, .tag_bits = head[2], .counter_bits = head[3],
		.mac_len = head[2], .hash = hashes[head[6] % 7], .mgf = head[7],
		.salt_len = head[8] };

	(void)take(in, HEAD);
	m.iv = take(in, head[4]);
	m.aad = m.label = take(in, head[5]);
	return m;
}

static enum err
in_parts(struct key *k, const struct mech *m, enum mech_use use, struct bytes in, struct buf *out)
{
	CLEARED_BY(stream_free) struct stream *s = NULL;
	struct bytes first = take(&in, in.len / 3);

	TRY(stream_open(c, k, m, use, &s));
	TRY(stream_update(c, s, first, out));
	TRY(stream_update(c, s, in, out));
	return stream_final(c, s, out);
}

/* Decryption and digests are the same each time. */
static void
same_in_parts(struct key *k, const struct mech *m, enum mech_use use, struct bytes in)
{
	CLEARED_BY(buf_clear) struct buf one = buf_up_to(OUT_MAX);
	CLEARED_BY(buf_clear) struct buf parts = buf_up_to(OUT_MAX);
	enum err e = use == USE_DIGEST ? crypt_digest(c, m, in, &one) :
	    crypt_decrypt(c, k, m, in, &one);

	must(one.len <= crypt_size(m, k, use, in.len));
	must(in_parts(k, m, use, in, &parts) == e);
	must(e != ERR_OK || bytes_equal(buf_bytes(&one), buf_bytes(&parts)));
}

static void
there_and_back(struct key *k, struct mech *m, struct bytes in)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(OUT_MAX);
	CLEARED_BY(buf_clear) struct buf back = buf_up_to(OUT_MAX);
	struct bytes text;

	if (crypt_encrypt(c, k, m, in, &out) != ERR_OK)
		return;
	must(out.len == crypt_size(m, k, USE_ENCRYPT, in.len));
	if (k != aes)
		return;
	text = buf_bytes(&out);
	if (mech_row(m->type)->family == FAMILY_AES_GCM && m->iv.len == 0) {
		text.len -= BOUND_MADE_IV;
		m->iv = bytes_of(text.ptr + text.len, BOUND_MADE_IV);
	}
	must(crypt_decrypt(c, k, m, text, &back) == ERR_OK);
	must(bytes_equal(buf_bytes(&back), in));
}

static void
verify(struct key *k, const struct mech *m, struct bytes in)
{
	struct bytes signature = take(&in, k == rsa ? 256 : in.len / 2);
	enum err e = crypt_verify(c, k, m, in, signature);
	CLEARED_BY(stream_free) struct stream *s = NULL;

	/* Nobody here knows the private halves; but without padding 0 is the
	 * signature of 0, and 1 of 1. */
	must(e != ERR_OK || k == aes || m->type == MECH_RSA_X_509);
	if (stream_open(c, k, m, USE_VERIFY, &s) == ERR_OK &&
	    stream_update(c, s, in, NULL) == ERR_OK)
		must(stream_verify(c, s, signature) == e);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	CLEARED_BY(key_made_clear) struct key_made made = { 0 };
	const struct key_type *type;
	struct bytes in = bytes_of(data, len);
	const struct mech_row *rows, *row;
	struct mech m;
	unsigned n;

	if (c == NULL)
		keys_make();
	if (len < HEAD)
		return 0;
	rows = mech_rows(&n);
	row = &rows[data[0] % n];
	m = mech_of(row, &in);
	if (row->flags & USE_DIGEST)
		same_in_parts(NULL, &m, USE_DIGEST, in);
	if ((row->flags & USE_DECRYPT) && key_for(row) == aes)
		same_in_parts(aes, &m, USE_DECRYPT, in);
	if (row->flags & USE_VERIFY)
		verify(key_for(row), &m, in);
	if (data[1] == 1)
		IGNORE(pkcs8_decode(c, in, &type, &made));
	if (row->flags & USE_ENCRYPT)
		there_and_back(key_for(row), &m, in);
	return 0;
}

/* Every mechanism, with parameters it likes. */
enum err
fuzz_seed(size_t i, struct buf *out)
{
	uint8_t head[HEAD] = { (uint8_t)i, i % 8 == 0, 128, 64, 16, 4, 3, 2, 32 };
	uint8_t rest[320] = { 0x30, 0x82, 1, 0, 2, 1, 0, 0x30, 0x13 };
	const struct mech_row *rows;
	unsigned n;

	rows = mech_rows(&n);
	if (i >= n)
		return ERR_NOT_FOUND;
	if (rows[i].family == FAMILY_AES_KW || rows[i].family == FAMILY_AES_KWP)
		head[4] = 0;
	if (rows[i].family == FAMILY_HMAC_GENERAL ||
	    rows[i].family == FAMILY_CMAC_GENERAL)
		head[2] = 16;
	TRY(buf_put(out, bytes_of(head, sizeof(head))));
	return buf_put(out, bytes_of(rest, sizeof(rest) - (i % 4) * 4));
}
