/* SPDX-License-Identifier: Apache-2.0 */
/* The store: what is written is found again, changed by nobody, gone when it
 * is shredded; and a transaction happens whole or not at all. */
#include "../test.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "store/store.h"
#include "store/writer.h"

static char dir[64];

static int
set_up(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/lunette-store-XXXXXX");
	return mkdtemp(dir) != NULL ? 0 : -1;
}

static int
tear_down(void **state)
{
	static const char *const names[] = {
		"store.db", "store.db-wal", "store.db-shm", "root.key"
	};
	char path[128];

	(void)state;
	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		unlink(path);
	}
	return rmdir(dir);
}

static struct store *
opened(void)
{
	struct store *s = NULL;

	assert_ok(store_open(dir, NULL, &s, NULL));
	return s;
}

static struct store_op
put_op(uint64_t partition, uint32_t kind, uint64_t id, const char *text)
{
	return (struct store_op){ STORE_PUT, { partition, kind, id },
		bytes_of_text(text) };
}

static struct store_op
plain_op(enum store_act act, uint64_t partition)
{
	return (struct store_op){ act, { partition, 0, 0 }, { NULL, 0 } };
}

static void
put(struct store *s, uint64_t partition, uint32_t kind, uint64_t id,
    const char *text)
{
	struct store_op op = put_op(partition, kind, id, text);

	assert_ok(store_commit(s, &op, 1));
}

static enum err
note(void *ctx, const struct store_key *key, struct bytes value)
{
	char place[64];

	snprintf(place, sizeof(place), "%lld.%u.%llu=", (long long)key->partition,
	    key->kind, (unsigned long long)key->id);
	TRY(buf_put_text(ctx, place));
	TRY(buf_put(ctx, value));
	return buf_put_text(ctx, ";");
}

static void
assert_holds(struct store *s, const char *want)
{
	CLEARED_BY(buf_clear) struct buf got = buf_up_to(1 << 20);

	assert_ok(store_each(s, note, &got, NULL));
	assert_ok(buf_put_u8(&got, 0));
	assert_string_equal(want, (const char *)got.ptr);
}

static void
test_keeps(void **state)
{
	struct store *s = opened();
	struct store_op ops[] = {
		plain_op(STORE_NEED_KEY, 7), put_op(7, 2, 1, "b"),
		put_op(7, 1, ~0ull >> 1, "a"), put_op(STORE_CARD, 1, 0, "card"),
		put_op(STORE_PERMANENT, 1, 0, "self"), put_op(7, 2, 1, "c"),
	};

	(void)state;
	assert_ok(store_commit(s, ops, 6));
	store_close(s);
	s = opened();
	assert_holds(s, "0.1.0=card;7.1.9223372036854775807=a;7.2.1=c;"
		"-1.1.0=self;");
	ops[0] = (struct store_op){ STORE_DELETE, { 7, 2, 1 }, { NULL, 0 } };
	assert_ok(store_commit(s, ops, 1));
	assert_holds(s, "0.1.0=card;7.1.9223372036854775807=a;-1.1.0=self;");
	store_close(s);
}

static void
test_whole_or_nothing(void **state)
{
	struct store *s = opened();
	struct store_op ops[] = {
		put_op(STORE_CARD, 1, 1, "new"), plain_op(STORE_NEED_KEY, 9),
		put_op(8, 1, 1, "no such partition"),
	};

	(void)state;
	put(s, STORE_CARD, 1, 1, "old");
	assert_err(ERR_NOT_FOUND, store_commit(s, ops, 3));
	assert_holds(s, "0.1.1=old;");
	ops[2] = put_op(9, 1, 1, "x");
	assert_ok(store_commit(s, ops, 3));
	assert_ok(store_commit(s, ops, 3));
	assert_holds(s, "0.1.1=new;9.1.1=x;");
	store_close(s);
}

static void
test_big_value(void **state)
{
	CLEARED_BY(buf_clear) struct buf big = buf_up_to(STORE_VALUE_MAX + 1);
	struct store_op op = put_op(STORE_CARD, 1, 1, "");
	struct store *s = opened();

	(void)state;
	assert_ok(buf_reserve(&big, STORE_VALUE_MAX + 1));
	memset(big.ptr, 'x', STORE_VALUE_MAX + 1);
	op.value = bytes_of(big.ptr, STORE_VALUE_MAX + 1);
	assert_err(ERR_TOO_LARGE, store_commit(s, &op, 1));
	op.value.len--;
	assert_ok(store_commit(s, &op, 1));
	store_close(s);
	s = opened();
	CLEARED_BY(buf_clear) struct buf got = buf_up_to(1 << 20);
	assert_ok(store_each(s, note, &got, NULL));
	assert_int_equal(STORE_VALUE_MAX + 7, got.len);
	store_close(s);
}

/* What the files of the store hold, one after the other. */
static struct buf
raw_files(void)
{
	static const char *const names[] = { "store.db", "store.db-wal" };
	struct buf all = buf_up_to(64 << 20);
	char path[128];

	for (unsigned i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		if (file_is_there(path))
			assert_ok(file_read(path, &all));
	}
	return all;
}

static bool
files_hold(struct bytes what)
{
	CLEARED_BY(buf_clear) struct buf all = raw_files();

	return memmem(all.ptr, all.len, what.ptr, what.len) != NULL;
}

static void
sql(const char *text)
{
	sqlite3 *db;
	char path[128];

	snprintf(path, sizeof(path), "%s/store.db", dir);
	assert_int_equal(SQLITE_OK, sqlite3_open(path, &db));
	assert_int_equal(SQLITE_OK, sqlite3_exec(db, text, NULL, NULL, NULL));
	sqlite3_close(db);
}

/* The wrapped key of a partition as it stands in the file. */
static struct buf
wrapped_key(const char *partition)
{
	struct buf out = buf_up_to(256);
	sqlite3_stmt *statement;
	char text[128];
	sqlite3 *db;

	snprintf(text, sizeof(text), "%s/store.db", dir);
	assert_int_equal(SQLITE_OK, sqlite3_open(text, &db));
	snprintf(text, sizeof(text),
	    "SELECT wrapped FROM key WHERE partition = %s", partition);
	sqlite3_prepare_v2(db, text, -1, &statement, NULL);
	assert_int_equal(SQLITE_ROW, sqlite3_step(statement));
	assert_ok(buf_put(&out, bytes_of(sqlite3_column_blob(statement, 0),
	    (size_t)sqlite3_column_bytes(statement, 0))));
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return out;
}

static void
test_shred(void **state)
{
	struct store *s = opened();
	struct store_op ops[] = {
		plain_op(STORE_NEED_KEY, 7), put_op(7, 1, 1, "seven"),
		plain_op(STORE_NEED_KEY, 8), put_op(8, 1, 1, "eight"),
		put_op(STORE_PERMANENT, 1, 1, "self"),
	};

	(void)state;
	assert_ok(store_commit(s, ops, 5));
	store_close(s);
	CLEARED_BY(buf_clear) struct buf kek = wrapped_key("0");
	CLEARED_BY(buf_clear) struct buf seven = wrapped_key("7");
	s = opened();
	assert_true(files_hold(buf_bytes(&seven)));
	ops[0] = plain_op(STORE_SHRED, 7);
	assert_ok(store_commit(s, ops, 1));
	assert_false(files_hold(buf_bytes(&seven)));
	assert_true(files_hold(buf_bytes(&kek)));
	assert_holds(s, "8.1.1=eight;-1.1.1=self;");
	ops[0] = plain_op(STORE_SHRED_ALL, 0);
	ops[1] = put_op(STORE_CARD, 1, 1, "zeroized");
	assert_ok(store_commit(s, ops, 2));
	assert_false(files_hold(buf_bytes(&kek)));
	assert_holds(s, "0.1.1=zeroized;-1.1.1=self;");
	store_close(s);
	s = opened();
	assert_holds(s, "0.1.1=zeroized;-1.1.1=self;");
	store_close(s);
}

static void
test_shred_cancelled(void **state)
{
	struct store *s = opened();
	struct store_op ops[] = {
		plain_op(STORE_NEED_KEY, 7), put_op(7, 1, 1, "seven"),
	};

	(void)state;
	assert_ok(store_commit(s, ops, 2));
	ops[0] = plain_op(STORE_SHRED_ALL, 0);
	assert_err(ERR_NOT_FOUND, store_commit(s, ops, 2));
	assert_holds(s, "7.1.1=seven;");
	put(s, 7, 1, 2, "more");
	store_close(s);
	s = opened();
	assert_holds(s, "7.1.1=seven;7.1.2=more;");
	store_close(s);
}

static void
assert_corrupt(const char *change, uint64_t bad_id)
{
	struct store_key bad = { 0 };
	struct store *s;

	sql(change);
	s = opened();
	CLEARED_BY(buf_clear) struct buf got = buf_up_to(1 << 20);
	assert_err(ERR_CORRUPT, store_each(s, note, &got, &bad));
	assert_int_equal(bad_id, bad.id);
	store_close(s);
}

static void
test_changed_record(void **state)
{
	struct store *s = opened();

	(void)state;
	put(s, STORE_CARD, 1, 1, "one");
	put(s, STORE_CARD, 1, 2, "two");
	store_close(s);
	assert_corrupt("UPDATE record SET sealed = zeroblob(length(sealed))"
		" WHERE id = 2", 2);
}

static void
test_swapped_records(void **state)
{
	struct store *s = opened();

	(void)state;
	put(s, STORE_CARD, 1, 1, "one");
	put(s, STORE_CARD, 1, 2, "two");
	store_close(s);
	assert_corrupt("UPDATE record SET id = -id;"
		"UPDATE record SET id = 3 + id", 1);
}

static void
test_old_revision(void **state)
{
	struct store *s = opened();

	(void)state;
	put(s, STORE_CARD, 1, 1, "old");
	store_close(s);
	sql("CREATE TABLE kept AS SELECT * FROM record");
	s = opened();
	put(s, STORE_CARD, 1, 1, "new");
	store_close(s);
	assert_corrupt("UPDATE record SET sealed = (SELECT sealed FROM kept)", 1);
}

static void
test_newer_format(void **state)
{
	struct store *s = opened();
	uint32_t format = 0;

	(void)state;
	store_close(s);
	sql("UPDATE header SET value = 9");
	s = NULL;
	assert_err(ERR_STORE_NEWER, store_open(dir, NULL, &s, &format));
	assert_null(s);
	assert_int_equal(9, format);
}

static void
test_lost_root_key(void **state)
{
	struct store *s = opened();
	struct stat st;
	char path[128];

	(void)state;
	store_close(s);
	snprintf(path, sizeof(path), "%s/root.key", dir);
	assert_int_equal(0, stat(path, &st));
	assert_int_equal(0600, st.st_mode & 07777);
	assert_int_equal(0, unlink(path));
	assert_err(ERR_CORRUPT, store_open(dir, NULL, &s, NULL));
	assert_false(file_is_there(path));
	assert_ok(file_write(path, 0600,
	    bytes_of_text("another key of thirty-two bytes.")));
	assert_err(ERR_CORRUPT, store_open(dir, NULL, &s, NULL));
}

static void
test_one_at_a_time(void **state)
{
	struct store *s = opened(), *other = NULL;

	(void)state;
	assert_err(ERR_BUSY, store_open(dir, NULL, &other, NULL));
	store_close(s);
}

/* In a child: files of this process may not grow past a limit. */
static int
fill_up(void)
{
	struct rlimit limit = { 400 * 1024, 400 * 1024 };
	static char text[8001];
	struct store *s = NULL;
	enum err e = ERR_OK;
	uint64_t n = 0;

	memset(text, 'x', sizeof(text) - 1);
	signal(SIGXFSZ, SIG_IGN);
	if (store_open(dir, NULL, &s, NULL) != ERR_OK ||
	    setrlimit(RLIMIT_FSIZE, &limit) != 0)
		return 255;
	while (e == ERR_OK && n < 200) {
		struct store_op op = put_op(STORE_CARD, 1, n + 1, text);
		e = store_commit(s, &op, 1);
		n += e == ERR_OK;
	}
	return e == ERR_DISK_FULL ? (int)n : 254;
}

static void
test_disk_full(void **state)
{
	CLEARED_BY(buf_clear) struct buf got = buf_up_to(1 << 22);
	int status, n = 0;
	struct store *s;
	pid_t child;

	(void)state;
	store_close(opened());
	child = fork();
	if (child == 0)
		_exit(fill_up());
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	assert_in_range(WEXITSTATUS(status), 10, 100);
	s = opened();
	assert_ok(store_each(s, note, &got, NULL));
	for (size_t i = 0; i < got.len; i++)
		n += got.ptr[i] == ';';
	assert_int_equal(WEXITSTATUS(status), n);
	put(s, STORE_CARD, 2, 1, "there is room again");
	store_close(s);
}

struct counted_job {
	struct store_job job; /* first */
	struct store_op op;
	enum err result;
};

static void
job_done(struct store_job *job, enum err result)
{
	((struct counted_job *)job)->result = result;
}

static void
test_writer(void **state)
{
	struct store *s = opened();
	struct store_writer *w = NULL;
	struct counted_job jobs[300] = { 0 };

	(void)state;
	assert_ok(store_writer_start(s, &w));
	for (unsigned i = 0; i < 300; i++) {
		jobs[i].op = put_op(i == 150 ? 77 : STORE_CARD, 1, i, "x");
		jobs[i].job = (struct store_job){ &jobs[i].op, 1, job_done, NULL };
		store_writer_put(w, &jobs[i].job);
	}
	store_writer_stop(w);
	for (unsigned i = 0; i < 300; i++)
		assert_int_equal(i == 150 ? ERR_NOT_FOUND : ERR_OK,
		    jobs[i].result);
	store_close(s);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_keeps),
		TEST(test_whole_or_nothing),
		TEST(test_big_value),
		TEST(test_shred),
		TEST(test_shred_cancelled),
		TEST(test_changed_record),
		TEST(test_swapped_records),
		TEST(test_old_revision),
		TEST(test_newer_format),
		TEST(test_lost_root_key),
		TEST(test_one_at_a_time),
		TEST(test_disk_full),
		TEST(test_writer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
