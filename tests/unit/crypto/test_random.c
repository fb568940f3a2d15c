/* SPDX-License-Identifier: Apache-2.0 */
/* The generator of each thread's context, and seeds that are mixed into it. */
#include "fixture.h"

#include <openssl/core_names.h>
#include <openssl/rand.h>

#include "crypto/library.h"

/* How often the context's generator was seeded. */
static unsigned
times_seeded(const struct crypto *context)
{
	unsigned n = 0;
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_uint(OSSL_DRBG_PARAM_RESEED_COUNTER, &n),
		OSSL_PARAM_construct_end(),
	};

	assert_int_equal(EVP_RAND_CTX_get_params(
	    RAND_get0_primary(context->lib), params), 1);
	return n;
}

static void
draws_differ(void **state)
{
	uint8_t a[64] = { 0 }, b[64] = { 0 };

	assert_ok(crypto_draw(c, a, sizeof(a)));
	assert_ok(crypto_draw(c, b, sizeof(b)));
	assert_memory_not_equal(a, b, sizeof(a));
	assert_ok(crypto_draw(c, a, 0));
}

static void
a_seed_reaches_every_context(void **state)
{
	struct crypto *other = NULL;
	uint8_t byte[1];
	unsigned mine, others;

	assert_ok(crypto_open(&other));
	assert_ok(crypto_draw(c, byte, 1));
	assert_ok(crypto_draw(other, byte, 1));
	mine = times_seeded(c);
	others = times_seeded(other);
	assert_ok(crypto_seed(c, bytes_of_text("a seed")));
	assert_int_equal(times_seeded(c), mine + 1);
	assert_int_equal(times_seeded(other), others + 1);
	crypto_free(&other);
}

/* It is added to what is there: the same seed twice gives two streams. */
static void
a_seed_replaces_nothing(void **state)
{
	static const uint8_t zeros[100000];
	uint8_t a[32], b[32];

	assert_ok(crypto_seed(c, bytes_of(zeros, sizeof(zeros))));
	assert_ok(crypto_draw(c, a, sizeof(a)));
	assert_ok(crypto_seed(c, bytes_of(zeros, sizeof(zeros))));
	assert_ok(crypto_draw(c, b, sizeof(b)));
	assert_memory_not_equal(a, b, sizeof(a));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(draws_differ),
		cmocka_unit_test(a_seed_reaches_every_context),
		cmocka_unit_test(a_seed_replaces_nothing),
	};

	return cmocka_run_group_tests(tests, open_crypto, close_crypto);
}
