/* SPDX-License-Identifier: Apache-2.0 */
/* Our PKCS#11 header against one we did not write: programs are compiled with
 * other headers than the module, so numbers and layouts must agree. */

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "test.h"

#include "layout.h"

/* p11-kit 0.24 has numbers of its own here; ours are those of the OASIS text
 * (v2.40 and later). */
static const char *const known_to_differ[] = {
	"CKR_EXCEEDED_MAX_ITERATIONS", "CKR_FIPS_SELF_TEST_FAILED",
	"CKR_LIBRARY_LOAD_FAILED", "CKR_PIN_TOO_WEAK", "CKR_PUBLIC_KEY_INVALID",
};

static int
may_differ(const char *name)
{
	for (size_t i = 0; i < sizeof(known_to_differ) / sizeof(*known_to_differ); i++)
		if (strcmp(known_to_differ[i], name) == 0)
			return 1;
	return 0;
}

static const struct fact *
fact_find(const struct fact *facts, const char *name)
{
	for (; facts->name != NULL; facts++)
		if (strcmp(facts->name, name) == 0)
			return facts;
	return NULL;
}

/* The number of facts that both tables have. */
static unsigned
compare(const struct fact *ours, const struct fact *theirs)
{
	unsigned n = 0;

	for (; theirs->name != NULL; theirs++) {
		const struct fact *f = fact_find(ours, theirs->name);

		assert_non_null(f);
		if (f->value != theirs->value && !may_differ(f->name))
			fail_msg("%s is %#lx here, %#lx there", f->name, f->value,
				theirs->value);
		n++;
	}
	return n;
}

static void
numbers_agree(void **state)
{
	assert_in_range(compare(our_numbers, their_numbers), 600, 2000);
}

static void
layouts_agree(void **state)
{
	assert_in_range(compare(our_layout, their_layout), 160, 1000);
}

/* No name twice: a second row would hide a wrong first one. */
static void
names_are_unique(void **state)
{
	for (const struct fact *f = our_numbers; f->name != NULL; f++)
		assert_ptr_equal(fact_find(our_numbers, f->name), f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_agree),
		cmocka_unit_test(layouts_agree),
		cmocka_unit_test(names_are_unique),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
