/* SPDX-License-Identifier: Apache-2.0 */
/* What a program has given up; in children, for it cannot be taken back. */
#include "../test.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proc/sandbox.h"

static int
dropped(void)
{
	struct rlimit core = { 1, 1 };

	if (sandbox_drop_privileges() != ERR_OK)
		return 1;
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		return 2;
	if (getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_max != 0)
		return 3;
#ifndef LUNETTE_SANITIZED
	if (prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
		return 4;
#endif
	return 0;
}

static void
privileges(void **state)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0)
		_exit(dropped());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(privileges) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
