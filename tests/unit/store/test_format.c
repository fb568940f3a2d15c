/* SPDX-License-Identifier: Apache-2.0 */
/* A store as format 1 wrote it, byte for byte: whatever else changes, it opens.
 * docs/storage.md describes the format. */
#include "../test.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
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

static char dir[] = "/tmp/lunette-format-XXXXXX";

static const char *
path_of(const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static void
write_store(void)
{
	CLEARED_BY(buf_clear) struct buf key = buf_up_to(32);
	sqlite3 *db;

	assert_non_null(mkdtemp(dir));
	assert_ok(text_from_hex(&key, bytes_of_text(root_key)));
	assert_ok(file_write(path_of("root.key"), 0600, buf_bytes(&key)));
	assert_int_equal(SQLITE_OK, sqlite3_open(path_of("store.db"), &db));
	assert_int_equal(SQLITE_OK, sqlite3_exec(db, contents, NULL, NULL, NULL));
	sqlite3_close(db);
}

static enum err
append(void *ctx, const struct store_key *key, struct bytes value)
{
	TRY(buf_put(ctx, value));
	return buf_put_text(ctx, key->partition == 7 ? "!" : ",");
}

static void
test_format_1(void **state)
{
	CLEARED_BY(buf_clear) struct buf got = buf_up_to(4096);
	struct store *s = NULL;
	uint32_t format = 0;

	(void)state;
	write_store();
	assert_ok(store_open(dir, NULL, &s, &format));
	assert_int_equal(1, format);
	assert_ok(store_each(s, append, &got, NULL));
	assert_ok(buf_put_u8(&got, 0));
	assert_string_equal("of the card,of a partition!permanent,",
	    (const char *)got.ptr);
	store_close(s);
	remove(path_of("root.key"));
	remove(path_of("store.db"));
	assert_int_equal(0, rmdir(dir));
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_format_1) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
