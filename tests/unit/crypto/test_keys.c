/* SPDX-License-Identifier: Apache-2.0 */
/* Keys: made, refused, derived, agreed on; the table; many threads. */
#include "fixture.h"

#include <pthread.h>

#include "crypto/agree.h"

static void
table_is_whole(void **state)
{
	unsigned n;
	const struct mech_row *rows = mech_rows(&n);

	for (unsigned i = 0; i < n; i++) {
		assert_ptr_equal(mech_row(rows[i].number), &rows[i]);
		assert_int_not_equal(rows[i].flags, 0);
		assert_true(rows[i].min_key <= rows[i].max_key);
		for (unsigned k = 0; k < i; k++)
			assert_string_not_equal(rows[i].name, rows[k].name);
	}
	assert_null(mech_row(0xdeadbeef));
}

static void
rsa_generation(void **state)
{
	static const uint8_t one[] = { 1 }, even[] = { 1, 0, 0 };
	static const uint8_t larger[] = { 0, 1, 0, 3 };
	CLEARED_BY(key_made_clear) struct key_made made = { 0 };

	assert_err(ERR_KEY_SIZE, key_rsa_generate(c, 1024, bytes_of(0, 0), &made));
	assert_err(ERR_KEY_SIZE, key_rsa_generate(c, 2050, bytes_of(0, 0), &made));
	assert_err(ERR_KEY_SIZE, key_rsa_generate(c, 8192, bytes_of(0, 0), &made));
	assert_err(ERR_ATTRIBUTE_VALUE,
	    key_rsa_generate(c, 2048, bytes_of(one, 1), &made));
	assert_err(ERR_ATTRIBUTE_VALUE,
	    key_rsa_generate(c, 2048, bytes_of(even, 3), &made));
	assert_ok(key_rsa_generate(c, 2112, bytes_of(larger, 4), &made));
	assert_int_equal(made_value(&made, CKA_MODULUS).len, 264);
	assert_true(bytes_equal(made_value(&made, CKA_PUBLIC_EXPONENT),
	    bytes_of(larger + 1, 3)));
	assert_int_equal(made_value(&made, CKA_PRIME_1).len, 132);
}

/* Odd exponents from 3 up, also long ones; FIPS 186-5 begins at 65537. */
static void
rsa_exponents(void **state)
{
	static const struct {
		uint8_t bytes[34];
		size_t len;
		enum err always, fips;
	} rows[] = {
		{ { 0 }, 0, ERR_ATTRIBUTE_VALUE, ERR_ATTRIBUTE_VALUE },
		{ { 0 }, 1, ERR_ATTRIBUTE_VALUE, ERR_ATTRIBUTE_VALUE },
		{ { 1 }, 1, ERR_ATTRIBUTE_VALUE, ERR_ATTRIBUTE_VALUE },
		{ { 2 }, 1, ERR_ATTRIBUTE_VALUE, ERR_ATTRIBUTE_VALUE },
		{ { 0, 0, 3 }, 3, ERR_OK, ERR_ATTRIBUTE_VALUE },
		{ { 17 }, 1, ERR_OK, ERR_ATTRIBUTE_VALUE },
		{ { 0xff, 0xff }, 2, ERR_OK, ERR_ATTRIBUTE_VALUE },
		{ { 1, 0, 0 }, 3, ERR_ATTRIBUTE_VALUE, ERR_ATTRIBUTE_VALUE },
		{ { 1, 0, 1 }, 3, ERR_OK, ERR_OK },
		{ { 0x80, [31] = 1 }, 32, ERR_OK, ERR_OK },
		{ { 1, [32] = 1 }, 33, ERR_ATTRIBUTE_VALUE,
		    ERR_ATTRIBUTE_VALUE },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bytes e = bytes_of(rows[i].bytes, rows[i].len);

		assert_err(rows[i].always, key_rsa_exponent_check(e, false));
		assert_err(rows[i].fips, key_rsa_exponent_check(e, true));
	}
}

static void
rsa_works_with(struct bytes exponent)
{
	CLEARED_BY(key_made_clear) struct key_made made = { 0 };
	CLEARED_BY(key_unref) struct key *private = NULL, *public = NULL;
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(512);
	CLEARED_BY(buf_clear) struct buf back = buf_up_to(512);
	const struct mech sign = { .type = MECH_SHA256_RSA_PKCS };
	const struct mech crypt = { .type = MECH_RSA_PKCS };
	struct bytes text = bytes_of_text("text");
	struct rsa_parts parts;

	assert_ok(key_rsa_generate(c, 2048, exponent, &made));
	parts = rsa_parts_of(&made);
	assert_true(bytes_equal(parts.e, exponent));
	assert_ok(key_rsa_private(&parts, &private));
	assert_ok(key_rsa_public(parts.n, parts.e, &public));
	assert_ok(crypt_sign(c, private, &sign, text, &out));
	assert_ok(crypt_verify(c, public, &sign, text, buf_bytes(&out)));
	buf_reset(&out);
	assert_ok(crypt_encrypt(c, public, &crypt, text, &out));
	assert_ok(crypt_decrypt(c, private, &crypt, buf_bytes(&out), &back));
	assert_true(bytes_equal(buf_bytes(&back), text));
}

static void
rsa_small_and_long_exponents(void **state)
{
	static const uint8_t three[] = { 3 }, seventeen[] = { 17 };
	static const uint8_t longer[9] = { 1, [8] = 15 };
	CLEARED_BY(key_made_clear) struct key_made made = { 0 };

	rsa_works_with(bytes_of(three, 1));
	rsa_works_with(bytes_of(seventeen, 1));
	rsa_works_with(bytes_of(longer, 9));
	/* libcrypto would not compute with it. */
	assert_err(ERR_ATTRIBUTE_VALUE,
	    key_rsa_generate(c, 4096, bytes_of(longer, 9), &made));
}

/* A private key without its primes works. */
static void
rsa_parts_given(void **state)
{
	CLEARED_BY(key_made_clear) struct key_made made = { 0 };
	CLEARED_BY(key_unref) struct key *k = NULL;
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(512);
	const struct mech m = { .type = MECH_SHA256_RSA_PKCS };
	struct rsa_parts parts = { 0 };

	assert_err(ERR_KEY_SIZE, key_rsa_private(&parts, &k));
	assert_ok(key_rsa_generate(c, 2048, bytes_of(NULL, 0), &made));
	parts.n = made_value(&made, CKA_MODULUS);
	parts.e = made_value(&made, CKA_PUBLIC_EXPONENT);
	assert_err(ERR_ATTRIBUTE_VALUE, key_rsa_private(&parts, &k));
	parts.d = made_value(&made, CKA_PRIVATE_EXPONENT);
	parts.p = made_value(&made, CKA_PRIME_1);
	assert_err(ERR_ATTRIBUTE_VALUE, key_rsa_private(&parts, &k));
	parts.p.len = 0;
	assert_ok(key_rsa_private(&parts, &k));
	assert_ok(crypt_sign(c, k, &m, bytes_of_text("text"), &out));
	key_unref(&k);
	made_spoil(&made, CKA_MODULUS, parts.n.len - 1);
	assert_err(ERR_ATTRIBUTE_VALUE,
	    key_rsa_public(parts.n, parts.e, &k));
}

static void
ec_refusals(void **state)
{
	static const uint8_t unknown[] = { 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00,
		0x21 };
	CLEARED_BY(key_made_clear) struct key_made made = { 0 };
	CLEARED_BY(key_unref) struct key *k = NULL;
	CLEARED_BY(buf_clear) struct buf point = buf_up_to(200);
	const struct mech m = { .type = MECH_ECDSA };
	uint8_t zero[32] = { 0 }, ones[32];

	memset(ones, 0xff, sizeof(ones));
	assert_err(ERR_CURVE, key_ec_generate(c, PARAMS(unknown), &made));
	assert_ok(key_ec_generate(c, PARAMS(oid_p256), &made));
	assert_ok(key_ec_point(c, PARAMS(oid_p256),
	    made_value(&made, CKA_VALUE), &point));
	assert_true(bytes_equal(buf_bytes(&point), made_value(&made, CKA_EC_POINT)));
	assert_err(ERR_CURVE, key_ec_public(PARAMS(unknown),
	    made_value(&made, CKA_EC_POINT), &k));
	assert_err(ERR_ATTRIBUTE_VALUE, key_ec_public(PARAMS(oid_p384),
	    made_value(&made, CKA_EC_POINT), &k));
	assert_err(ERR_ATTRIBUTE_VALUE, key_ec_public(PARAMS(oid_p256),
	    bytes_of(made_value(&made, CKA_EC_POINT).ptr, 66), &k));
	made_spoil(&made, CKA_EC_POINT, 40);
	assert_ok(key_ec_public(PARAMS(oid_p256), made_value(&made, CKA_EC_POINT),
	    &k));
	assert_err(ERR_ATTRIBUTE_VALUE, crypt_verify(c, k, &m,
	    bytes_of(ones, 32), bytes_of(ones, 32)));
	key_unref(&k);
	assert_err(ERR_ATTRIBUTE_VALUE, key_ec_private(PARAMS(oid_p256),
	    bytes_of(zero, 32), &k));
	assert_err(ERR_ATTRIBUTE_VALUE, key_ec_point(c, PARAMS(oid_p256),
	    bytes_of(ones, 32), &point));
}

/* The table's orders are libcrypto's: it refuses just what we refuse. */
static void
ec_values(void **state)
{
	static const char *const names[] = { "P-256", "P-384", "P-521", "secp256k1" };

	for (unsigned i = 0; i < 4; i++) {
		CLEARED_BY(buf_clear) struct buf point = buf_up_to(200);
		CLEARED_BY(key_unref) struct key *k = NULL;
		const struct curve *curve = curve_of_name(names[i]);
		uint8_t n[70] = { 0 };
		struct bytes value = bytes_of(n + 1, curve->len);

		memcpy(n + 1, curve->order.ptr, curve->len);
		assert_err(ERR_ATTRIBUTE_VALUE, ec_value_check(curve, value));
		assert_err(ERR_ATTRIBUTE_VALUE, key_ec_private(curve->params,
		    value, &k));
		assert_err(ERR_ATTRIBUTE_VALUE, key_ec_point(c, curve->params,
		    value, &point));
		n[curve->len]--; /* all are odd */
		assert_ok(ec_value_check(curve, value));
		assert_ok(ec_value_check(curve, bytes_of(n, curve->len + 1)));
		assert_ok(key_ec_point(c, curve->params, value, &point));
		n[0] = 1;
		assert_err(ERR_ATTRIBUTE_VALUE, ec_value_check(curve,
		    bytes_of(n, curve->len + 1)));
		memset(n, 0xff, sizeof(n));
		assert_err(ERR_ATTRIBUTE_VALUE, ec_value_check(curve, value));
		memset(n, 0, sizeof(n));
		assert_err(ERR_ATTRIBUTE_VALUE, ec_value_check(curve, value));
		n[curve->len] = 1;
		assert_ok(ec_value_check(curve, value));
		assert_err(ERR_ATTRIBUTE_VALUE, ec_value_check(curve,
		    bytes_of(n, 0)));
	}
}

static void
ecdh(void **state)
{
	const struct bytes curves[] = { PARAMS(oid_p256), PARAMS(oid_p384),
		PARAMS(oid_p521) };

	for (unsigned i = 0; i < 3; i++) {
		CLEARED_BY(key_made_clear) struct key_made a = { 0 }, b = { 0 };
		CLEARED_BY(key_unref) struct key *ka = NULL, *kb = NULL;
		CLEARED_BY(secret_clear) struct secret x = { 0 }, y = { 0 };
		const struct curve *curve = curve_of_params(curves[i]);
		struct mech m = { .type = MECH_ECDH1_DERIVE, .kdf = 1 };

		assert_ok(key_ec_generate(c, curves[i], &a));
		assert_ok(key_ec_generate(c, curves[i], &b));
		assert_ok(key_ec_private(curves[i],
		    made_value(&a, CKA_VALUE), &ka));
		assert_ok(key_ec_private(curves[i],
		    made_value(&b, CKA_VALUE), &kb));
		m.peer = made_value(&b, CKA_EC_POINT);
		assert_ok(crypt_derive(c, ka, &m, &x));
		assert_ok(ec_point_raw(curve, made_value(&a, CKA_EC_POINT), &m.peer));
		assert_ok(crypt_derive(c, kb, &m, &y));
		assert_true(secret_equal(secret_bytes(&x), secret_bytes(&y)));
		assert_int_equal(x.len, curve->len);
		made_spoil(&a, CKA_EC_POINT, curve->len * 2);
		assert_err(ERR_MECHANISM_PARAM,
		    crypt_derive(c, kb, &m, &y));
		m.kdf = 2;
		assert_err(ERR_MECHANISM_PARAM,
		    crypt_derive(c, kb, &m, &y));
	}
}

static void
digests(void **state)
{
	const uint64_t types[] = { MECH_SHA_1, MECH_SHA224, MECH_SHA256,
		MECH_SHA384, MECH_SHA512 };

	for (unsigned i = 0; i < 5; i++) {
		CLEARED_BY(stream_free) struct stream *s = NULL;
		CLEARED_BY(buf_clear) struct buf one = buf_up_to(64);
		CLEARED_BY(buf_clear) struct buf parts = buf_up_to(64);
		struct mech m = { .type = types[i] };

		assert_ok(crypt_digest(c, &m, bytes_of_text("abcd"), &one));
		assert_int_equal(one.len, hash_len(hash_of_mech(types[i])));
		assert_ok(stream_open(c, NULL, &m, USE_DIGEST, &s));
		assert_ok(stream_update(c, s, bytes_of_text("ab"), NULL));
		assert_ok(stream_update(c, s, bytes_of_text("cd"), NULL));
		assert_ok(stream_final(c, s, &parts));
		assert_true(bytes_equal(buf_bytes(&one), buf_bytes(&parts)));
	}
}

static void
agreement(void **state)
{
	CLEARED_BY(secret_clear) struct secret a = { 0 }, b = { 0 };
	CLEARED_BY(secret_clear) struct secret x = { 0 }, y = { 0 };
	CLEARED_BY(secret_clear) struct secret k = { 0 };
	uint8_t pub_a[AGREE_PUBLIC_LEN], pub_b[AGREE_PUBLIC_LEN];
	uint8_t signature[AGREE_SIGNATURE_LEN], mac[AGREE_MAC_LEN];
	struct bytes text = bytes_of_text("text");

	assert_ok(agree_generate(c, &a, pub_a));
	assert_ok(agree_generate(c, &b, pub_b));
	assert_ok(agree_secret(c, secret_bytes(&a), bytes_of(pub_b, 65), &x));
	assert_ok(agree_secret(c, secret_bytes(&b), bytes_of(pub_a, 65), &y));
	assert_true(secret_equal(secret_bytes(&x), secret_bytes(&y)));
	assert_ok(agree_derive(c, secret_bytes(&x), bytes_of(NULL, 0), text,
	    100, &k));
	assert_int_equal(k.len, 100);
	assert_ok(agree_mac(c, secret_bytes(&k), text, mac));
	assert_ok(agree_sign(c, secret_bytes(&a), text, signature));
	assert_ok(agree_verify(c, bytes_of(pub_a, 65), text,
	    bytes_of(signature, 64)));
	assert_err(ERR_SIGNATURE_INVALID, agree_verify(c, bytes_of(pub_b, 65),
	    text, bytes_of(signature, 64)));
	pub_b[1] ^= 1;
	assert_err(ERR_SIGNATURE_INVALID, agree_verify(c, bytes_of(pub_b, 65),
	    text, bytes_of(signature, 64)));
	assert_err(ERR_ATTRIBUTE_VALUE, agree_secret(c, secret_bytes(&a),
	    bytes_of(pub_b, 65), &y));
}

static void
what_goes_to_the_pool(void **state)
{
	CLEARED_BY(key_unref) struct key *p256 = NULL, *p256_public = NULL;
	CLEARED_BY(key_unref) struct key *p521 = NULL, *p521_public = NULL;
	CLEARED_BY(key_unref) struct key *aes = secret_key(KEY_128);
	const struct mech ecdsa = { .type = MECH_ECDSA };
	const struct mech gcm = { .type = MECH_AES_GCM };
	const struct mech sha = { .type = MECH_SHA256 };

	ec_pair(PARAMS(oid_p256), &p256, &p256_public);
	ec_pair(PARAMS(oid_p521), &p521, &p521_public);
	assert_false(crypt_is_long(&ecdsa, p256, USE_SIGN, 32));
	assert_true(crypt_is_long(&ecdsa, p521, USE_SIGN, 32));
	assert_false(crypt_is_long(&gcm, aes, USE_ENCRYPT, 1024));
	assert_true(crypt_is_long(&gcm, aes, USE_ENCRYPT, 1 << 20));
	assert_false(crypt_is_long(&sha, NULL, USE_DIGEST, 100));
}

static void
contexts_are_counted(void **state)
{
	struct crypto *many[CRYPTO_MAX] = { 0 }, *more;

	/* One is open already. */
	for (unsigned i = 0; i < CRYPTO_MAX - 1; i++)
		assert_ok(crypto_open(&many[i]));
	assert_err(ERR_BUSY, crypto_open(&more));
	for (unsigned i = 0; i < CRYPTO_MAX; i++)
		crypto_free(&many[i]);
	assert_ok(crypto_open(&more));
	crypto_free(&more);
}

/* What the threads of the next test share. */
struct shared {
	struct key *private, *public, *ec, *ec_public, *aes;
};

static void
thread_round(struct crypto *mine, struct shared *s)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(4096);
	CLEARED_BY(buf_clear) struct buf back = buf_up_to(4096);
	const struct mech rsa = { .type = MECH_SHA256_RSA_PKCS };
	const struct mech ecdsa = { .type = MECH_ECDSA_SHA256 };
	const struct mech hmac = { .type = MECH_SHA256_HMAC };
	const struct mech gcm = { .type = MECH_AES_GCM, .tag_bits = 128,
		.iv = bytes_of_text(IV_16) };
	struct bytes text = bytes_of_text("what the threads work on");

	must(crypt_sign(mine, s->private, &rsa, text, &out) == ERR_OK);
	must(crypt_verify(mine, s->public, &rsa, text, buf_bytes(&out)) ==
	    ERR_OK);
	buf_reset(&out);
	must(crypt_sign(mine, s->ec, &ecdsa, text, &out) == ERR_OK);
	must(crypt_verify(mine, s->ec_public, &ecdsa, text, buf_bytes(&out)) ==
	    ERR_OK);
	buf_reset(&out);
	must(crypt_sign(mine, s->aes, &hmac, text, &out) == ERR_OK);
	must(crypt_verify(mine, s->aes, &hmac, text, buf_bytes(&out)) ==
	    ERR_OK);
	buf_reset(&out);
	must(crypt_encrypt(mine, s->aes, &gcm, text, &out) == ERR_OK);
	must(crypt_decrypt(mine, s->aes, &gcm, buf_bytes(&out), &back) ==
	    ERR_OK);
	must(bytes_equal(buf_bytes(&back), text));
}

static void *
thread_run(void *arg)
{
	struct shared *s = arg;
	struct crypto *mine = NULL;

	must(crypto_open(&mine) == ERR_OK);
	for (int i = 0; i < 50; i++)
		thread_round(mine, s);
	/* Each thread drops a reference of its own: one is the last. */
	key_unref(&(struct key *){ s->aes });
	crypto_free(&mine);
	return NULL;
}

static void
threads(void **state)
{
	struct shared s = { .aes = secret_key(KEY_256) };
	pthread_t ids[3];

	rsa_pair(2048, &s.private, &s.public);
	ec_pair(PARAMS(oid_p256), &s.ec, &s.ec_public);
	for (int i = 0; i < 3; i++) {
		key_ref(s.aes);
		assert_int_equal(pthread_create(&ids[i], NULL, thread_run, &s),
		    0);
	}
	key_unref(&(struct key *){ s.aes });
	for (int i = 0; i < 3; i++)
		pthread_join(ids[i], NULL);
	key_unref(&s.private);
	key_unref(&s.public);
	key_unref(&s.ec);
	key_unref(&s.ec_public);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_is_whole),
		cmocka_unit_test(rsa_generation),
		cmocka_unit_test(rsa_exponents),
		cmocka_unit_test(rsa_small_and_long_exponents),
		cmocka_unit_test(rsa_parts_given),
		cmocka_unit_test(ec_refusals),
		cmocka_unit_test(ec_values),
		cmocka_unit_test(ecdh),
		cmocka_unit_test(digests),
		cmocka_unit_test(agreement),
		cmocka_unit_test(what_goes_to_the_pool),
		cmocka_unit_test(contexts_are_counted),
		cmocka_unit_test(threads),
	};

	return cmocka_run_group_tests(tests, open_crypto, close_crypto);
}
