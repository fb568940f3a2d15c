/* SPDX-License-Identifier: Apache-2.0 */
/* A store of version 1, byte for byte as it was written, becomes one of this
 * version: whole, or not at all, wherever the process ends in between.
 * docs/storage.md describes both. */
#include "../test.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "store/store.h"

static const char root_key[] =
	"87f5e7148d7f0ec36374153a65a087d5f53ece2dd6e96659b29ceb628f19f477";

static const char contents[] =
	"CREATE TABLE header(name TEXT PRIMARY KEY, value INTEGER NOT NULL);"
	"CREATE TABLE key(partition INTEGER PRIMARY KEY, wrapped BLOB NOT NULL);"
	"CREATE TABLE record(partition INTEGER NOT NULL, kind INTEGER NOT NULL,"
	" id INTEGER NOT NULL, revision INTEGER NOT NULL, sealed BLOB NOT NULL);"
	"CREATE UNIQUE INDEX record_key ON record(partition, kind, id);"
	"INSERT INTO header VALUES('format', 1);"
	"INSERT INTO key VALUES(-1,"
	" x'68BFBCB0873161C4BB6AA819E398B1BC57A953CC2897E36F81FEC9DC2F11A407"
	"B3C181CE24A8308D866AF760B699FDC250D16B6BF4F69D4E4644D2D4');"
	"INSERT INTO key VALUES(0,"
	" x'986D321CB2F917264D55BCFE883B5CEC6E12D2519A301A45E0A35AFA011FDF31"
	"E170889DA58B1FDAC675BE50F76372BB91F87F7B7C8D39EDE2DB71FB');"
	"INSERT INTO key VALUES(7,"
	" x'D5305A9D6E6DF2E2A4602715EA0E96ABC823CF8C050E47BA463EC522054189BE"
	"F13D6F3D4805C711C28FA244CD3D53DA52523D37A91EE51C069E6760');"
	"INSERT INTO record VALUES(7, 6, 1, 1,"
	" x'A1492C1AA429F0ECD5B6631A30A4A92BA27CF225295E7CD21CC7EA0FBA38C0ED"
	"A54656EBAB92BFFA030B');"
	"INSERT INTO record VALUES(0, 3, 0, 2,"
	" x'A79A055E417C83CFB6943F7ACE6770C6FF52F85387E8833644217F02BF47ADFC"
	"7D395484820E53');"
	"INSERT INTO record VALUES(-1, 1, 0, 3,"
	" x'E414A6DD383FE3E1516CBFB90B54622BED43D785C60E6FA15D7F7FE5AFD21165"
	"80858098D7');";

static const char in_1[] = "of the card,of a partition!permanent,";
static const char in_2[] = "new of the card,new of a partition!new permanent,";

static char dir[] = "/tmp/lunette-upgrade-XXXXXX";

static const char *
path_of(const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static void
remove_store(void)
{
	remove(path_of("store.db"));
	remove(path_of("store.db-wal"));
	remove(path_of("root.key"));
}

static void
write_store(void)
{
	CLEARED_BY(buf_clear) struct buf key = buf_up_to(32);
	sqlite3 *db;

	remove_store();
	assert_ok(text_from_hex(&key, bytes_of_text(root_key)));
	assert_ok(file_write(path_of("root.key"), 0600, buf_bytes(&key)));
	assert_int_equal(SQLITE_OK, sqlite3_open(path_of("store.db"), &db));
	assert_int_equal(SQLITE_OK, sqlite3_exec(db, contents, NULL, NULL, NULL));
	sqlite3_close(db);
}

static struct store *
opened(uint32_t version)
{
	struct store *s = NULL;
	uint32_t found = 0;

	assert_ok(store_open(dir, NULL, &s, &found));
	assert_int_equal(version, found);
	return s;
}

static enum err
append(void *ctx, const struct store_key *key, struct bytes value)
{
	TRY(buf_put(ctx, value));
	return buf_put_text(ctx, key->partition == 7 ? "!" : ",");
}

static void
assert_holds(struct store *s, const char *all)
{
	CLEARED_BY(buf_clear) struct buf got = buf_up_to(4096);

	assert_ok(store_each(s, append, &got, NULL));
	assert_ok(buf_put_u8(&got, 0));
	assert_string_equal(all, (const char *)got.ptr);
}

/* ctx: how many records it still takes; below 0 all of them. */
static enum err
renew(void *ctx, const struct store_key *key, struct bytes old,
    struct secret *out)
{
	int *left = ctx;

	if ((*left)-- == 0)
		return ERR_NO_MEMORY;
	TRY(secret_make(out, 4 + old.len));
	memcpy(out->ptr, "new ", 4);
	memcpy(out->ptr + 4, old.ptr, old.len);
	return ERR_OK;
}

static void
test_upgrade(void **state)
{
	struct store_op op = { .act = STORE_DELETE };
	struct store *s;
	struct store_key bad;
	int left = -1;

	(void)state;
	write_store();
	s = opened(1);
	assert_holds(s, in_1);
	assert_err(ERR_STORE, store_commit(s, &op, 1)); /* not before */
	assert_ok(store_upgrade(s, renew, &left, &bad));
	assert_holds(s, in_2);
	assert_ok(store_commit(s, &op, 1));
	store_close(s);
	s = opened(STORE_VERSION);
	assert_holds(s, in_2);
	op = (struct store_op){ .act = STORE_SHRED, .key = { 7, 0, 0 } };
	assert_ok(store_commit(s, &op, 1));
	assert_holds(s, "new of the card,new permanent,");
	store_close(s);
}

/* Whichever record cannot be converted: nothing was. */
static void
test_refused(void **state)
{
	static const uint32_t kinds[] = { 6, 3, 1 }; /* as they were written */

	(void)state;
	write_store();
	for (int fails_at = 0; fails_at < 3; fails_at++) {
		struct store *s = opened(1);
		struct store_key bad = { 0 };
		int left = fails_at;

		assert_err(ERR_NO_MEMORY, store_upgrade(s, renew, &left, &bad));
		assert_int_equal(kinds[fails_at], bad.kind);
		assert_holds(s, in_1);
		store_close(s);
	}
	store_close(opened(1));
}

/* --- the plug --- */

/* What SQLite asks the system for is counted, and the process ends in the n-th: as
 * it would by kill -9. Half of a write is done. */
static int calls_left;

static void
count_down(void)
{
	if (calls_left-- == 0)
		_exit(9);
}

static ssize_t
write_or_end(int fd, const void *from, size_t n, off_t at)
{
	ssize_t done;

	if (calls_left == 0)
		n = n / 2;
	done = pwrite(fd, from, n, at);
	count_down();
	return done;
}

static int
cut_or_end(int fd, off_t len)
{
	count_down();
	return ftruncate(fd, len);
}

static int
remove_or_end(const char *path)
{
	count_down();
	return unlink(path);
}

static void
count_calls(void)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	const struct {
		const char *name;
		sqlite3_syscall_ptr call;
	} calls[] = {
		{ "pwrite", (sqlite3_syscall_ptr)write_or_end },
		{ "pwrite64", (sqlite3_syscall_ptr)write_or_end },
		{ "ftruncate", (sqlite3_syscall_ptr)cut_or_end },
		{ "unlink", (sqlite3_syscall_ptr)remove_or_end },
	};

	for (unsigned i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		vfs->xSetSystemCall(vfs, calls[i].name, calls[i].call);
}

/* In a child: false if it ended before the end. */
static bool
upgrade_with(int calls)
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		struct store_key bad;
		struct store *s = NULL;
		int left = -1;

		calls_left = calls;
		count_calls();
		if (store_open(dir, NULL, &s, NULL) != ERR_OK ||
		    store_upgrade(s, renew, &left, &bad) != ERR_OK)
			_exit(1);
		store_close(s);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	assert_true(WIFEXITED(status));
	assert_true(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 9);
	return WEXITSTATUS(status) == 0;
}

static void
test_plug(void **state)
{
	unsigned n_old = 0, n_new = 0;
	bool whole = false;

	(void)state;
	for (int calls = 0; !whole; calls++) {
		struct store *s = NULL;
		uint32_t found = 0;

		write_store();
		whole = upgrade_with(calls);
		assert_ok(store_open(dir, NULL, &s, &found));
		assert_holds(s, found == 1 ? in_1 : in_2);
		n_old += found == 1;
		n_new += found == STORE_VERSION;
		store_close(s);
	}
	print_message("%u times the old store, %u times the new\n", n_old, n_new);
	assert_true(n_old >= 5 && n_new >= 2);
}

static int
begin(void **state)
{
	(void)state;
	return mkdtemp(dir) == NULL;
}

static int
end(void **state)
{
	(void)state;
	remove_store();
	return rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_upgrade),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_plug),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
