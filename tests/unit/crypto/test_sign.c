/* SPDX-License-Identifier: Apache-2.0 */
/* Signatures and MACs: every mechanism that signs verifies what it signed, in
 * one call and in parts, and nothing else. */
#include "fixture.h"

static struct key *rsa_private, *rsa_public;

static int
setup(void **state)
{
	if (open_crypto(state) != 0)
		return -1;
	rsa_pair(2048, &rsa_private, &rsa_public);
	return 0;
}

static int
teardown(void **state)
{
	key_unref(&rsa_private);
	key_unref(&rsa_public);
	return close_crypto(state);
}

/* PSS: the digest of the row or SHA-256, MGF1 with another. */
static struct mech
mech_for(const struct mech_row *row)
{
	struct mech m = { .type = row->number, .mac_len = 10 };

	m.hash = MECH_SHA256;
	for (uint64_t h = 0x200; h < 0x280; h++)
		if (row->hash != HASH_NONE && hash_of_mech(h) == row->hash)
			m.hash = h;
	m.mgf = MGF1_SHA1;
	m.salt_len = 20;
	return m;
}

static struct bytes
data_for(const struct mech_row *row)
{
	static const uint8_t data[300] = { 1, 2, 3 };

	if (row->family == FAMILY_RSA_PSS || row->family == FAMILY_RSA_PKCS ||
	    row->family == FAMILY_RSA_X509)
		return bytes_of(data, 32);
	return bytes_of(data, sizeof(data));
}

static void
sign_in_parts(struct key *k, const struct mech *m, struct bytes data,
    struct buf *out)
{
	CLEARED_BY(stream_free) struct stream *s = NULL;

	assert_ok(stream_open(c, k, m, USE_SIGN, &s));
	assert_ok(stream_update(c, s, bytes_of(data.ptr, 7), NULL));
	assert_ok(stream_update(c, s, bytes_of(NULL, 0), NULL));
	assert_ok(stream_update(c, s, bytes_of(data.ptr + 7, data.len - 7),
	    NULL));
	assert_ok(stream_final(c, s, out));
}

static enum err
verify_in_parts(struct key *k, const struct mech *m, struct bytes data,
    struct bytes signature)
{
	CLEARED_BY(stream_free) struct stream *s = NULL;

	assert_ok(stream_open(c, k, m, USE_VERIFY, &s));
	assert_ok(stream_update(c, s, data, NULL));
	return stream_verify(c, s, signature);
}

static void
try_one(const struct mech_row *row, struct key *private, struct key *public)
{
	CLEARED_BY(buf_clear) struct buf one = buf_up_to(1024);
	CLEARED_BY(buf_clear) struct buf parts = buf_up_to(1024);
	struct mech m = mech_for(row);
	struct bytes data = data_for(row);

	assert_ok(crypt_sign(c, private, &m, data, &one));
	assert_int_equal(one.len, crypt_size(&m, private, USE_SIGN, data.len));
	sign_in_parts(private, &m, data, &parts);
	assert_ok(crypt_verify(c, public, &m, data, buf_bytes(&one)));
	assert_ok(crypt_verify(c, public, &m, data, buf_bytes(&parts)));
	assert_ok(verify_in_parts(public, &m, data, buf_bytes(&one)));
	one.ptr[one.len - 1] ^= 1;
	assert_err(ERR_SIGNATURE_INVALID,
	    crypt_verify(c, public, &m, data, buf_bytes(&one)));
	assert_err(ERR_SIGNATURE_INVALID,
	    verify_in_parts(public, &m, data, buf_bytes(&one)));
	assert_err(ERR_SIGNATURE_LENGTH, crypt_verify(c, public, &m, data,
	    bytes_of(one.ptr, one.len - 1)));
	assert_err(ERR_SIGNATURE_LENGTH, crypt_verify(c, public, &m, data,
	    bytes_of(NULL, 0)));
}

static void
all_of_key_type(unsigned long key_type, struct key *private,
    struct key *public)
{
	unsigned n, done = 0;
	const struct mech_row *rows = mech_rows(&n);

	for (unsigned i = 0; i < n; i++) {
		if (!(rows[i].flags & USE_SIGN) || rows[i].key_type != key_type)
			continue;
		try_one(&rows[i], private, public);
		done++;
	}
	assert_true(done > 1);
}

static void
rsa(void **state)
{
	all_of_key_type(0, rsa_private, rsa_public);
}

static void
ecdsa(void **state)
{
	const struct bytes curves[] = { PARAMS(oid_p256), PARAMS(oid_p384),
		PARAMS(oid_p521) };

	for (unsigned i = 0; i < 3; i++) {
		CLEARED_BY(key_unref) struct key *private = NULL;
		CLEARED_BY(key_unref) struct key *public = NULL;

		ec_pair(curves[i], &private, &public);
		all_of_key_type(3, private, public);
	}
}

static void
macs(void **state)
{
	CLEARED_BY(key_unref) struct key *aes = secret_key(KEY_128);
	CLEARED_BY(key_unref) struct key *generic = secret_key("short");

	all_of_key_type(0x1f, aes, aes);
	all_of_key_type(0x10, generic, generic);
	all_of_key_type(0x10, aes, aes);
}

/* Key and mechanism take turns in one key's context. */
static void
turns(void **state)
{
	const struct mech sha256 = { .type = MECH_SHA256_HMAC };
	const struct mech sha512 = { .type = MECH_SHA512_HMAC };
	const struct mech cmac = { .type = MECH_AES_CMAC };
	CLEARED_BY(key_unref) struct key *k = secret_key(KEY_256);
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(1024);

	for (int i = 0; i < 3; i++) {
		assert_ok(crypt_sign(c, k, &sha256, bytes_of(NULL, 0), &out));
		assert_ok(crypt_sign(c, k, &sha512, bytes_of(NULL, 0), &out));
		assert_ok(crypt_sign(c, k, &cmac, bytes_of(NULL, 0), &out));
	}
	assert_int_equal(out.len, 3 * 112);
	assert_memory_equal(out.ptr, out.ptr + 112, 112);
	assert_memory_equal(out.ptr, out.ptr + 224, 112);
}

static void
empty_input(void **state)
{
	const uint64_t types[] = { MECH_RSA_PKCS, MECH_SHA256_RSA_PKCS,
		MECH_RSA_X_509 };
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(4096);

	for (unsigned i = 0; i < 3; i++) {
		struct mech m = { .type = types[i] };

		buf_reset(&out);
		assert_ok(crypt_sign(c, rsa_private, &m, bytes_of(NULL, 0),
		    &out));
		assert_ok(crypt_verify(c, rsa_public, &m, bytes_of(NULL, 0),
		    buf_bytes(&out)));
	}
}

static void
ecdsa_edges(void **state)
{
	static const uint8_t data[200] = { 7 };
	static const uint8_t zeros[64];
	const struct mech m = { .type = MECH_ECDSA };
	CLEARED_BY(key_unref) struct key *private = NULL;
	CLEARED_BY(key_unref) struct key *public = NULL;
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(1024);
	uint8_t shorter[62];

	ec_pair(PARAMS(oid_p256), &private, &public);
	assert_ok(crypt_sign(c, private, &m, bytes_of(NULL, 0), &out));
	assert_ok(crypt_verify(c, public, &m, bytes_of(NULL, 0),
	    buf_bytes(&out)));
	/* Only the first 32 bytes count. */
	buf_reset(&out);
	assert_ok(crypt_sign(c, private, &m, bytes_of(data, 200), &out));
	assert_ok(crypt_verify(c, public, &m, bytes_of(data, 32),
	    buf_bytes(&out)));
	assert_err(ERR_SIGNATURE_INVALID, crypt_verify(c, public, &m,
	    bytes_of(data, 32), bytes_of(zeros, 64)));
	/* Leading zeros of both halves may be missing. */
	do {
		buf_reset(&out);
		assert_ok(crypt_sign(c, private, &m, bytes_of(data, 32), &out));
	} while (out.ptr[0] != 0 && out.ptr[32] != 0);
	memcpy(shorter, out.ptr + 1, 31);
	memcpy(shorter + 31, out.ptr + 33, 31);
	if (out.ptr[0] == 0 && out.ptr[32] == 0)
		assert_ok(crypt_verify(c, public, &m, bytes_of(data, 32),
		    bytes_of(shorter, 62)));
}

static void
refusals(void **state)
{
	static const uint8_t data[512];
	struct mech m = { .type = MECH_RSA_PKCS };
	CLEARED_BY(key_unref) struct key *aes = secret_key(KEY_128);
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(1024);

	assert_err(ERR_DATA_LENGTH, crypt_sign(c, rsa_private, &m,
	    bytes_of(data, 246), &out));
	assert_ok(crypt_sign(c, rsa_private, &m, bytes_of(data, 245), &out));
	buf_reset(&out);
	assert_err(ERR_KEY_TYPE, crypt_sign(c, rsa_public, &m,
	    bytes_of(data, 10), &out));
	assert_err(ERR_KEY_TYPE, crypt_sign(c, aes, &m, bytes_of(data, 10),
	    &out));
	m.type = MECH_RSA_PKCS_PSS;
	assert_err(ERR_MECHANISM_PARAM, crypt_sign(c, rsa_private, &m,
	    bytes_of(data, 32), &out));
	m.hash = MECH_SHA256;
	m.mgf = MGF1_SHA256;
	m.salt_len = 250;
	assert_err(ERR_KEY_SIZE, crypt_sign(c, rsa_private, &m,
	    bytes_of(data, 32), &out));
	m.salt_len = 32;
	assert_err(ERR_DATA_LENGTH, crypt_sign(c, rsa_private, &m,
	    bytes_of(data, 31), &out));
	m.type = MECH_SHA384_RSA_PKCS_PSS;
	assert_err(ERR_MECHANISM_PARAM, crypt_sign(c, rsa_private, &m,
	    bytes_of(data, 31), &out));
	m.type = 0x12345678;
	assert_err(ERR_MECHANISM_INVALID, crypt_sign(c, rsa_private, &m,
	    bytes_of(data, 31), &out));
	m.type = MECH_AES_GCM;
	assert_err(ERR_MECHANISM_INVALID, crypt_sign(c, aes, &m,
	    bytes_of(data, 31), &out));
	assert_int_equal(out.len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rsa),
		cmocka_unit_test(ecdsa),
		cmocka_unit_test(macs),
		cmocka_unit_test(turns),
		cmocka_unit_test(empty_input),
		cmocka_unit_test(ecdsa_edges),
		cmocka_unit_test(refusals),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
