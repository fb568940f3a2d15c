/* SPDX-License-Identifier: Apache-2.0 */
/* What a program's log says when something went wrong. */
#include "../test.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

/* Logs one line and gives it back. */
static void
logged(int reason, char *out, size_t size)
{
	int ends[2], before = dup(STDERR_FILENO);
	ssize_t n;

	assert_int_equal(pipe(ends), 0);
	assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
	errno = reason;
	log_error("cannot listen: %m");
	assert_true(dup2(before, STDERR_FILENO) >= 0);
	n = read(ends[0], out, size - 1);
	assert_true(n > 0);
	out[n] = '\0';
	close(ends[0]);
	close(ends[1]);
	close(before);
}

/* The first line looks for a time zone's file, which a program in its
 * sandbox may not open. */
static void
test_the_reason_is_the_callers(void **state)
{
	char line[256];

	setenv("TZ", ":/nowhere/at/all", 1);
	logged(EADDRINUSE, line, sizeof(line));
	assert_non_null(strstr(line, "cannot listen: Address already in use\n"));
	logged(EADDRNOTAVAIL, line, sizeof(line));
	assert_non_null(strstr(line, "Cannot assign requested address\n"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_reason_is_the_callers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
