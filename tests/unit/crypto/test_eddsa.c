/* SPDX-License-Identifier: Apache-2.0 */
/* EdDSA on edwards25519: the vectors of RFC 8032, section 7, keys in every form
 * they come in, and what is refused. */
#include "fixture.h"

#include <openssl/core_names.h>

#include "base/text.h"
#include "crypto/key_type.h"
#include "crypto/pkcs8.h"

static const uint8_t oid[] = { 0x06, 0x03, 0x2b, 0x65, 0x70 };
static const uint8_t name[] = "\x13\x0c" "edwards25519";
#define OID PARAMS(oid)
#define NAME bytes_of(name, sizeof(name) - 1)

enum scheme { PLAIN, CONTEXT, PREHASH };

static const struct vector {
	enum scheme scheme;
	const char *private, *public, *message, *context, *signature;
} vectors[] = {
	{ PLAIN,
	    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
	    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
	    "", "",
	    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
	    "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b" },
	{ PLAIN,
	    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
	    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
	    "72", "",
	    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
	    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00" },
	{ PLAIN,
	    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
	    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
	    "af82", "",
	    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
	    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a" },
	{ CONTEXT,
	    "0305334e381af78f141cb666f6199f57bc3495335a256a95bd2a55bf546663f6",
	    "dfc9425e4f968f7f0c29f0259cf5f9aed6851c2bb4ad8bfb860cfee0ab248292",
	    "f726936d19c800494e3fdaff20b276a8", "666f6f",
	    "55a4cc2f70a54e04288c5f4cd1e45a7bb520b36292911876cada7323198dd87a"
	    "8b36950b95130022907a7fb7c4e9b2d5f6cca685a587b4b21f4b888e4e7edb0d" },
	{ PREHASH,
	    "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
	    "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
	    "616263", "",
	    "98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae41"
	    "31f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406" },
};

static struct buf
hex(const char *text)
{
	struct buf out = buf_up_to(256);

	assert_ok(text_from_hex(&out, bytes_of_text(text)));
	return out;
}

static enum err
key_of(enum key_half half, struct bytes params, struct bytes value,
    struct key **out)
{
	const struct attribute rows[] = {
		{ CKA_EC_PARAMS, params },
		{ half == KEY_PUBLIC ? CKA_EC_POINT : CKA_VALUE, value },
	};
	const struct key_values v = { rows, 2 };

	return key_type_read(key_type(CKK_EC_EDWARDS), half, &v, out);
}

static struct mech
mech_of(const struct vector *v, struct bytes context)
{
	return (struct mech){ .type = MECH_EDDSA, .given = v->scheme != PLAIN,
		.prehash = v->scheme == PREHASH, .context = context };
}

static void
sign_and_verify(const struct vector *v, const struct mech *m,
    struct key *private, struct key *public)
{
	CLEARED_BY(buf_clear) struct buf message = hex(v->message);
	CLEARED_BY(buf_clear) struct buf wanted = hex(v->signature);
	CLEARED_BY(buf_clear) struct buf made = buf_up_to(64);
	struct bytes in = buf_bytes(&message);

	assert_int_equal(crypt_size(m, private, USE_SIGN, in.len), 64);
	assert_ok(crypt_sign(c, private, m, in, &made));
	assert_true(bytes_equal(buf_bytes(&made), buf_bytes(&wanted)));
	assert_ok(crypt_verify(c, public, m, in, buf_bytes(&made)));
	for (size_t i = 0; i < made.len; i += 7) {
		made.ptr[i] ^= 1;
		assert_err(ERR_SIGNATURE_INVALID,
		    crypt_verify(c, public, m, in, buf_bytes(&made)));
		made.ptr[i] ^= 1;
	}
	assert_err(ERR_SIGNATURE_LENGTH,
	    crypt_verify(c, public, m, in, bytes_of(made.ptr, 63)));
}

static void
rfc_8032(void **state)
{
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		const struct vector *v = &vectors[i];
		CLEARED_BY(buf_clear) struct buf value = hex(v->private);
		CLEARED_BY(buf_clear) struct buf point = hex(v->public);
		CLEARED_BY(buf_clear) struct buf context = hex(v->context);
		CLEARED_BY(key_unref) struct key *private = NULL, *public = NULL;
		struct mech m = mech_of(v, buf_bytes(&context));

		assert_ok(key_of(KEY_PRIVATE, OID, buf_bytes(&value), &private));
		assert_ok(key_of(KEY_PUBLIC, NAME, buf_bytes(&point), &public));
#ifndef OSSL_SIGNATURE_PARAM_INSTANCE
		if (v->scheme != PLAIN) {
			assert_err(ERR_MECHANISM_PARAM,
			    crypt_check(&m, private, USE_SIGN));
			continue;
		}
#endif
		sign_and_verify(v, &m, private, public);
	}
}

/* The scheme belongs to the signature: no other verifies it. */
static void
a_context_is_not_nothing(void **state)
{
	const struct vector *v = &vectors[1];
	CLEARED_BY(buf_clear) struct buf point = hex(v->public);
	CLEARED_BY(buf_clear) struct buf message = hex(v->message);
	CLEARED_BY(buf_clear) struct buf signature = hex(v->signature);
	CLEARED_BY(key_unref) struct key *public = NULL;
	struct mech m = { .type = MECH_EDDSA, .given = true };

	assert_ok(key_of(KEY_PUBLIC, OID, buf_bytes(&point), &public));
	assert_err(ERR_MECHANISM_PARAM, crypt_check(&m, public, USE_VERIFY));
	m.context = bytes_of_text("x");
	assert_int_not_equal(ERR_OK, crypt_verify(c, public, &m,
	    buf_bytes(&message), buf_bytes(&signature)));
	m = (struct mech){ .type = MECH_EDDSA, .given = true, .prehash = 1 };
	assert_int_not_equal(ERR_OK, crypt_verify(c, public, &m,
	    buf_bytes(&message), buf_bytes(&signature)));
}

static void
pairs_are_generated(void **state)
{
	const struct attribute asked_row = { CKA_EC_PARAMS, NAME };
	const struct key_values asked = { &asked_row, 1 };
	CLEARED_BY(key_made_clear) struct key_made made = { 0 };
	CLEARED_BY(key_unref) struct key *private = NULL, *public = NULL;
	CLEARED_BY(buf_clear) struct buf signature = buf_up_to(64);
	const struct mech gen = { .type = MECH_EC_EDWARDS_KEY_PAIR_GEN };
	const struct mech m = { .type = MECH_EDDSA };
	struct attribute rows[KEY_MADE_MAX];
	struct key_values half;

	assert_ok(crypt_generate(c, &gen, USE_GENERATE_PAIR, &asked, &made));
	half = key_made_half(&made, KEY_PRIVATE, rows);
	assert_true(bytes_equal(key_value(&half, CKA_EC_PARAMS), NAME));
	assert_int_equal(key_value(&half, CKA_EC_POINT).len, 34);
	assert_ok(key_type_read(key_type(CKK_EC_EDWARDS), KEY_PRIVATE, &half,
	    &private));
	assert_ok(key_of(KEY_PUBLIC, OID, made_value(&made, CKA_EC_POINT),
	    &public));
	assert_int_equal(key_bits(private), 256);
	assert_ok(crypt_sign(c, private, &m, bytes_of_text("text"), &signature));
	assert_ok(crypt_verify(c, public, &m, bytes_of_text("text"),
	    buf_bytes(&signature)));
	assert_err(ERR_KEY_TYPE, crypt_sign(c, public, &m,
	    bytes_of_text("text"), &signature));
}

static void
what_is_no_key(void **state)
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	const uint8_t point[35] = { 0x04, 0x20 };
	const struct mech_row *row = mech_row(MECH_EC_EDWARDS_KEY_PAIR_GEN);
	const struct key_type *t = key_type(CKK_EC_EDWARDS);
	const struct attribute p256 = { CKA_EC_PARAMS, PARAMS(oid_p256) };
	const struct key_values wrong = { &p256, 1 }, none = { NULL, 0 };

	assert_err(ERR_CURVE,
	    key_of(KEY_PRIVATE, PARAMS(oid_p256), bytes_of(point, 32), &k));
	assert_err(ERR_ATTRIBUTE_VALUE,
	    key_of(KEY_PRIVATE, OID, bytes_of(point, 31), &k));
	assert_err(ERR_ATTRIBUTE_VALUE,
	    key_of(KEY_PUBLIC, OID, bytes_of(point, 33), &k));
	assert_err(ERR_ATTRIBUTE_VALUE,
	    key_of(KEY_PUBLIC, OID, bytes_of(point, 35), &k));
	assert_err(ERR_ATTRIBUTE_VALUE,
	    key_of(KEY_PUBLIC, OID, bytes_of(point + 1, 34), &k));
	assert_err(ERR_CURVE, key_type_check_asked(t, row, &wrong, false));
	assert_err(ERR_TEMPLATE_INCOMPLETE,
	    key_type_check_asked(t, row, &none, false));
}

/* openssl genpkey -algorithm ED25519 */
static void
a_wrapped_key_is_read(void **state)
{
	CLEARED_BY(buf_clear) struct buf der = hex(
	    "302e020100300506032b657004220420368272c13a2a047bc2f868fccbfff343"
	    "73c06ca7ea2cd5d539309c2ec7ef3873");
	CLEARED_BY(key_made_clear) struct key_made made = { 0 };
	const struct key_type *type = NULL;

	assert_ok(pkcs8_decode(c, buf_bytes(&der), &type, &made));
	assert_int_equal(type->number, CKK_EC_EDWARDS);
	assert_true(bytes_equal(made_value(&made, CKA_EC_PARAMS), OID));
	assert_true(bytes_equal(made_value(&made, CKA_VALUE),
	    bytes_of(der.ptr + 16, 32)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rfc_8032),
		cmocka_unit_test(a_context_is_not_nothing),
		cmocka_unit_test(pairs_are_generated),
		cmocka_unit_test(what_is_no_key),
		cmocka_unit_test(a_wrapped_key_is_read),
	};

	return cmocka_run_group_tests(tests, open_crypto, close_crypto);
}
