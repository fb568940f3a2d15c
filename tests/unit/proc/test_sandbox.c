/* SPDX-License-Identifier: Apache-2.0 */
/* What a program can no longer do in its sandbox. Children enter it, because
 * nobody can leave it again. */
#include "../test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proc/sandbox.h"

/* What a child finds: 0, or the number of what is not as it should be. */
typedef int child_fn(void);

static void
in_a_child(child_fn *look)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0)
		_exit(look());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

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
	in_a_child(dropped);
}

#ifndef LUNETTE_SANITIZED /* such a build has no sandbox */
static const char *const few_calls[] = { "read", "write", "openat", "close", "fcntl",
	"exit_group", "getpid", NULL };

/* A call outside the list is refused and nothing more; one inside works. */
static int
calls_confined(void)
{
	const struct sandbox s = { .calls = few_calls };
	bool landlock;

	if (sandbox_drop_privileges() != ERR_OK || sandbox_enter(&s, &landlock) != ERR_OK)
		return 1;
	if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) != -1 || errno != EPERM)
		return 2; /* prctl itself is not on the list */
	if (socket(AF_INET, SOCK_STREAM, 0) != -1 || errno != EPERM)
		return 3;
	return syscall(SYS_getpid) > 0 ? 0 : 4;
}

static void
calls(void **state)
{
	in_a_child(calls_confined);
}

static char folder[] = "/tmp/test_sandbox_XXXXXX";
static char writable[64], readable[64];

static bool
opens(const char *in, const char *name, int flags)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", in, name);
	fd = open(path, flags | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* Of the file system only what was named is left, and only as it was named. */
static int
paths_confined(void)
{
	const struct sandbox_path paths[] = { { .path = writable, .write = true },
		{ .path = readable }, { NULL } };
	const struct sandbox s = { .paths = paths };
	bool landlock;

	if (sandbox_drop_privileges() != ERR_OK || sandbox_enter(&s, &landlock) != ERR_OK)
		return 1;
	if (!landlock)
		return 0; /* an old kernel; who enters says so in the log */
	if (!opens(writable, "new", O_WRONLY | O_CREAT) || !opens(writable, "new", O_RDONLY))
		return 2;
	if (!opens(readable, "old", O_RDONLY))
		return 3;
	if (opens(readable, "old", O_WRONLY) || opens(readable, "new", O_WRONLY | O_CREAT))
		return 4;
	if (opens(folder, "outside", O_RDONLY) || opens("/etc", "passwd", O_RDONLY))
		return 5;
	return 0;
}

static int
no_paths(void)
{
	const struct sandbox s = { .calls = NULL };
	bool landlock;

	if (sandbox_drop_privileges() != ERR_OK || sandbox_enter(&s, &landlock) != ERR_OK)
		return 1;
	return landlock && opens("/etc", "passwd", O_RDONLY) ? 2 : 0;
}

static void
paths(void **state)
{
	char command[128];

	assert_non_null(mkdtemp(folder));
	snprintf(writable, sizeof(writable), "%s/writable", folder);
	snprintf(readable, sizeof(readable), "%s/readable", folder);
	assert_int_equal(0, mkdir(writable, 0700));
	assert_int_equal(0, mkdir(readable, 0700));
	assert_true(opens(readable, "old", O_WRONLY | O_CREAT));
	assert_true(opens(folder, "outside", O_WRONLY | O_CREAT));
	in_a_child(paths_confined);
	in_a_child(no_paths);
	snprintf(command, sizeof(command), "rm -r %s", folder);
	assert_int_equal(0, system(command));
}
#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(privileges),
#ifndef LUNETTE_SANITIZED
		cmocka_unit_test(calls),
		cmocka_unit_test(paths),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
