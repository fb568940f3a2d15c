/* SPDX-License-Identifier: Apache-2.0 */
/* The map against an array, through random additions and removals. */
#include "../test.h"

#include <stdlib.h>

#include "base/map.h"

#define N 512

static void
random_changes(void **state)
{
	struct map m = { 0 };
	char values[N];
	bool there[N] = { false };
	size_t n = 0;

	srand(1);
	for (int round = 0; round < 200000; round++) {
		unsigned k = (unsigned)rand() % N;
		uint64_t key = (uint64_t)k * 0x100000001u;

		if (rand() % 2) {
			assert_ok(map_set(&m, key, &values[k]));
			n += !there[k];
			there[k] = true;
		} else {
			assert_ptr_equal(map_remove(&m, key),
			    there[k] ? &values[k] : NULL);
			n -= there[k];
			there[k] = false;
		}
		assert_int_equal(m.n, n);
		k = (unsigned)rand() % N;
		key = (uint64_t)k * 0x100000001u;
		assert_ptr_equal(map_get(&m, key), there[k] ? &values[k] : NULL);
	}
	map_clear(&m);
}

static void
walk_sees_each_once(void **state)
{
	struct map m = { 0 };
	char values[N];
	int seen[N] = { 0 };
	size_t at = 0;
	uint64_t key;
	void *value;

	for (uint64_t k = 0; k < N; k++)
		assert_ok(map_set(&m, k, &values[k]));
	while (map_next(&m, &at, &key, &value)) {
		assert_ptr_equal(value, &values[key]);
		seen[key]++;
	}
	for (int k = 0; k < N; k++)
		assert_int_equal(seen[k], 1);
	map_clear(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_changes),
		cmocka_unit_test(walk_sees_each_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
