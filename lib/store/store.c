/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store: seals and opens records, one transaction at a time. Called by the
 * card's start, and by the writer. Never logs, never searches.
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

/* A new name in a folder is only durable once the folder is. */
static enum err
folder_sync(const char *dir)
{
	CLEARED_BY(file_close) int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd >= 0 && fsync(fd) == 0 ? ERR_OK : ERR_STORE;
}

static void
record_aad(const struct store_key *key, uint64_t revision,
    uint8_t out[RECORD_AAD_LEN])
{
	bytes_set_u32(out, STORE_FORMAT);
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
    uint32_t *out_format)
{
	char path[PATH_SIZE], key_path[PATH_SIZE];
	uint32_t format = 0;
	bool there;
	enum err e;

	TRY(path_of(dir, "store.db", path));
	TRY(path_of(dir, "root.key", key_path));
	there = file_is_there(path);
	TRY(keys_root(s, root_key ? root_key : key_path, there));
	TRY(engine_open(s, path));
	e = engine_format(s, &format);
	if (out_format)
		*out_format = format;
	TRY(e);
	TRY(folder_sync(dir)); /* an earlier start may have ended before it */
	TRY(engine_revision(s, &s->revision));
	TRY(engine_truncate(s));
	return first_keys(s);
}

enum err
store_open(const char *dir, const char *root_key, struct store **out,
    uint32_t *out_format)
{
	struct store *s = mem_alloc(1, sizeof(*s));
	enum err e;

	if (!s)
		return ERR_NO_MEMORY;
	e = crypto_open(&s->crypto);
	if (e == ERR_OK)
		e = open_in(s, dir, root_key, out_format);
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
	if (!s)
		return;
	if (s->under_way)
		store_cancel(s);
	engine_close(s);
	keys_clear(s);
	secret_clear(&s->root);
	crypto_free(&s->crypto);
	mem_free(s);
}

static enum err
open_row(struct store *s, struct store_key *out_key, struct secret *out)
{
	struct bytes sealed = engine_bytes(s, SQL_EACH, 4);
	uint8_t aad[RECORD_AAD_LEN];
	const struct secret *key;

	*out_key = (struct store_key){
		.partition = engine_number(s, SQL_EACH, 0),
		.kind = (uint32_t)engine_number(s, SQL_EACH, 1),
		.id = engine_number(s, SQL_EACH, 2),
	};
	key = keys_get(s, out_key->partition);
	if (!key)
		return ERR_CORRUPT;
	record_aad(out_key, engine_number(s, SQL_EACH, 3), aad);
	return seal_open(s->crypto, secret_bytes(key),
	    bytes_of(aad, sizeof(aad)), sealed, out);
}

static enum err
each_row(struct store *s, store_each_fn *fn, void *ctx,
    struct store_key *out_bad)
{
	CLEARED_BY(secret_clear) struct secret value = { 0 };
	struct store_key key = { 0 };
	enum err e = open_row(s, &key, &value);

	if (e != ERR_OK) {
		if (out_bad)
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

static enum err
put(struct store *s, const struct store_op *op)
{
	CLEARED_BY(buf_clear) struct buf sealed =
		buf_up_to(STORE_VALUE_MAX + SEAL_OVERHEAD);
	const struct secret *key = keys_get(s, op->key.partition);
	uint8_t aad[RECORD_AAD_LEN];

	if (!key)
		return ERR_NOT_FOUND;
	if (op->value.len > STORE_VALUE_MAX)
		return ERR_TOO_LARGE;
	s->revision++;
	record_aad(&op->key, s->revision, aad);
	TRY(seal_put(s->crypto, secret_bytes(key), bytes_of(aad, sizeof(aad)),
	    op->value, &sealed));
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

enum err
store_begin(struct store *s)
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
store_apply(struct store *s, const struct store_op *ops, size_t n)
{
	must(s->under_way);
	for (size_t i = 0; i < n; i++)
		TRY(apply_one(s, &ops[i]));
	return ERR_OK;
}

/* The transaction holds once COMMIT succeeded. Failing to empty the log after
 * a shredding is made up for by the next transaction or start. */
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
