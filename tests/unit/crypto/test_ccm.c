/* SPDX-License-Identifier: Apache-2.0 */
/* AES-CCM: the examples of SP 800-38C, appendix C, and what is refused. */
#include "fixture.h"

#include "base/text.h"

#define KEY "404142434445464748494a4b4c4d4e4f"

static const struct example {
	const char *nonce;
	size_t aad_len, text_len; /* bytes from 00 and from 20 up */
	const char *encrypted;
	size_t mac_len;
} examples[] = {
	{ "10111213141516", 8, 4, "7162015b4dac255d", 4 },
	{ "1011121314151617", 16, 16,
	    "d2a1f0e051ea5f62081a7792073d593d1fc64fbfaccd", 6 },
	{ "101112131415161718191a1b", 20, 24,
	    "e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5484392fbc1b09951", 8 },
	{ "101112131415161718191a1b1c", 65536, 32,
	    "69915dad1e84c6376a68c2967e4dab615ae0fd1faec44cc484828529463ccf72"
	    "b4ac6bec93e8598e7f0dadbcea5b", 14 },
};

static uint8_t counted[65536 + 32]; /* 00 01 02 .. */
static struct key *k;

static int
setup(void **state)
{
	CLEARED_BY(buf_clear) struct buf key = buf_up_to(16);

	for (size_t i = 0; i < sizeof(counted); i++)
		counted[i] = (uint8_t)i;
	if (open_crypto(state) != 0)
		return -1;
	assert_ok(text_from_hex(&key, bytes_of_text(KEY)));
	assert_ok(key_secret(buf_bytes(&key), &k));
	return 0;
}

static int
teardown(void **state)
{
	key_unref(&k);
	return close_crypto(state);
}

static struct mech
mech_of(const struct example *e, struct buf *nonce)
{
	nonce->max = 13;
	assert_ok(text_from_hex(nonce, bytes_of_text(e->nonce)));
	return (struct mech){ .type = MECH_AES_CCM, .iv = buf_bytes(nonce),
		.aad = bytes_of(counted, e->aad_len), .mac_len = e->mac_len,
		.data_len = e->text_len };
}

static enum err
in_parts(const struct mech *m, enum mech_use use, struct bytes in,
    struct buf *out)
{
	CLEARED_BY(stream_free) struct stream *s = NULL;

	TRY(stream_open(c, k, m, use, &s));
	TRY(stream_update(c, s, bytes_of(in.ptr, in.len / 3), out));
	assert_int_equal(out->len, 0);
	TRY(stream_update(c, s, bytes_of(in.ptr + in.len / 3,
	    in.len - in.len / 3), out));
	return stream_final(c, s, out);
}

static void
try_example(const struct example *e)
{
	CLEARED_BY(buf_clear) struct buf nonce = { 0 }, out = buf_up_to(100);
	CLEARED_BY(buf_clear) struct buf wanted = buf_up_to(100);
	CLEARED_BY(buf_clear) struct buf back = buf_up_to(100);
	struct mech m = mech_of(e, &nonce);
	struct bytes text = bytes_of(counted + 0x20, e->text_len);

	assert_ok(text_from_hex(&wanted, bytes_of_text(e->encrypted)));
	assert_ok(crypt_encrypt(c, k, &m, text, &out));
	assert_true(bytes_equal(buf_bytes(&out), buf_bytes(&wanted)));
	assert_int_equal(out.len, crypt_size(&m, k, USE_ENCRYPT, text.len));
	buf_reset(&out);
	assert_ok(in_parts(&m, USE_ENCRYPT, text, &out));
	assert_true(bytes_equal(buf_bytes(&out), buf_bytes(&wanted)));
	assert_ok(crypt_decrypt(c, k, &m, buf_bytes(&out), &back));
	assert_true(bytes_equal(buf_bytes(&back), text));
	buf_reset(&back);
	assert_ok(in_parts(&m, USE_DECRYPT, buf_bytes(&out), &back));
	assert_true(bytes_equal(buf_bytes(&back), text));
	for (size_t i = 0; i < out.len; i++) {
		buf_reset(&back);
		out.ptr[i] ^= 1;
		assert_err(ERR_ENCRYPTED_INVALID,
		    crypt_decrypt(c, k, &m, buf_bytes(&out), &back));
		assert_int_equal(back.len, 0);
		out.ptr[i] ^= 1;
	}
}

static void
standards_examples(void **state)
{
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++)
		try_example(&examples[i]);
}

/* Neither a text nor anything beside it. */
static void
nothing_is_encrypted(void **state)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(100);
	CLEARED_BY(buf_clear) struct buf back = buf_up_to(100);
	struct mech m = { .type = MECH_AES_CCM, .mac_len = 16,
		.iv = bytes_of_text("thirteen long") };

	assert_ok(crypt_encrypt(c, k, &m, bytes_of(NULL, 0), &out));
	assert_int_equal(out.len, 16);
	assert_ok(crypt_decrypt(c, k, &m, buf_bytes(&out), &back));
	assert_int_equal(back.len, 0);
	out.ptr[15] ^= 1;
	assert_err(ERR_ENCRYPTED_INVALID,
	    crypt_decrypt(c, k, &m, buf_bytes(&out), &back));
}

static void
lengths_are_as_announced(void **state)
{
	CLEARED_BY(buf_clear) struct buf nonce = { 0 }, out = buf_up_to(100);
	struct mech m = mech_of(&examples[1], &nonce);

	assert_err(ERR_DATA_LENGTH,
	    crypt_encrypt(c, k, &m, bytes_of(counted, 15), &out));
	assert_err(ERR_DATA_LENGTH,
	    in_parts(&m, USE_ENCRYPT, bytes_of(counted, 17), &out));
	assert_err(ERR_ENCRYPTED_LENGTH,
	    crypt_decrypt(c, k, &m, bytes_of(counted, 21), &out));
	assert_err(ERR_ENCRYPTED_LENGTH,
	    crypt_decrypt(c, k, &m, bytes_of(counted, 5), &out));
	assert_int_equal(out.len, 0);
}

static void
parameters(void **state)
{
	CLEARED_BY(buf_clear) struct buf nonce = { 0 };
	struct mech m = mech_of(&examples[3], &nonce);

	m.data_len = 0xffff;
	assert_ok(crypt_check(&m, k, USE_ENCRYPT));
	m.data_len = 0x10000; /* two bytes are left beside the nonce */
	assert_err(ERR_MECHANISM_PARAM, crypt_check(&m, k, USE_ENCRYPT));
	m.iv.len = 12;
	assert_ok(crypt_check(&m, k, USE_ENCRYPT));
	m.iv.len = 6;
	assert_err(ERR_MECHANISM_PARAM, crypt_check(&m, k, USE_DECRYPT));
	m.iv.len = 12;
	m.mac_len = 5;
	assert_err(ERR_MECHANISM_PARAM, crypt_check(&m, k, USE_DECRYPT));
	m.mac_len = 2;
	assert_err(ERR_MECHANISM_PARAM, crypt_check(&m, k, USE_WRAP));
}

/* The context in the key's slot is GCM's, too. */
static void
between_other_modes(void **state)
{
	const struct mech gcm = { .type = MECH_AES_GCM, .tag_bits = 128,
		.iv = bytes_of_text("twelve bytes") };
	CLEARED_BY(buf_clear) struct buf one = buf_up_to(100);
	CLEARED_BY(buf_clear) struct buf two = buf_up_to(100);

	assert_ok(crypt_encrypt(c, k, &gcm, bytes_of(counted, 20), &one));
	try_example(&examples[0]);
	assert_ok(crypt_encrypt(c, k, &gcm, bytes_of(counted, 20), &two));
	assert_true(bytes_equal(buf_bytes(&one), buf_bytes(&two)));
}

static void
keys_are_wrapped(void **state)
{
	CLEARED_BY(buf_clear) struct buf nonce = { 0 }, out = buf_up_to(100);
	CLEARED_BY(secret_clear) struct secret back = { 0 };
	struct mech m = mech_of(&examples[2], &nonce);
	struct bytes value = bytes_of(counted, 24);

	assert_ok(crypt_wrap(c, k, &m, value, &out));
	assert_ok(crypt_unwrap(c, k, &m, buf_bytes(&out), &back));
	assert_true(bytes_equal(secret_bytes(&back), value));
	out.ptr[0] ^= 1;
	assert_err(ERR_WRAPPED_KEY_INVALID,
	    crypt_unwrap(c, k, &m, buf_bytes(&out), &back));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(standards_examples),
		cmocka_unit_test(nothing_is_encrypted),
		cmocka_unit_test(lengths_are_as_announced),
		cmocka_unit_test(parameters),
		cmocka_unit_test(between_other_modes),
		cmocka_unit_test(keys_are_wrapped),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
