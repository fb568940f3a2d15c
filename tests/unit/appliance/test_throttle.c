/* SPDX-License-Identifier: Apache-2.0 */
/* What wrong passwords cost the next one, and whom they do not concern. */
#include "../test.h"

#include <stdio.h>

#include "throttle.h"

static struct throttle throttle;

static int
fresh(void **state)
{
	throttle = (struct throttle){ 0 };
	return 0;
}

static uint32_t
delay(const char *user, const char *peer, int64_t now)
{
	struct source from = source_of_peer(bytes_of_text(peer));

	return throttle_delay_ms(&throttle, bytes_of_text(user), &from, now);
}

static void
wrong(const char *user, const char *peer, int64_t now)
{
	struct source from = source_of_peer(bytes_of_text(peer));

	throttle_failed(&throttle, bytes_of_text(user), &from, now);
}

static void
right(const char *user, const char *peer)
{
	struct source from = source_of_peer(bytes_of_text(peer));

	throttle_passed(&throttle, bytes_of_text(user), &from);
}

static void
grows_and_ends(void **state)
{
	static const uint32_t expected[] = { 0, 0, 0, 500, 1000, 2000, 4000, 8000, 8000, 8000 };

	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		assert_int_equal(expected[i], delay("admin", "10.0.0.1/7", 1));
		wrong("admin", "10.0.0.1/8", 1); /* another port is the same source */
	}
	for (int i = 0; i < 100; i++)
		wrong("admin", "10.0.0.1/8", 1);
	assert_int_equal(THROTTLE_MOST_MS, delay("admin", "10.0.0.1/7", 1));
	assert_int_equal(0, delay("admin", "10.0.0.1/7", 1 + THROTTLE_FORGET_MS));
	wrong("admin", "10.0.0.1/7", 1 + THROTTLE_FORGET_MS);
	assert_int_equal(0, delay("admin", "10.0.0.1/7", 1 + THROTTLE_FORGET_MS));
}

static void
others_do_not_wait(void **state)
{
	for (int i = 0; i < 20; i++) {
		wrong("admin", "10.0.0.1/7", 1);
		wrong("admin", "2001:db8:1:2::1/7", 1);
	}
	assert_int_equal(0, delay("admin", "10.0.0.2/7", 1));
	assert_int_equal(0, delay("operator", "10.0.0.1/7", 1));
	assert_int_equal(THROTTLE_MOST_MS, delay("admin", "2001:db8:1:2:3::4/9", 1));
	assert_int_equal(0, delay("admin", "2001:db8:1:3::1/7", 1));
	right("admin", "10.0.0.2/7");
	assert_int_equal(THROTTLE_MOST_MS, delay("admin", "10.0.0.1/7", 1));
	right("admin", "10.0.0.1/9");
	assert_int_equal(0, delay("admin", "10.0.0.1/7", 1));
}

/* Wrong passwords of other names do not wash out what is known of one. */
static void
rows_are_few(void **state)
{
	char name[16], long_name[LIMIT_NAME + 2];

	for (int i = 0; i < 10; i++)
		wrong("admin", "10.0.0.1/7", 1);
	for (int i = 0; i < 10 * THROTTLE_ROWS; i++) {
		snprintf(name, sizeof(name), "name%d", i);
		wrong(name, "10.0.0.1/7", 2 + i);
	}
	assert_int_equal(THROTTLE_MOST_MS, delay("admin", "10.0.0.1/7", 1000));
	memset(long_name, 'n', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	for (int i = 0; i < 10; i++)
		wrong(long_name, "10.0.0.1/7", 3);
	assert_int_equal(0, delay(long_name, "10.0.0.1/7", 3));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(grows_and_ends, fresh),
		cmocka_unit_test_setup(others_do_not_wait, fresh),
		cmocka_unit_test_setup(rows_are_few, fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
