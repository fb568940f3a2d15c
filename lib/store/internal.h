/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the files of this folder share; nobody else includes it. */

#include <sqlite3.h>

#include "base/map.h"
#include "crypto/crypto.h"
#include "store/store.h"

enum statement {
	SQL_BEGIN,
	SQL_COMMIT,
	SQL_ROLLBACK,
	SQL_PUT,
	SQL_DELETE,
	SQL_DELETE_PARTITION,
	SQL_DELETE_ALL,
	SQL_EACH,
	SQL_KEY_PUT,
	SQL_KEY_DELETE,
	SQL_KEY_DELETE_ALL,
	SQL_KEYS,
	N_STATEMENTS,
};

struct store {
	sqlite3 *db;
	sqlite3_stmt *statements[N_STATEMENTS];
	struct crypto *crypto;
	struct secret root;
	struct map keys;   /* partition -> struct secret *, never 0 */
	uint64_t revision; /* of the last change */
	bool under_way;    /* between store_begin and store_end */
	bool shredded;     /* in this transaction: truncate the WAL after it */
	bool keys_changed; /* in this transaction: read them again if it fails */
	bool broken;       /* keys unknown after a failure: nothing works any more */
};

/* sqlite.c: the engine. Errors are those of store.h. */
enum err engine_open(struct store *s, const char *path);
enum err engine_format(struct store *s, uint32_t *out_format);
void engine_close(struct store *s);
/* Runs a statement that gives no rows; what was bound is unbound. */
enum err engine_run(struct store *s, enum statement which);
/* ERR_NOT_FOUND after the last row; the caller resets. */
enum err engine_row(struct store *s, enum statement which);
void engine_reset(struct store *s, enum statement which);
/* Parameters count from 1. Bytes are not copied: they stay until it was run. */
enum err engine_bind_number(struct store *s, enum statement which, int at, uint64_t v);
enum err engine_bind_bytes(struct store *s, enum statement which, int at, struct bytes v);
uint64_t engine_number(struct store *s, enum statement which, int column);
struct bytes engine_bytes(struct store *s, enum statement which, int column);
/* Nothing of what was deleted stays in the write-ahead log. */
enum err engine_truncate(struct store *s);
enum err engine_revision(struct store *s, uint64_t *out);

/* keys.c: root key -> KEK -> partition keys. */
enum err keys_root(struct store *s, const char *path, bool store_is_there);
/* Reads all; makes the KEK and the permanent key in an empty store. */
enum err keys_load(struct store *s);
enum err keys_make_first(struct store *s);
enum err keys_need(struct store *s, uint64_t partition);
enum err keys_shred(struct store *s, uint64_t partition);
enum err keys_shred_all(struct store *s);
/* NULL: there is none. */
const struct secret *keys_get(const struct store *s, uint64_t partition);
void keys_clear(struct store *s);
