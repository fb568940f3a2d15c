/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Sealed records in an ordered key space, changed by transactions that happen
 * whole or not at all and are on the disk when they return. The engine below
 * (SQLite here) sees sealed bytes only.
 *
 * Keys: root key (a file beside the store) -> KEK -> partition keys -> records.
 * What is shredded loses its key, in the file and in what the file system keeps
 * of it; deleting rows alone would leave copies. A record is bound to its key,
 * to the version and to the revision of the change that wrote it.
 *
 * One thread at a time. Searching is not its business: its user loads
 * everything at the start and keeps what it needs.
 */

#include "spec/stored.h"
#include "base/secret.h"

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
 * changed by store_upgrade alone. ERR_CORRUPT: the root key is missing or another
 * one; ERR_BUSY: another process has it open. */
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

/* A store of an older version becomes one of this version, with every record as
 * `fn` gives it: in one transaction, so that it is the old one whole or the new
 * one whole. Ends with the error of `fn`. */
typedef enum err store_upgrade_fn(void *ctx, const struct store_key *key,
    struct bytes old, struct secret *out);
enum err store_upgrade(struct store *s, store_upgrade_fn *fn, void *ctx,
    struct store_key *out_bad);

/* All of it in the order given, durable on return, or nothing at all.
 * ERR_DISK_FULL, ERR_STORE; ERR_NOT_FOUND: a record for a partition without
 * key (STORE_NEED_KEY has to come first). */
enum err store_commit(struct store *s, const struct store_op *ops, size_t n);

/* Several transactions as one, for the writer: between store_begin and
 * store_end any number of store_apply. When one of them fails, nothing of
 * the whole is kept (store_cancel). */
enum err store_begin(struct store *s);
enum err store_apply(struct store *s, const struct store_op *ops, size_t n);
enum err store_end(struct store *s);
void store_cancel(struct store *s);
