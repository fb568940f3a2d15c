/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The root key in its file wraps the KEK and the permanent key; the KEK wraps
 * the key of each partition. store.c calls these functions. Only the root key
 * is ever outside locked memory without a wrapping.
 */

#include "store/keys.h"

#include "base/file.h"
#include "base/mem.h"
#include "crypto/random.h"
#include "crypto/seal.h"
#include "store/internal.h"

/* Partition 0 stands for the KEK; a map takes every number as a key. */

static enum err
root_make(const char *path)
{
	CLEARED_BY(secret_clear) struct secret fresh = { 0 };

	TRY(crypto_random_secret(&fresh, SEAL_KEY_LEN));
	return file_write(path, 0600, secret_bytes(&fresh));
}

/* A root key is made only where there is no store yet: for an existing store a
 * new one would hide that the right one is gone. */
enum err
keys_root(struct store *s, const char *path, bool store_is_there)
{
	CLEARED_BY(buf_clear) struct buf b = buf_up_to(SEAL_KEY_LEN + 1);
	enum err e = file_read(path, &b);

	if (e == ERR_NOT_FOUND && !store_is_there) {
		TRY(root_make(path));
		e = file_read(path, &b);
	}
	if (e == ERR_NOT_FOUND || e == ERR_TOO_LARGE)
		return ERR_CORRUPT;
	TRY(e);
	if (b.len != SEAL_KEY_LEN)
		return ERR_CORRUPT;
	return secret_copy(&s->root, buf_bytes(&b));
}

const struct secret *
keys_get(const struct store *s, uint64_t partition)
{
	return map_get(&s->keys, partition);
}

static void
forget(struct store *s, uint64_t partition)
{
	struct secret *key = map_remove(&s->keys, partition);

	if (key != NULL)
		secret_clear(key);
	mem_free(key);
}

void
keys_clear(struct store *s)
{
	uint64_t partition;
	void *key;
	size_t at = 0;

	while (map_next(&s->keys, &at, &partition, &key)) {
		secret_clear(key);
		mem_free(key);
	}
	map_clear(&s->keys);
}

/* Takes the key over; it replaces an earlier one. */
static enum err
remember(struct store *s, uint64_t partition, struct secret *key)
{
	struct secret *place = mem_alloc(1, sizeof(*place));

	if (place == NULL)
		return ERR_NO_MEMORY;
	forget(s, partition);
	if (map_set(&s->keys, partition, place) != ERR_OK) {
		mem_free(place);
		return ERR_NO_MEMORY;
	}
	secret_move(place, key);
	return ERR_OK;
}

/* The key that wraps the key of a partition. */
static struct bytes
wrapper_of(const struct store *s, uint64_t partition)
{
	const struct secret *kek = keys_get(s, STORE_CARD);

	if (partition == STORE_CARD || partition == STORE_PERMANENT)
		return secret_bytes(&s->root);
	return kek != NULL ? secret_bytes(kek) : bytes_of(NULL, 0);
}

#define KEY_AAD_LEN 12

static void
key_aad(uint32_t version, uint64_t partition, uint8_t out[KEY_AAD_LEN])
{
	bytes_set_u32(out, version);
	bytes_set_u64(out + 4, partition);
}

static enum err
load_one(struct store *s, uint64_t partition, struct bytes wrapped)
{
	CLEARED_BY(secret_clear) struct secret key = { 0 };
	struct bytes wrapper = wrapper_of(s, partition);
	uint8_t aad[KEY_AAD_LEN];

	if (wrapper.len != SEAL_KEY_LEN)
		return ERR_CORRUPT;
	key_aad(s->version, partition, aad);
	TRY(seal_open(s->crypto, wrapper, bytes_of(aad, sizeof(aad)), wrapped,
	    &key));
	if (key.len != SEAL_KEY_LEN)
		return ERR_CORRUPT;
	return remember(s, partition, &key);
}

/* The statement gives the KEK and the permanent key first. */
enum err
keys_load(struct store *s)
{
	enum err e;

	keys_clear(s);
	while ((e = engine_row(s, SQL_KEYS)) == ERR_OK) {
		e = load_one(s, engine_number(s, SQL_KEYS, 0),
		    engine_bytes(s, SQL_KEYS, 1));
		if (e != ERR_OK)
			break;
	}
	engine_reset(s, SQL_KEYS);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err
key_put(struct store *s, uint64_t partition, struct bytes key)
{
	CLEARED_BY(buf_clear) struct buf wrapped = buf_up_to(128);
	struct bytes wrapper = wrapper_of(s, partition);
	uint8_t aad[KEY_AAD_LEN];

	must(wrapper.len == SEAL_KEY_LEN);
	key_aad(STORE_VERSION, partition, aad);
	TRY(seal_put(s->crypto, wrapper, bytes_of(aad, sizeof(aad)), key,
	    &wrapped));
	TRY(engine_bind_number(s, SQL_KEY_PUT, 1, partition));
	TRY(engine_bind_bytes(s, SQL_KEY_PUT, 2, buf_bytes(&wrapped)));
	return engine_run(s, SQL_KEY_PUT);
}

static enum err
key_make(struct store *s, uint64_t partition)
{
	CLEARED_BY(secret_clear) struct secret fresh = { 0 };

	TRY(crypto_random_secret(&fresh, SEAL_KEY_LEN));
	TRY(key_put(s, partition, secret_bytes(&fresh)));
	s->keys_changed = true;
	return remember(s, partition, &fresh);
}

enum err
keys_rewrap(struct store *s)
{
	uint64_t partition;
	void *key;
	size_t at = 0;

	while (map_next(&s->keys, &at, &partition, &key))
		TRY(key_put(s, partition, secret_bytes(key)));
	return ERR_OK;
}

enum err
keys_make_first(struct store *s)
{
	if (keys_get(s, STORE_CARD) != NULL && keys_get(s, STORE_PERMANENT) != NULL)
		return ERR_OK;
	if (s->keys.n > 0)
		return ERR_CORRUPT;
	TRY(key_make(s, STORE_CARD));
	return key_make(s, STORE_PERMANENT);
}

enum err
keys_need(struct store *s, uint64_t partition)
{
	return keys_get(s, partition) != NULL ? ERR_OK : key_make(s, partition);
}

enum err
keys_shred(struct store *s, uint64_t partition)
{
	if (partition == STORE_CARD || partition == STORE_PERMANENT)
		return ERR_ARGUMENT;
	TRY(engine_bind_number(s, SQL_DELETE_PARTITION, 1, partition));
	TRY(engine_run(s, SQL_DELETE_PARTITION));
	TRY(engine_bind_number(s, SQL_KEY_DELETE, 1, partition));
	TRY(engine_run(s, SQL_KEY_DELETE));
	s->shredded = s->keys_changed = true;
	forget(s, partition);
	return ERR_OK;
}

enum err
keys_shred_all(struct store *s)
{
	TRY(engine_run(s, SQL_DELETE_ALL));
	TRY(engine_run(s, SQL_KEY_DELETE_ALL));
	s->shredded = s->keys_changed = true;
	TRY(keys_load(s)); /* the permanent one alone */
	return key_make(s, STORE_CARD);
}
