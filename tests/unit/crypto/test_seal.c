/* SPDX-License-Identifier: Apache-2.0 */
/* Sealed records and passwords. */
#include "fixture.h"

#include <stdio.h>

#include "crypto/password.h"
#include "crypto/random.h"
#include "crypto/seal.h"

static void
sealing(void **state)
{
	CLEARED_BY(buf_clear) struct buf sealed = buf_up_to(4096);
	CLEARED_BY(secret_clear) struct secret key = { 0 }, back = { 0 };
	struct bytes aad = bytes_of_text("partition 7, object 9, version 2");
	struct bytes text = bytes_of_text("a key");

	assert_ok(crypto_random_secret(&key, SEAL_KEY_LEN));
	assert_ok(seal_put(c, secret_bytes(&key), aad, text, &sealed));
	assert_int_equal(sealed.len, text.len + SEAL_OVERHEAD);
	assert_ok(seal_open(c, secret_bytes(&key), aad, buf_bytes(&sealed),
	    &back));
	assert_true(bytes_equal(secret_bytes(&back), text));
	for (size_t i = 0; i < sealed.len; i++) {
		sealed.ptr[i] ^= 4;
		assert_err(ERR_CORRUPT, seal_open(c, secret_bytes(&key), aad,
		    buf_bytes(&sealed), &back));
		sealed.ptr[i] ^= 4;
	}
	for (size_t i = 0; i < sealed.len; i++)
		assert_err(ERR_CORRUPT, seal_open(c, secret_bytes(&key), aad,
		    bytes_of(sealed.ptr, i), &back));
	aad.len--;
	assert_err(ERR_CORRUPT, seal_open(c, secret_bytes(&key), aad,
	    buf_bytes(&sealed), &back));
	aad.len++;
	key.ptr[0] ^= 1;
	assert_err(ERR_CORRUPT, seal_open(c, secret_bytes(&key), aad,
	    buf_bytes(&sealed), &back));
	assert_true(bytes_equal(secret_bytes(&back), text));
}

/* The heap, where libcrypto's contexts are, as /proc tells it. */
static bool
heap_holds(const uint8_t masked[SEAL_KEY_LEN])
{
	unsigned long from = 0, to = 0;
	char line[512];
	FILE *maps = fopen("/proc/self/maps", "re");
	bool found = false;

	assert_non_null(maps);
	while (fgets(line, sizeof(line), maps) != NULL)
		if (strstr(line, "[heap]") != NULL)
			assert_int_equal(2, sscanf(line, "%lx-%lx", &from, &to));
	fclose(maps);
	for (unsigned long at = from; !found && at + SEAL_KEY_LEN <= to; at++) {
		const uint8_t *p = (const uint8_t *)at;
		size_t n = 0;

		while (n < SEAL_KEY_LEN && (p[n] ^ 0x5a) == masked[n])
			n++;
		found = n == SEAL_KEY_LEN;
	}
	return found;
}

static void
nothing_stays(void **state)
{
	CLEARED_BY(buf_clear) struct buf sealed = buf_up_to(4096);
	CLEARED_BY(secret_clear) struct secret key = { 0 }, back = { 0 };
	uint8_t masked[SEAL_KEY_LEN];
	struct bytes none = { 0 };

	assert_ok(crypto_random_secret(&key, SEAL_KEY_LEN));
	for (size_t i = 0; i < SEAL_KEY_LEN; i++)
		masked[i] = key.ptr[i] ^ 0x5a;
	assert_ok(seal_put(c, secret_bytes(&key), none, none, &sealed));
	assert_false(heap_holds(masked));
	assert_ok(seal_open(c, secret_bytes(&key), none, buf_bytes(&sealed), &back));
	assert_false(heap_holds(masked));
}

static void
empty_and_two_alike(void **state)
{
	CLEARED_BY(buf_clear) struct buf sealed = buf_up_to(4096);
	CLEARED_BY(secret_clear) struct secret key = { 0 }, back = { 0 };
	struct bytes none = { 0 };

	assert_ok(crypto_random_secret(&key, SEAL_KEY_LEN));
	assert_ok(seal_put(c, secret_bytes(&key), none, none, &sealed));
	assert_ok(seal_put(c, secret_bytes(&key), none, none, &sealed));
	assert_memory_not_equal(sealed.ptr, sealed.ptr + 28, 28);
	assert_ok(seal_open(c, secret_bytes(&key), none,
	    bytes_of(sealed.ptr + 28, 28), &back));
	assert_int_equal(back.len, 0);
	assert_err(ERR_KEY_SIZE, seal_put(c, bytes_of(key.ptr, 31), none, none,
	    &sealed));
}

static void
passwords(void **state)
{
	CLEARED_BY(buf_clear) struct buf verifier = buf_up_to(100);
	CLEARED_BY(buf_clear) struct buf other = buf_up_to(100);
	struct bytes right = bytes_of_text("userpin1");

	assert_ok(password_verifier_make(right, &verifier));
	assert_ok(password_verifier_make(right, &other));
	assert_false(bytes_equal(buf_bytes(&verifier), buf_bytes(&other)));
	assert_ok(password_verify(buf_bytes(&verifier), right));
	assert_err(ERR_PIN_INCORRECT, password_verify(buf_bytes(&verifier),
	    bytes_of_text("userpin2")));
	assert_err(ERR_PIN_INCORRECT, password_verify(buf_bytes(&verifier),
	    bytes_of(NULL, 0)));
	assert_err(ERR_CORRUPT, password_verify(
	    bytes_of(verifier.ptr, verifier.len - 1), right));
	/* A damaged cost must not ask for a terabyte. */
	verifier.ptr[5] = 0xff;
	assert_err(ERR_CORRUPT, password_verify(buf_bytes(&verifier), right));
}

/* The stretched domain may never change: old backups hang on it. */
static void
domains(void **state)
{
	CLEARED_BY(secret_clear) struct secret a = { 0 }, b = { 0 };
	static const uint8_t expected[4] = { 0x55, 0x4b, 0xbe, 0x50 };

	assert_ok(domain_stretch(bytes_of_text("mydomain"), &a));
	assert_ok(domain_stretch(bytes_of_text("mydomaim"), &b));
	assert_int_equal(a.len, 32);
	assert_false(secret_equal(secret_bytes(&a), secret_bytes(&b)));
	assert_memory_equal(a.ptr, expected, 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sealing),
		cmocka_unit_test(nothing_stays),
		cmocka_unit_test(empty_and_two_alike),
		cmocka_unit_test(passwords),
		cmocka_unit_test(domains),
	};

	return cmocka_run_group_tests(tests, open_crypto, close_crypto);
}
