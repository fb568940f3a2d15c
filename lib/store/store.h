/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Sealed records in an ordered key space. Transactions change them; each
 * happens whole or not at all, and is on the disk when it returns. The engine
 * below it (SQLite) sees sealed bytes only.
 *
 * Keys: root key (a file beside the store) -> KEK -> partition keys ->
 * records. Shredding destroys the key of what is deleted, so that the copies
 * which the file and the file system still have cannot be read. A record is
 * bound to its key, to the version and to the revision of the change that
 * wrote it.
 *
 * One thread may use it at a time. It has no search: its user loads everything
 * at the start and keeps what it needs.
 */

#include "base/secret.h"
#include "spec/stored.h"

struct store;

/* Records of the card itself, sealed with the KEK. */
#define STORE_CARD 0ull
/* Records that outlive shredding (who the card is), under a key of their own. */
#define STORE_PERMANENT (~0ull)

struct store_key {
	uint64_t partition; /* STORE_CARD, STORE_PERMANENT or a partition */
	uint32_t kind;
	uint64_t id;
};

enum store_act {
	STORE_PUT = 1,     /* make or replace the record */
	STORE_DELETE,      /* nothing happens if there is none */
	STORE_NEED_KEY,    /* a partition begins, unless it has begun already */
	STORE_SHRED,       /* a partition ends, with its key and its records */
	STORE_SHRED_ALL,   /* everything ends but the permanent records; a new KEK */
};

struct store_op {
	enum store_act act;
	struct store_key key;
	struct bytes value; /* STORE_PUT: at most STORE_VALUE_MAX */
};

#define STORE_VALUE_MAX (SECRET_MAX - 64u)

/* Opens or makes `dir`/store.db and its root key. root_key: path of the key
 * file, NULL: `dir`/root.key. *out_version (may be NULL) is the version found,
 * also with ERR_STORE_NEWER; below STORE_VERSION the store can be read, and
 * changed by store_upgrade alone. ERR_CORRUPT: the root key is missing or
 * another one; ERR_BUSY: another process has it open. */
enum err store_open(const char *dir, const char *root_key, struct store **out,
    uint32_t *out_version);
/* Accepts NULL. */
void store_close(struct store *s);

/* Every record in ascending order (partition, kind, id; STORE_PERMANENT as the
 * last). Ends with the error of `fn`. ERR_CORRUPT: *out_bad (may be NULL) says
 * which record was changed or is not where it was written. */
typedef enum err store_each_fn(void *ctx, const struct store_key *key,
    struct bytes value);
enum err store_each(struct store *s, store_each_fn *fn, void *ctx,
    struct store_key *out_bad);

/* Makes a store of an older version one of this version, with every record as
 * `fn` gives it. One transaction does all of it, so that a failure leaves the
 * old store whole. Ends with the error of `fn`. */
typedef enum err store_upgrade_fn(void *ctx, const struct store_key *key,
    struct bytes old, struct secret *out);
enum err store_upgrade(struct store *s, store_upgrade_fn *fn, void *ctx,
    struct store_key *out_bad);

/* Does all operations in the order given, durable on return, or none of them.
 * ERR_DISK_FULL, ERR_STORE; ERR_NOT_FOUND: a record for a partition without
 * key (STORE_NEED_KEY has to come first). */
enum err store_commit(struct store *s, const struct store_op *ops, size_t n);

/* The writer makes one transaction of several: it calls store_apply any number
 * of times between store_begin and store_end. When one of them fails, nothing
 * of the whole is kept (store_cancel). */
enum err store_begin(struct store *s);
enum err store_apply(struct store *s, const struct store_op *ops, size_t n);
enum err store_end(struct store *s);
void store_cancel(struct store *s);
