/* SPDX-License-Identifier: Apache-2.0 */
/* A new name is durable only once its folder is synced: functions that make one
 * sync the folder and fail if that fails. The test replaces fsync (--wrap). */
#include "../test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "store/store.h"

static char dir[64], root_key[80], path[80];
static unsigned n_synced;
static bool fails;

int __real_fsync(int fd);
int __wrap_fsync(int fd);

int
__wrap_fsync(int fd)
{
	struct stat st, watched;

	assert_int_equal(0, fstat(fd, &st));
	assert_int_equal(0, stat(dir, &watched));
	if (st.st_ino == watched.st_ino && st.st_dev == watched.st_dev) {
		n_synced++;
		if (fails) {
			errno = EIO;
			return -1;
		}
	}
	return __real_fsync(fd);
}

static int
set_up(void **state)
{
	strcpy(dir, "/tmp/lunette-durable-XXXXXX");
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(root_key, sizeof(root_key), "%s.key", dir);
	n_synced = 0;
	fails = false;
	return 0;
}

static int
tear_down(void **state)
{
	static const char *const names[] = { "store.db", "store.db-wal",
		"store.db-shm", "file" };

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		unlink(path);
	}
	unlink(root_key);
	return rmdir(dir);
}

/* Also by a start after one that failed there, with the file made already. */
static void
a_new_store(void **state)
{
	struct store *s = NULL;

	fails = true;
	assert_err(ERR_STORE, store_open(dir, root_key, &s, NULL));
	assert_err(ERR_STORE, store_open(dir, root_key, &s, NULL));
	assert_null(s);
	fails = false;
	n_synced = 0;
	assert_ok(store_open(dir, root_key, &s, NULL));
	assert_int_equal(1, n_synced);
	store_close(s);
}

static void
a_new_file(void **state)
{
	snprintf(path, sizeof(path), "%s/file", dir);
	fails = true;
	assert_err(ERR_FILE, file_write(path, 0600, bytes_of_text("x")));
	fails = false;
	n_synced = 0;
	assert_ok(file_write(path, 0600, bytes_of_text("x")));
	assert_int_equal(1, n_synced);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_new_store, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_new_file, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
