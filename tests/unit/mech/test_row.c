/* SPDX-License-Identifier: Apache-2.0 */
/* The tables: each row is found by its number, and agrees with the others. */
#include "../test.h"

#include <string.h>

#include "mech/mech.h"
#include "spec/limits.h"
#include "wire/messages.h"

static void
every_row_is_found_by_its_number(void **state)
{
	unsigned n;
	const struct mech_row *rows = mech_rows(&n);

	for (unsigned i = 0; i < n; i++) {
		assert_ptr_equal(&rows[i], mech_row(rows[i].number));
		assert_memory_equal("CKM_", rows[i].name, 4);
		assert_true(rows[i].min_key <= rows[i].max_key);
	}
	assert_null(mech_row(0xdeadbeef));
}

/* The _GENERAL forms, and no others, say how much of a MAC they want. */
static void
general_forms_take_a_length(void **state)
{
	unsigned n;
	const struct mech_row *rows = mech_rows(&n);

	for (unsigned i = 0; i < n; i++)
		assert_int_equal(strstr(rows[i].name, "_GENERAL") != NULL,
		    rows[i].parameter == PARAMETER_mac_general);
}

static void
hashes_have_lengths_and_numbers(void **state)
{
	static const struct {
		enum hash hash;
		uint64_t mech, mgf;
		size_t len;
	} rows[] = {
		{ HASH_SHA1, MECH_SHA_1, 1, 20 },
		{ HASH_SHA224, MECH_SHA224, 5, 28 },
		{ HASH_SHA256, MECH_SHA256, 2, 32 },
		{ HASH_SHA384, MECH_SHA384, 3, 48 },
		{ HASH_SHA512, MECH_SHA512, 4, 64 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(rows[i].len, hash_len(rows[i].hash));
		assert_int_equal(rows[i].hash, hash_of_mech(rows[i].mech));
		assert_int_equal(rows[i].hash, hash_of_mgf(rows[i].mgf));
	}
	assert_int_equal(0, hash_len(HASH_NONE));
	assert_int_equal(HASH_NONE, hash_of_mech(MECH_SHA256_HMAC));
	assert_int_equal(HASH_NONE, hash_of_mech(0xdeadbeef));
	assert_int_equal(HASH_NONE, hash_of_mgf(0));
	assert_int_equal(HASH_NONE, hash_of_mgf(6));
}

static void
functions_are_uses(void **state)
{
	enum mech_use use = 0;

	assert_ok(mech_use_of(FUNCTION_VERIFY, &use));
	assert_int_equal(USE_VERIFY, use);
	assert_err(ERR_ARGUMENT, mech_use_of(0, &use));
	assert_err(ERR_ARGUMENT, mech_use_of(FUNCTION_DIGEST + 1, &use));
	assert_int_equal(USE_VERIFY, use);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_found_by_its_number),
		cmocka_unit_test(general_forms_take_a_length),
		cmocka_unit_test(hashes_have_lengths_and_numbers),
		cmocka_unit_test(functions_are_uses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
