/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQLite in write-ahead mode, with every commit synced. store.c and keys.c call
 * it; it sees sealed bytes only.
 */

#include "store/engine.h"

#include <errno.h>
#include <stdio.h>

#include "store/internal.h"

static const char schema[] =
	"CREATE TABLE header(name TEXT PRIMARY KEY, value INTEGER NOT NULL);"
	"CREATE TABLE key(partition INTEGER PRIMARY KEY, wrapped BLOB NOT NULL);"
	"CREATE TABLE record(partition INTEGER NOT NULL, kind INTEGER NOT NULL,"
	" id INTEGER NOT NULL, revision INTEGER NOT NULL, sealed BLOB NOT NULL);"
	"CREATE UNIQUE INDEX record_key ON record(partition, kind, id);";

/* SQLite's numbers are signed, so the partition of the permanent records, the
 * highest of all, is -1 here. ORDER BY looks at the sign first. */
static const char *const texts[N_STATEMENTS] = {
	[SQL_BEGIN] = "BEGIN IMMEDIATE",
	[SQL_COMMIT] = "COMMIT",
	[SQL_ROLLBACK] = "ROLLBACK",
	[SQL_PUT] = "INSERT INTO record VALUES(?1, ?2, ?3, ?4, ?5)"
		" ON CONFLICT(partition, kind, id) DO UPDATE"
		" SET revision = excluded.revision, sealed = excluded.sealed",
	[SQL_DELETE] = "DELETE FROM record"
		" WHERE partition = ?1 AND kind = ?2 AND id = ?3",
	[SQL_DELETE_PARTITION] = "DELETE FROM record WHERE partition = ?1",
	[SQL_DELETE_ALL] = "DELETE FROM record WHERE partition <> -1",
	[SQL_EACH] = "SELECT partition, kind, id, revision, sealed FROM record"
		" ORDER BY partition < 0, partition, kind, id",
	[SQL_NEXT] = "SELECT partition, kind, id, revision, sealed, rowid"
		" FROM record WHERE rowid > ?1 ORDER BY rowid LIMIT 1",
	[SQL_REPLACE] = "UPDATE record SET revision = ?1, sealed = ?2"
		" WHERE rowid = ?3",
	[SQL_VERSION] = "UPDATE header SET value = ?1 WHERE name = 'format'",
	[SQL_KEY_PUT] = "INSERT OR REPLACE INTO key VALUES(?1, ?2)",
	[SQL_KEY_DELETE] = "DELETE FROM key WHERE partition = ?1",
	[SQL_KEY_DELETE_ALL] = "DELETE FROM key WHERE partition <> -1",
	[SQL_KEYS] = "SELECT partition, wrapped FROM key"
		" ORDER BY partition > 0, partition",
};

/* SQLite keeps no errno of a failed write to the log. The thread's own is read
 * instead, which step() and run_text() have set to 0 before. */
static enum err
error_of(int code)
{
	int number = errno;

	switch (code & 0xff) {
	case SQLITE_OK:
	case SQLITE_DONE:
	case SQLITE_ROW:
		return ERR_OK;
	case SQLITE_FULL:
		return ERR_DISK_FULL;
	case SQLITE_NOMEM:
		return ERR_NO_MEMORY;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ERR_BUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return ERR_CORRUPT;
	case SQLITE_IOERR:
		if (number == ENOSPC || number == EDQUOT || number == EFBIG)
			return ERR_DISK_FULL;
		return ERR_STORE;
	default:
		return ERR_STORE;
	}
}

static enum err
run_text(struct store *s, const char *text)
{
	errno = 0;
	return error_of(sqlite3_exec(s->db, text, NULL, NULL, NULL));
}

/* One number from a statement used once. ERR_NOT_FOUND: no row. */
static enum err
ask_number(struct store *s, const char *text, uint64_t *out)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(s->db, text, -1, &statement, NULL);
	enum err e = error_of(code);

	if (e != ERR_OK)
		return e;
	code = sqlite3_step(statement);
	e = code == SQLITE_DONE ? ERR_NOT_FOUND : error_of(code);
	if (e == ERR_OK)
		*out = (uint64_t)sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return e;
}

/* Exclusive locking: another process cannot open the file, and the index of
 * the write-ahead log needs no shared memory file. */
static const char settings[] =
	"PRAGMA locking_mode = EXCLUSIVE;"
	"PRAGMA journal_mode = WAL;"
	"PRAGMA synchronous = FULL;"
	"PRAGMA secure_delete = ON;"
	"PRAGMA temp_store = MEMORY;"
	"PRAGMA trusted_schema = OFF;"
	"PRAGMA cell_size_check = ON;"
	"PRAGMA cache_size = -16384;";

enum err
engine_open(struct store *s, const char *path)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
	    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
	int code = sqlite3_open_v2(path, &s->db, flags, NULL);

	if (code != SQLITE_OK)
		return error_of(code);
	sqlite3_extended_result_codes(s->db, 1);
	sqlite3_busy_timeout(s->db, 500);
	return run_text(s, settings);
}

static enum err
prepare_all(struct store *s)
{
	for (unsigned i = 0; i < N_STATEMENTS; i++) {
		int code = sqlite3_prepare_v3(s->db, texts[i], -1,
		    SQLITE_PREPARE_PERSISTENT, &s->statements[i], NULL);
		TRY(error_of(code));
	}
	return ERR_OK;
}

/* The version is called `format` in the file. */
enum err
engine_version(struct store *s, uint32_t *out)
{
	uint64_t n_tables, version;
	char first[64];

	snprintf(first, sizeof(first), "INSERT INTO header VALUES('format', %u)",
	    STORE_VERSION);
	TRY(run_text(s, "BEGIN EXCLUSIVE"));
	TRY(ask_number(s, "SELECT count(*) FROM sqlite_schema", &n_tables));
	if (n_tables == 0) {
		TRY(run_text(s, schema));
		TRY(run_text(s, first));
	}
	TRY(ask_number(s, "SELECT value FROM header WHERE name = 'format'",
	    &version));
	TRY(run_text(s, "COMMIT"));
	*out = version > UINT32_MAX ? UINT32_MAX : (uint32_t)version;
	if (version > STORE_VERSION)
		return ERR_STORE_NEWER;
	if (version == 0)
		return ERR_CORRUPT;
	return prepare_all(s);
}

void
engine_close(struct store *s)
{
	for (unsigned i = 0; i < N_STATEMENTS; i++)
		sqlite3_finalize(s->statements[i]);
	sqlite3_close(s->db);
	s->db = NULL;
}

enum err
engine_row(struct store *s, enum statement which)
{
	int code;

	errno = 0;
	code = sqlite3_step(s->statements[which]);
	return code == SQLITE_DONE ? ERR_NOT_FOUND : error_of(code);
}

void
engine_reset(struct store *s, enum statement which)
{
	sqlite3_reset(s->statements[which]);
	sqlite3_clear_bindings(s->statements[which]);
}

enum err
engine_run(struct store *s, enum statement which)
{
	enum err e = engine_row(s, which);

	engine_reset(s, which);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* After some failures SQLite has ended the transaction itself; then there is
 * nothing to roll back. */
bool
engine_rollback(struct store *s)
{
	if (!sqlite3_get_autocommit(s->db))
		IGNORE(engine_run(s, SQL_ROLLBACK));
	return sqlite3_get_autocommit(s->db) != 0;
}

enum err
engine_bind_number(struct store *s, enum statement which, int at, uint64_t v)
{
	return error_of(
	    sqlite3_bind_int64(s->statements[which], at, (sqlite3_int64)v));
}

enum err
engine_bind_bytes(struct store *s, enum statement which, int at, struct bytes v)
{
	return error_of(sqlite3_bind_blob64(s->statements[which], at, v.ptr,
	    v.len, SQLITE_STATIC));
}

uint64_t
engine_number(struct store *s, enum statement which, int column)
{
	return (uint64_t)sqlite3_column_int64(s->statements[which], column);
}

struct bytes
engine_bytes(struct store *s, enum statement which, int column)
{
	const void *ptr = sqlite3_column_blob(s->statements[which], column);
	int len = sqlite3_column_bytes(s->statements[which], column);

	return bytes_of(ptr, (size_t)len);
}

enum err
engine_truncate(struct store *s)
{
	return error_of(sqlite3_wal_checkpoint_v2(s->db, NULL,
	    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL));
}

enum err
engine_revision(struct store *s, uint64_t *out)
{
	return ask_number(s, "SELECT coalesce(max(revision), 0) FROM record", out);
}
