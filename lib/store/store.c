/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Seals and opens records, one transaction at a time. The card calls it when it
 * starts, and the writer from then on. It never logs and never searches.
 */

#include "store/store.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "crypto/seal.h"
#include "store/internal.h"
#include "store/keys.h"

#define PATH_SIZE 4096
#define RECORD_AAD_LEN 32

static enum err
path_of(const char *dir, const char *name, char out[PATH_SIZE])
{
	int n = snprintf(out, PATH_SIZE, "%s/%s", dir, name);

	return n > 0 && n < PATH_SIZE ? ERR_OK : ERR_TOO_LARGE;
}

/* A new name in a folder is durable only once the folder is synced. */
static enum err
folder_sync(const char *dir)
{
	CLEARED_BY(file_close) int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd >= 0 && fsync(fd) == 0 ? ERR_OK : ERR_STORE;
}

static void
record_aad(uint32_t version, const struct store_key *key, uint64_t revision,
    uint8_t out[RECORD_AAD_LEN])
{
	bytes_set_u32(out, version);
	bytes_set_u32(out + 4, key->kind);
	bytes_set_u64(out + 8, key->partition);
	bytes_set_u64(out + 16, key->id);
	bytes_set_u64(out + 24, revision);
}

static enum err
first_keys(struct store *s)
{
	enum err e;

	TRY(keys_load(s));
	if (s->version < STORE_VERSION)
		return ERR_OK; /* an older store has its keys */
	TRY(store_begin(s));
	e = keys_make_first(s);
	if (e != ERR_OK) {
		store_cancel(s);
		return e;
	}
	return store_end(s);
}

static enum err
open_in(struct store *s, const char *dir, const char *root_key,
    uint32_t *out_version)
{
	char path[PATH_SIZE], key_path[PATH_SIZE];
	bool there;
	enum err e;

	TRY(path_of(dir, "store.db", path));
	TRY(path_of(dir, "root.key", key_path));
	there = file_is_there(path);
	TRY(keys_root(s, root_key != NULL ? root_key : key_path, there));
	TRY(engine_open(s, path));
	e = engine_version(s, &s->version);
	if (out_version != NULL)
		*out_version = s->version;
	TRY(e);
	TRY(folder_sync(dir)); /* an earlier start may have ended before it */
	TRY(engine_revision(s, &s->revision));
	TRY(engine_truncate(s));
	return first_keys(s);
}

enum err
store_open(const char *dir, const char *root_key, struct store **out,
    uint32_t *out_version)
{
	struct store *s = mem_alloc(1, sizeof(*s));
	enum err e;

	if (s == NULL)
		return ERR_NO_MEMORY;
	e = crypto_open(&s->crypto);
	if (e == ERR_OK)
		e = open_in(s, dir, root_key, out_version);
	if (e != ERR_OK) {
		store_close(s);
		return e;
	}
	*out = s;
	return ERR_OK;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	if (s->under_way)
		store_cancel(s);
	engine_close(s);
	keys_clear(s);
	secret_clear(&s->root);
	crypto_free(&s->crypto);
	mem_free(s);
}

/* The present row of SQL_EACH or SQL_NEXT. */
static enum err
open_row(struct store *s, enum statement which, struct store_key *out_key,
    struct secret *out)
{
	struct bytes sealed = engine_bytes(s, which, 4);
	uint8_t aad[RECORD_AAD_LEN];
	const struct secret *key;

	*out_key = (struct store_key){
		.partition = engine_number(s, which, 0),
		.kind = (uint32_t)engine_number(s, which, 1),
		.id = engine_number(s, which, 2),
	};
	key = keys_get(s, out_key->partition);
	if (key == NULL)
		return ERR_CORRUPT;
	record_aad(s->version, out_key, engine_number(s, which, 3), aad);
	return seal_open(s->crypto, secret_bytes(key),
	    bytes_of(aad, sizeof(aad)), sealed, out);
}

static enum err
each_row(struct store *s, store_each_fn *fn, void *ctx,
    struct store_key *out_bad)
{
	CLEARED_BY(secret_clear) struct secret value = { 0 };
	struct store_key key = { 0 };
	enum err e = open_row(s, SQL_EACH, &key, &value);

	if (e != ERR_OK) {
		if (out_bad != NULL)
			*out_bad = key;
		return e;
	}
	return fn(ctx, &key, secret_bytes(&value));
}

enum err
store_each(struct store *s, store_each_fn *fn, void *ctx,
    struct store_key *out_bad)
{
	enum err e;

	while ((e = engine_row(s, SQL_EACH)) == ERR_OK) {
		e = each_row(s, fn, ctx, out_bad);
		if (e != ERR_OK)
			break;
	}
	engine_reset(s, SQL_EACH);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err
bind_key(struct store *s, enum statement which, const struct store_key *key)
{
	TRY(engine_bind_number(s, which, 1, key->partition));
	TRY(engine_bind_number(s, which, 2, key->kind));
	return engine_bind_number(s, which, 3, key->id);
}

/* Seals a record for its place, under the next revision. */
static enum err
seal_record(struct store *s, const struct store_key *key, struct bytes value,
    struct buf *out)
{
	const struct secret *with = keys_get(s, key->partition);
	uint8_t aad[RECORD_AAD_LEN];

	if (with == NULL)
		return ERR_NOT_FOUND;
	if (value.len > STORE_VALUE_MAX)
		return ERR_TOO_LARGE;
	s->revision++;
	record_aad(STORE_VERSION, key, s->revision, aad);
	return seal_put(s->crypto, secret_bytes(with),
	    bytes_of(aad, sizeof(aad)), value, out);
}

static enum err
put(struct store *s, const struct store_op *op)
{
	CLEARED_BY(buf_clear) struct buf sealed =
		buf_up_to(STORE_VALUE_MAX + SEAL_OVERHEAD);

	TRY(seal_record(s, &op->key, op->value, &sealed));
	TRY(bind_key(s, SQL_PUT, &op->key));
	TRY(engine_bind_number(s, SQL_PUT, 4, s->revision));
	TRY(engine_bind_bytes(s, SQL_PUT, 5, buf_bytes(&sealed)));
	return engine_run(s, SQL_PUT);
}

static enum err
apply_one(struct store *s, const struct store_op *op)
{
	switch (op->act) {
	case STORE_PUT:
		return put(s, op);
	case STORE_DELETE:
		TRY(bind_key(s, SQL_DELETE, &op->key));
		return engine_run(s, SQL_DELETE);
	case STORE_NEED_KEY:
		return keys_need(s, op->key.partition);
	case STORE_SHRED:
		return keys_shred(s, op->key.partition);
	case STORE_SHRED_ALL:
		return keys_shred_all(s);
	}
	return ERR_ARGUMENT;
}

static enum err
begin(struct store *s)
{
	must(!s->under_way);
	if (s->broken)
		return ERR_STORE;
	TRY(engine_run(s, SQL_BEGIN));
	s->under_way = true;
	s->keys_changed = false;
	return ERR_OK;
}

enum err
store_begin(struct store *s)
{
	return s->version == STORE_VERSION ? begin(s) : ERR_STORE;
}

enum err
store_apply(struct store *s, const struct store_op *ops, size_t n)
{
	must(s->under_way);
	for (size_t i = 0; i < n; i++)
		TRY(apply_one(s, &ops[i]));
	return ERR_OK;
}

/* The transaction is valid once COMMIT succeeded. If the log cannot be emptied
 * after a shredding, the next transaction or start empties it. */
enum err
store_end(struct store *s)
{
	enum err e;

	must(s->under_way);
	e = engine_run(s, SQL_COMMIT);
	if (e != ERR_OK) {
		store_cancel(s);
		return e;
	}
	s->under_way = false;
	if (s->shredded)
		s->shredded = engine_truncate(s) != ERR_OK;
	return ERR_OK;
}

void
store_cancel(struct store *s)
{
	must(s->under_way);
	s->under_way = false;
	s->broken = !engine_rollback(s);
	if (s->keys_changed && keys_load(s) != ERR_OK)
		s->broken = true;
}

enum err
store_commit(struct store *s, const struct store_op *ops, size_t n)
{
	enum err e;

	TRY(store_begin(s));
	e = store_apply(s, ops, n);
	if (e != ERR_OK) {
		store_cancel(s);
		return e;
	}
	return store_end(s);
}

/* --- from an older version --- */

struct upgrade {
	store_upgrade_fn *fn;
	void *ctx;
	struct store_key at;
};

/* Seals the row of SQL_NEXT again, in the same place. */
static enum err
upgrade_row(struct store *s, struct upgrade *u)
{
	CLEARED_BY(buf_clear) struct buf sealed =
		buf_up_to(STORE_VALUE_MAX + SEAL_OVERHEAD);
	CLEARED_BY(secret_clear) struct secret old = { 0 }, new = { 0 };
	uint64_t row = engine_number(s, SQL_NEXT, 5);

	TRY(open_row(s, SQL_NEXT, &u->at, &old));
	engine_reset(s, SQL_NEXT);
	TRY(u->fn(u->ctx, &u->at, secret_bytes(&old), &new));
	TRY(seal_record(s, &u->at, secret_bytes(&new), &sealed));
	TRY(engine_bind_number(s, SQL_REPLACE, 1, s->revision));
	TRY(engine_bind_bytes(s, SQL_REPLACE, 2, buf_bytes(&sealed)));
	TRY(engine_bind_number(s, SQL_REPLACE, 3, row));
	TRY(engine_run(s, SQL_REPLACE));
	return engine_bind_number(s, SQL_NEXT, 1, row);
}

static enum err
upgrade_all(struct store *s, struct upgrade *u)
{
	enum err e;

	TRY(engine_bind_number(s, SQL_NEXT, 1, 0));
	while ((e = engine_row(s, SQL_NEXT)) == ERR_OK)
		TRY(upgrade_row(s, u));
	if (e != ERR_NOT_FOUND)
		return e;
	TRY(keys_rewrap(s));
	TRY(engine_bind_number(s, SQL_VERSION, 1, STORE_VERSION));
	return engine_run(s, SQL_VERSION);
}

enum err
store_upgrade(struct store *s, store_upgrade_fn *fn, void *ctx,
    struct store_key *out_bad)
{
	struct upgrade u = { .fn = fn, .ctx = ctx };
	enum err e;

	must(s->version < STORE_VERSION);
	TRY(begin(s));
	e = upgrade_all(s, &u);
	engine_reset(s, SQL_NEXT);
	if (e != ERR_OK)
		store_cancel(s);
	else
		e = store_end(s);
	if (e != ERR_OK) {
		*out_bad = u.at;
		return e;
	}
	s->version = STORE_VERSION;
	return ERR_OK;
}
