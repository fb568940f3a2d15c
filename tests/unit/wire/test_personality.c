/* SPDX-License-Identifier: Apache-2.0 */
/* Personalities: each row is found by its own name and number and gives what is
 * its own; nothing is a mixture of several. */
#include "../test.h"

#include <stdbool.h>
#include <string.h>

#include "wire/personality.h"

static const struct {
	const char *id;
	enum personality personality;
} models[] = {
#define MODEL(id, number, name, token, firmware, part, backup, storage, \
	    partitions, overhead, personality)                          \
	{ #id, PERSONALITY_##personality },
#include "spec/models.def"
#undef MODEL
};

static bool
has_model(const struct personality_row *row)
{
	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++)
		if (strcmp(models[i].id, row->model) == 0)
			return models[i].personality == row->number;
	return false;
}

/* The model of its card is there, and is of the same generation. */
static void
each_row(void **state)
{
	size_t n;
	const struct personality_row *rows = personality_rows(&n);

	assert_true(n >= 2);
	for (size_t i = 0; i < n; i++) {
		assert_ptr_equal(personality_of_name(rows[i].name), &rows[i]);
		assert_ptr_equal(personality_of_number(rows[i].number), &rows[i]);
		assert_true(has_model(&rows[i]));
		/* "7.8.4-": the software is of that generation, and of it alone */
		assert_int_equal(rows[i].software[0] - '0', rows[i].number);
		assert_int_equal(rows[i].software[1], '.');
		assert_null(strchr(strchr(rows[i].software, '-') + 1, '-'));
	}
	for (size_t i = 1; i < n; i++)
		assert_true(rows[i - 1].number < rows[i].number);
}

static void
no_row(void **state)
{
	assert_null(personality_of_name("luna"));
	assert_null(personality_of_name(""));
	assert_null(personality_of_name("luna6luna7"));
	assert_null(personality_of_number(0));
	assert_null(personality_of_number(UINT64_C(1) << 32 | 7));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_row),
		cmocka_unit_test(no_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
