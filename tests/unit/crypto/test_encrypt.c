/* SPDX-License-Identifier: Apache-2.0 */
/* Encryption: every mechanism that encrypts decrypts what it encrypted, in one
 * call and in parts; what was changed is refused. */
#include "fixture.h"

#include "crypto/random.h"

static uint8_t text[1000];

static struct mech
aes_mech(uint64_t type)
{
	struct mech m = { .type = type, .iv = bytes_of_text(IV_16),
		.tag_bits = 128, .counter_bits = 32,
		.aad = bytes_of_text("AAD4") };

	if (mech_row(type)->family == FAMILY_AES_KW ||
	    mech_row(type)->family == FAMILY_AES_KWP)
		m.iv = bytes_of(NULL, 0);
	return m;
}

/* In parts of growing size. */
static enum err
in_parts(struct key *k, const struct mech *m, enum mech_use use,
    struct bytes in, struct buf *out)
{
	CLEARED_BY(stream_free) struct stream *s = NULL;
	size_t at = 0, before;

	TRY(stream_open(c, k, m, use, &s));
	for (size_t part = 0; at < in.len; part += 3) {
		if (part > in.len - at)
			part = in.len - at;
		before = out->len;
		TRY(stream_update(c, s, bytes_of(in.ptr + at, part), out));
		assert_true(out->len - before <= stream_update_size(s, part));
		at += part;
	}
	before = out->len;
	TRY(stream_final(c, s, out));
	assert_true(out->len - before <= stream_final_size(s));
	return ERR_OK;
}

static void
round_trip(struct key *k, const struct mech *m, size_t len)
{
	CLEARED_BY(buf_clear) struct buf one = buf_up_to(4096);
	CLEARED_BY(buf_clear) struct buf parts = buf_up_to(4096);
	CLEARED_BY(buf_clear) struct buf back = buf_up_to(4096);
	struct bytes plain = bytes_of(len ? text : NULL, len);

	assert_ok(crypt_encrypt(c, k, m, plain, &one));
	assert_int_equal(one.len, crypt_size(m, k, USE_ENCRYPT, len));
	assert_ok(in_parts(k, m, USE_ENCRYPT, plain, &parts));
	assert_true(bytes_equal(buf_bytes(&one), buf_bytes(&parts)));
	assert_ok(crypt_decrypt(c, k, m, buf_bytes(&one), &back));
	assert_true(bytes_equal(buf_bytes(&back), plain));
	buf_reset(&back);
	assert_ok(in_parts(k, m, USE_DECRYPT, buf_bytes(&one), &back));
	assert_true(bytes_equal(buf_bytes(&back), plain));
}

static void
aes(void **state)
{
	const char *keys[] = { KEY_128, "0123456789abcdef01234567", KEY_256 };
	unsigned n, done = 0;
	const struct mech_row *rows = mech_rows(&n);

	for (unsigned i = 0; i < n; i++) {
		struct mech m;

		if (!(rows[i].flags & USE_ENCRYPT) || rows[i].key_type != 0x1f)
			continue;
		m = aes_mech(rows[i].number);
		/* Whose parameters are of another kind has a test of its own. */
		if (mech_check(&m) != ERR_OK)
			continue;
		done++;
		for (unsigned j = 0; j < 3; j++) {
			CLEARED_BY(key_unref) struct key *k =
			    secret_key(keys[j]);

			round_trip(k, &m, 16);
			round_trip(k, &m, 960);
			if (m.type == MECH_AES_CBC_PAD ||
			    m.type == MECH_AES_CTR ||
			    rows[i].family == FAMILY_AES_GCM) {
				round_trip(k, &m, 0);
				round_trip(k, &m, 1);
				round_trip(k, &m, 997);
			}
			if (m.type == MECH_AES_CBC || m.type == MECH_AES_ECB)
				round_trip(k, &m, 0);
		}
	}
	assert_true(done >= 11);
}

/* One key, mechanisms in turn: each finds the context as another left it. */
static void
turns(void **state)
{
	const uint64_t types[] = { MECH_AES_GCM, MECH_AES_CBC, MECH_AES_GCM,
		MECH_AES_CBC_PAD, MECH_AES_CBC, MECH_AES_CTR, MECH_AES_KWP,
		MECH_AES_KW, MECH_AES_ECB };
	CLEARED_BY(key_unref) struct key *k = secret_key(KEY_256);

	for (unsigned i = 0; i < 27; i++) {
		struct mech m = aes_mech(types[i % 9]);

		if (i % 9 == 2)
			m.iv = bytes_of_text("twelve bytes");
		round_trip(k, &m, 32);
	}
}

static void
gcm_refuses_what_was_changed(void **state)
{
	CLEARED_BY(key_unref) struct key *k = secret_key(KEY_128);
	CLEARED_BY(key_unref) struct key *other = secret_key("0123456789abcdeg");
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(4096);
	CLEARED_BY(buf_clear) struct buf back = buf_up_to(4096);
	struct mech m = aes_mech(MECH_AES_GCM);

	assert_ok(crypt_encrypt(c, k, &m, bytes_of(text, 40), &out));
	for (size_t i = 0; i < out.len; i++) {
		out.ptr[i] ^= 0x10;
		assert_err(ERR_ENCRYPTED_INVALID,
		    crypt_decrypt(c, k, &m, buf_bytes(&out), &back));
		assert_err(ERR_ENCRYPTED_INVALID,
		    in_parts(k, &m, USE_DECRYPT, buf_bytes(&out), &back));
		out.ptr[i] ^= 0x10;
	}
	assert_err(ERR_ENCRYPTED_INVALID,
	    crypt_decrypt(c, other, &m, buf_bytes(&out), &back));
	assert_err(ERR_ENCRYPTED_LENGTH,
	    crypt_decrypt(c, k, &m, bytes_of(out.ptr, 15), &back));
	m.aad = bytes_of_text("AAD5");
	assert_err(ERR_ENCRYPTED_INVALID,
	    crypt_decrypt(c, k, &m, buf_bytes(&out), &back));
	assert_int_equal(back.len, 0);
	m.aad = bytes_of_text("AAD4");
	assert_ok(crypt_decrypt(c, k, &m, buf_bytes(&out), &back));
}

/* No IV given: 16 bytes of it come behind the tag. */
static void
gcm_makes_its_iv(void **state)
{
	CLEARED_BY(key_unref) struct key *k = secret_key(KEY_128);
	struct mech m = aes_mech(MECH_AES_GCM_OLD);

	m.tag_bits = 96;
	for (int parts = 0; parts < 2; parts++) {
		CLEARED_BY(buf_clear) struct buf out = buf_up_to(4096);
		CLEARED_BY(buf_clear) struct buf back = buf_up_to(4096);

		m.iv = bytes_of(NULL, 0);
		assert_int_equal(crypt_size(&m, k, USE_ENCRYPT, 128), 156);
		if (parts)
			assert_ok(in_parts(k, &m, USE_ENCRYPT,
			    bytes_of(text, 128), &out));
		else
			assert_ok(crypt_encrypt(c, k, &m, bytes_of(text, 128),
			    &out));
		assert_int_equal(out.len, 156);
		assert_err(ERR_MECHANISM_PARAM,
		    crypt_decrypt(c, k, &m, buf_bytes(&out), &back));
		m.iv = bytes_of(out.ptr + 140, 16);
		assert_ok(crypt_decrypt(c, k, &m, bytes_of(out.ptr, 140),
		    &back));
		assert_memory_equal(back.ptr, text, 128);
	}
}

static void
lengths_and_padding(void **state)
{
	CLEARED_BY(key_unref) struct key *k = secret_key(KEY_128);
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(4096);
	struct mech m = aes_mech(MECH_AES_CBC);

	assert_err(ERR_DATA_LENGTH,
	    crypt_encrypt(c, k, &m, bytes_of(text, 17), &out));
	assert_err(ERR_ENCRYPTED_LENGTH,
	    crypt_decrypt(c, k, &m, bytes_of(text, 17), &out));
	assert_err(ERR_DATA_LENGTH,
	    in_parts(k, &m, USE_ENCRYPT, bytes_of(text, 17), &out));
	buf_reset(&out);
	m.type = MECH_AES_CBC_PAD;
	assert_err(ERR_ENCRYPTED_LENGTH,
	    crypt_decrypt(c, k, &m, bytes_of(NULL, 0), &out));
	assert_err(ERR_ENCRYPTED_LENGTH,
	    in_parts(k, &m, USE_DECRYPT, bytes_of(NULL, 0), &out));
	assert_err(ERR_ENCRYPTED_INVALID,
	    crypt_decrypt(c, k, &m, bytes_of(text, 32), &out));
	assert_err(ERR_ENCRYPTED_INVALID,
	    in_parts(k, &m, USE_DECRYPT, bytes_of(text, 32), &out));
	buf_reset(&out);
	m.type = MECH_AES_KEY_WRAP;
	m.iv = bytes_of(NULL, 0);
	assert_err(ERR_DATA_LENGTH,
	    crypt_encrypt(c, k, &m, bytes_of(text, 17), &out));
	assert_err(ERR_DATA_LENGTH,
	    crypt_encrypt(c, k, &m, bytes_of(text, 8), &out));
	assert_err(ERR_ENCRYPTED_LENGTH,
	    crypt_decrypt(c, k, &m, bytes_of(text, 16), &out));
	assert_err(ERR_ENCRYPTED_INVALID,
	    crypt_decrypt(c, k, &m, bytes_of(text, 32), &out));
	assert_int_equal(out.len, 0);
}

static void
parameters(void **state)
{
	CLEARED_BY(key_unref) struct key *k = secret_key(KEY_128);
	CLEARED_BY(key_unref) struct key *odd = secret_key("15 bytes long !");
	struct mech m = aes_mech(MECH_AES_CBC);

	m.iv.len = 15;
	assert_err(ERR_MECHANISM_PARAM, crypt_check(&m, k, USE_ENCRYPT));
	m = aes_mech(MECH_AES_CTR);
	m.counter_bits = 0;
	assert_err(ERR_MECHANISM_PARAM, crypt_check(&m, k, USE_ENCRYPT));
	m.counter_bits = 129;
	assert_err(ERR_MECHANISM_PARAM, crypt_check(&m, k, USE_ENCRYPT));
	m = aes_mech(MECH_AES_GCM);
	m.tag_bits = 24;
	assert_err(ERR_MECHANISM_PARAM, crypt_check(&m, k, USE_ENCRYPT));
	m.tag_bits = 129;
	assert_err(ERR_MECHANISM_PARAM, crypt_check(&m, k, USE_ENCRYPT));
	m.tag_bits = 128;
	assert_ok(crypt_check(&m, k, USE_ENCRYPT));
	assert_err(ERR_KEY_SIZE, crypt_check(&m, odd, USE_ENCRYPT));
	assert_err(ERR_KEY_TYPE, crypt_check(&m, NULL, USE_ENCRYPT));
	m.type = MECH_SHA256;
	assert_err(ERR_KEY_TYPE, crypt_check(&m, k, USE_DIGEST));
	m = aes_mech(MECH_AES_KWP);
	m.iv = bytes_of_text("12345678");
	assert_err(ERR_MECHANISM_PARAM, crypt_check(&m, k, USE_WRAP));
}

/* A counter of 4 bits at 14 serves two blocks. */
static void
counter_never_wraps(void **state)
{
	CLEARED_BY(key_unref) struct key *k = secret_key(KEY_128);
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(4096);
	uint8_t block[16] = { [15] = 0xfe };
	struct mech m = { .type = MECH_AES_CTR, .counter_bits = 4,
		.iv = bytes_of(block, 16) };

	assert_ok(crypt_encrypt(c, k, &m, bytes_of(text, 32), &out));
	assert_err(ERR_DATA_LENGTH,
	    crypt_encrypt(c, k, &m, bytes_of(text, 33), &out));
	assert_err(ERR_DATA_LENGTH,
	    in_parts(k, &m, USE_ENCRYPT, bytes_of(text, 33), &out));
}

static void
wrapping(void **state)
{
	const uint64_t types[] = { MECH_AES_KEY_WRAP, MECH_AES_KEY_WRAP_KWP,
		MECH_AES_CBC_PAD, MECH_AES_GCM };
	CLEARED_BY(key_unref) struct key *k = secret_key(KEY_256);

	for (unsigned i = 0; i < 4; i++) {
		CLEARED_BY(buf_clear) struct buf out = buf_up_to(4096);
		CLEARED_BY(secret_clear) struct secret back = { 0 };
		struct mech m = aes_mech(types[i]);

		assert_ok(crypt_wrap(c, k, &m, bytes_of(text, 24), &out));
		assert_ok(crypt_unwrap(c, k, &m, buf_bytes(&out), &back));
		assert_true(bytes_equal(secret_bytes(&back),
		    bytes_of(text, 24)));
		out.ptr[out.len - 1] ^= 0x80;
		assert_err(ERR_WRAPPED_KEY_INVALID,
		    crypt_unwrap(c, k, &m, buf_bytes(&out), &back));
		assert_int_equal(back.len, 24);
	}
}

/* RFC 5649 takes one byte; another initial value has to be the same again. */
static void
kwp_edges(void **state)
{
	CLEARED_BY(key_unref) struct key *k = secret_key(KEY_256);
	struct mech m = { .type = MECH_AES_KWP };
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(4096);
	CLEARED_BY(buf_clear) struct buf back = buf_up_to(4096);

	for (size_t len = 1; len < 40; len++)
		round_trip(k, &m, len);
	m.iv = bytes_of_text("1234");
	assert_ok(crypt_encrypt(c, k, &m, bytes_of(text, 20), &out));
	m.iv = bytes_of(NULL, 0);
	assert_err(ERR_ENCRYPTED_INVALID,
	    crypt_decrypt(c, k, &m, buf_bytes(&out), &back));
	m.iv = bytes_of_text("1234");
	assert_ok(crypt_decrypt(c, k, &m, buf_bytes(&out), &back));
	assert_int_equal(back.len, 20);
}

/* libcrypto wipes more than would have come out: never a neighbour's. */
static void
failed_unwrapping_stays_at_home(void **state)
{
	CLEARED_BY(key_unref) struct key *k = secret_key(KEY_256);
	struct secret places[64] = { 0 };
	CLEARED_BY(secret_clear) struct secret back = { 0 };
	struct mech m = { .type = MECH_AES_KWP };

	for (size_t i = 0; i < 64; i++) {
		assert_ok(secret_make(&places[i], 64));
		memset(places[i].ptr, 0xff, 64);
	}
	for (size_t i = 0; i < 64; i++) {
		secret_clear(&places[i]);
		assert_err(ERR_WRAPPED_KEY_INVALID,
		    crypt_unwrap(c, k, &m, bytes_of(text, 72), &back));
		assert_ok(secret_make(&places[i], 64));
		memset(places[i].ptr, 0xff, 64);
		for (size_t n = 0; n < 64 * 64; n++)
			assert_int_equal(places[n / 64].ptr[n % 64], 0xff);
	}
	for (size_t i = 0; i < 64; i++)
		secret_clear(&places[i]);
}

static void
rsa_one(struct key *private, struct key *public, const struct mech *m,
    size_t max)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(4096);
	CLEARED_BY(buf_clear) struct buf back = buf_up_to(4096);

	for (size_t len = 0; len <= max; len += max) {
		buf_reset(&out);
		buf_reset(&back);
		assert_ok(crypt_encrypt(c, public, m, bytes_of(text, len),
		    &out));
		assert_int_equal(out.len, 256);
		assert_ok(in_parts(private, m, USE_DECRYPT, buf_bytes(&out),
		    &back));
		if (m->type != MECH_RSA_X_509)
			assert_true(bytes_equal(buf_bytes(&back),
			    bytes_of(text, len)));
	}
	buf_reset(&back);
	assert_err(ERR_DATA_LENGTH, crypt_encrypt(c, public, m,
	    bytes_of(text, max + 1), &out));
	assert_err(ERR_ENCRYPTED_LENGTH, crypt_decrypt(c, private, m,
	    bytes_of(text, 255), &back));
	assert_err(ERR_KEY_TYPE, crypt_decrypt(c, public, m,
	    buf_bytes(&out), &back));
}

static void
rsa(void **state)
{
	static const uint64_t hashes[] = { MECH_SHA_1, MECH_SHA224,
		MECH_SHA256, MECH_SHA384, MECH_SHA512 };
	CLEARED_BY(key_unref) struct key *private = NULL;
	CLEARED_BY(key_unref) struct key *public = NULL;
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(4096);
	CLEARED_BY(buf_clear) struct buf back = buf_up_to(4096);
	struct mech m = { .type = MECH_RSA_PKCS };

	rsa_pair(2048, &private, &public);
	rsa_one(private, public, &m, 245);
	m.type = MECH_RSA_X_509;
	rsa_one(private, public, &m, 256);
	m.type = MECH_RSA_PKCS_OAEP;
	for (unsigned i = 0; i < 25; i++) {
		m.hash = hashes[i / 5];
		m.mgf = 1 + i % 5;
		m.label = bytes_of_text(i % 2 ? "label" : NULL);
		rsa_one(private, public, &m,
		    256 - 2 - 2 * hash_len(hash_of_mech(m.hash)));
	}
	assert_ok(crypt_encrypt(c, public, &m, bytes_of(text, 20), &out));
	m.label = bytes_of_text("another");
	assert_err(ERR_ENCRYPTED_INVALID,
	    crypt_decrypt(c, private, &m, buf_bytes(&out), &back));
	m.hash = 0;
	assert_err(ERR_MECHANISM_PARAM,
	    crypt_decrypt(c, private, &m, buf_bytes(&out), &back));
}

static void
too_much_to_hold(void **state)
{
	CLEARED_BY(key_unref) struct key *k = secret_key(KEY_128);
	CLEARED_BY(stream_free) struct stream *s = NULL;
	struct mech m = aes_mech(MECH_AES_GCM);
	size_t n = 0;

	assert_ok(stream_open(c, k, &m, USE_DECRYPT, &s));
	while (n + sizeof(text) <= STREAM_HOLD_MAX) {
		assert_ok(stream_update(c, s, bytes_of(text, sizeof(text)),
		    NULL));
		n += sizeof(text);
	}
	assert_err(ERR_DATA_LENGTH,
	    stream_update(c, s, bytes_of(text, sizeof(text)), NULL));
}

/* No room in the buffer: refused, and nothing of it is there. */
static void
small_buffers(void **state)
{
	CLEARED_BY(key_unref) struct key *k = secret_key(KEY_128);
	struct mech m = aes_mech(MECH_AES_GCM);
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(47);

	assert_err(ERR_TOO_LARGE,
	    crypt_encrypt(c, k, &m, bytes_of(text, 32), &out));
	assert_int_equal(out.len, 0);
	assert_ok(crypt_encrypt(c, k, &m, bytes_of(text, 31), &out));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(aes),
		cmocka_unit_test(turns),
		cmocka_unit_test(gcm_refuses_what_was_changed),
		cmocka_unit_test(gcm_makes_its_iv),
		cmocka_unit_test(lengths_and_padding),
		cmocka_unit_test(parameters),
		cmocka_unit_test(counter_never_wraps),
		cmocka_unit_test(wrapping),
		cmocka_unit_test(kwp_edges),
		cmocka_unit_test(failed_unwrapping_stays_at_home),
		cmocka_unit_test(rsa),
		cmocka_unit_test(too_much_to_hold),
		cmocka_unit_test(small_buffers),
	};

	return cmocka_run_group_tests(tests, open_crypto, close_crypto);
}
