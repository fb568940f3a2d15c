/* SPDX-License-Identifier: Apache-2.0 */
/* How much comes out, as numbers written down; that lib/crypto gives no more
 * is tested there for every mechanism. */
#include "../test.h"

#include "fill.h"
#include "mech/bound.h"

static void
whole_operations(void **state)
{
	const struct bytes iv = bytes_of_text("twelve bytes");
	const struct {
		struct mech m;
		enum mech_use use;
		unsigned bits;
		size_t in, out;
	} rows[] = {
		{ { .type = MECH_SHA384 }, USE_DIGEST, 0, 1000, 48 },
		{ { .type = MECH_SHA256_HMAC }, USE_SIGN, 256, 1000, 32 },
		{ { .type = MECH_SHA256_HMAC_GENERAL, .mac_len = 7 }, USE_SIGN, 256, 9, 7 },
		/* A value that the mechanism does not take is not looked at. */
		{ { .type = MECH_SHA256_HMAC, .mac_len = 7 }, USE_SIGN, 256, 9, 32 },
		{ { .type = MECH_AES_CMAC }, USE_SIGN, 128, 0, 16 },
		{ { .type = MECH_AES_CBC }, USE_ENCRYPT, 256, 64, 64 },
		{ { .type = MECH_AES_CTR }, USE_ENCRYPT, 256, 61, 61 },
		{ { .type = MECH_AES_CBC_PAD }, USE_ENCRYPT, 256, 63, 64 },
		{ { .type = MECH_AES_CBC_PAD }, USE_ENCRYPT, 256, 64, 80 },
		{ { .type = MECH_AES_CBC_PAD }, USE_DECRYPT, 256, 80, 80 },
		{ { .type = MECH_AES_GCM, .iv = iv, .tag_bits = 96 }, USE_ENCRYPT, 256, 61, 73 },
		{ { .type = MECH_AES_GCM, .tag_bits = 96 }, USE_ENCRYPT, 256, 61, 89 },
		{ { .type = MECH_AES_GCM, .iv = iv, .tag_bits = 96 }, USE_DECRYPT, 256, 73, 61 },
		{ { .type = MECH_AES_GCM, .iv = iv, .tag_bits = 96 }, USE_DECRYPT, 256, 5, 0 },
		{ { .type = MECH_AES_KWP }, USE_WRAP, 256, 33, 48 },
		{ { .type = MECH_AES_KW }, USE_UNWRAP, 256, 40, 32 },
		{ { .type = MECH_RSA_PKCS }, USE_SIGN, 2048, 32, 256 },
		{ { .type = MECH_RSA_PKCS_OAEP }, USE_DECRYPT, 2047, 256, 256 },
		{ { .type = MECH_ECDSA_SHA512 }, USE_SIGN, 521, 1000, 132 },
		{ { .type = MECH_ECDH1_DERIVE }, USE_DERIVE, 384, 0, 48 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(rows[i].out, bound_whole(&rows[i].m,
		    rows[i].use, rows[i].bits, rows[i].in));
}

static void
exactness(void **state)
{
	const struct mech pad = { .type = MECH_AES_CBC_PAD };
	const struct mech gcm = { .type = MECH_AES_GCM };
	const struct mech wrap = { .type = MECH_AES_KWP };
	const struct mech rsa = { .type = MECH_RSA_PKCS };

	assert_true(bound_is_exact(&pad, USE_ENCRYPT));
	assert_false(bound_is_exact(&pad, USE_DECRYPT));
	assert_true(bound_is_exact(&gcm, USE_DECRYPT));
	assert_false(bound_is_exact(&wrap, USE_UNWRAP));
	assert_false(bound_is_exact(&rsa, USE_DECRYPT));
	assert_true(bound_is_exact(&rsa, USE_SIGN));
}

/* Never 0 for input, never too little for a block that waited. */
static void
parts_and_the_rest(void **state)
{
	static const size_t lens[] = { 1, 15, 16, 17, 1000 };
	unsigned n;
	const struct mech_row *rows = mech_rows(&n);

	for (unsigned i = 0; i < n; i++) {
		const struct mech m = fill(&rows[i], FILL_MOST);

		if (!(rows[i].flags & USE_DECRYPT))
			continue;
		assert_int_equal(0, bound_part(&m, 0));
		for (size_t k = 0; k < 5; k++) {
			assert_true(bound_part(&m, lens[k]) >= lens[k]);
			assert_true(bound_rest(&m, USE_DECRYPT, 2048, lens[k],
			    0) >= bound_whole(&m, USE_DECRYPT, 2048, lens[k]));
			assert_true(bound_rest(&m, USE_DECRYPT, 2048, lens[k],
			    lens[k]) >= 16);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_operations),
		cmocka_unit_test(exactness),
		cmocka_unit_test(parts_and_the_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
