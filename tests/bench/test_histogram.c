/* SPDX-License-Identifier: Apache-2.0 */
/* The histogram against sorted values: quantiles within one in a hundred. */

#include <stdlib.h>

#include "test.h"

#include "../../prog/multitoken/histogram.h"

#define N 20000

static int
compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void
quantiles_are_close(void **state)
{
	static struct histogram h, parts[2];
	static uint64_t values[N];
	uint64_t seed = 1;

	for (int i = 0; i < N; i++) {
		seed = seed * 6364136223846793005U + 1442695040888963407U;
		/* from nanoseconds to minutes, all magnitudes alike */
		values[i] = (seed >> 22) >> (seed % 38);
		histogram_add(&parts[i % 2], values[i]);
	}
	histogram_merge(&h, &parts[0]);
	histogram_merge(&h, &parts[1]);
	qsort(values, N, sizeof(*values), compare);
	assert_int_equal(h.n, N);
	assert_int_equal(h.most, values[N - 1]);
	for (int q = 0; q < 100; q++) {
		double exact = (double)values[N * q / 100];
		double said = histogram_quantile(&h, q / 100.0);

		assert_true(said <= exact * 1.01 + 1 && said >= exact * 0.99 - 1);
	}
	assert_true(histogram_quantile(&h, 1) <= (double)values[N - 1]);
}

static void
empty_and_extreme(void **state)
{
	static struct histogram h;

	assert_true(histogram_quantile(&h, 0.5) == 0);
	histogram_add(&h, UINT64_MAX);
	histogram_add(&h, 0);
	assert_int_equal(h.most, UINT64_MAX);
	assert_true(histogram_quantile(&h, 0) == 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quantiles_are_close),
		cmocka_unit_test(empty_and_extreme),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
