/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The engine of a store is one SQLite file. Only lib/store includes this, and
 * only its engine.c uses libsqlite3. Errors are those of store.h. */

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
	SQL_NEXT,
	SQL_REPLACE,
	SQL_VERSION,
	SQL_KEY_PUT,
	SQL_KEY_DELETE,
	SQL_KEY_DELETE_ALL,
	SQL_KEYS,
	N_STATEMENTS,
};

/* Opens or makes the file. ERR_BUSY: another process has it. */
enum err engine_open(struct store *s, const char *path);
/* Makes the tables of an empty file. The version found is given even with
 * ERR_STORE_NEWER; after that error and after ERR_CORRUPT no statement may be
 * run. */
enum err engine_version(struct store *s, uint32_t *out);
/* Accepts what was never opened. */
void engine_close(struct store *s);
/* Runs a statement that gives no rows and removes its bindings. */
enum err engine_run(struct store *s, enum statement which);
/* ERR_NOT_FOUND after the last row; the caller resets. */
enum err engine_row(struct store *s, enum statement which);
void engine_reset(struct store *s, enum statement which);
/* Cancels the transaction under way. False: it is still open. */
bool engine_rollback(struct store *s);
/* Parameters count from 1. Bytes are not copied: they must stay until it was
 * run. */
enum err engine_bind_number(struct store *s, enum statement which, int at, uint64_t v);
enum err engine_bind_bytes(struct store *s, enum statement which, int at, struct bytes v);
/* Of the present row; columns count from 0. Bytes are borrowed until the next. */
uint64_t engine_number(struct store *s, enum statement which, int column);
struct bytes engine_bytes(struct store *s, enum statement which, int column);
/* Empties the write-ahead log, so that it holds nothing that was deleted. */
enum err engine_truncate(struct store *s);
/* The highest revision of all records; 0: there is none. */
enum err engine_revision(struct store *s, uint64_t *out);
