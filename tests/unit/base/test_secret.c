/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets: wiped when given back, apart from each other, gone after fork. */
#include "../test.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/secret.h"

static void
given_back_is_wiped(void **state)
{
	struct secret s = { 0 };
	const uint8_t *was;

	assert_ok(secret_copy(&s, bytes_of_text("hunter2hunter2")));
	was = s.ptr;
	secret_clear(&s);
	for (int i = 0; i < 14; i++)
		assert_int_equal(was[i], 0);
	assert_null(s.ptr);
	secret_clear(&s);
}

static void
many_are_apart(void **state)
{
	struct secret s[2000] = { 0 };

	for (size_t i = 0; i < 2000; i++) {
		assert_ok(secret_make(&s[i], i % 700));
		memset(s[i].ptr, (int)(i & 255), s[i].len);
	}
	for (size_t i = 0; i < 2000; i++)
		for (size_t k = 0; k < s[i].len; k++)
			assert_int_equal(s[i].ptr[k], i & 255);
	for (size_t i = 0; i < 2000; i++)
		secret_clear(&s[i]);
}

static void
gone_after_fork(void **state)
{
	struct secret s = { 0 };
	int status;
	pid_t child;

	assert_ok(secret_copy(&s, bytes_of_text("password")));
	child = fork();
	if (child == 0)
		_exit(s.ptr[0] == 0 && s.ptr[7] == 0 ? 0 : 1);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	secret_clear(&s);
}

static void
shorten_keeps_the_head(void **state)
{
	struct secret s = { 0 };

	assert_ok(secret_make(&s, 4096));
	memset(s.ptr, 7, 4096);
	secret_shorten(&s, 40);
	assert_int_equal(s.len, 40);
	for (int i = 0; i < 40; i++)
		assert_int_equal(s.ptr[i], 7);
	secret_clear(&s);
	assert_err(ERR_TOO_LARGE, secret_make(&s, SECRET_MAX + 1));
}

static void
equality(void **state)
{
	assert_true(secret_equal(bytes_of_text("a1"), bytes_of_text("a1")));
	assert_false(secret_equal(bytes_of_text("a1"), bytes_of_text("a2")));
	assert_false(secret_equal(bytes_of_text("a1"), bytes_of_text("a")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(given_back_is_wiped),
		cmocka_unit_test(many_are_apart),
		cmocka_unit_test(gone_after_fork),
		cmocka_unit_test(shorten_keeps_the_head),
		cmocka_unit_test(equality),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
