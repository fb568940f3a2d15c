/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The keys of a store: root key -> KEK -> partition keys. Only lib/store
 * includes this. */

#include "store/store.h"

/* Reads the root key; makes one where there is no store yet. ERR_CORRUPT: it is
 * gone, or it is no key. */
enum err keys_root(struct store *s, const char *path, bool store_is_there);
/* Unwraps all keys. ERR_CORRUPT. */
enum err keys_load(struct store *s);

/* These need a transaction. Makes the KEK and the permanent key of an empty
 * store. */
enum err keys_make_first(struct store *s);
/* Wraps all keys again, in the way of this version. */
enum err keys_rewrap(struct store *s);
/* Makes a key for the partition, unless it has one. */
enum err keys_need(struct store *s, uint64_t partition);
/* Deletes the key and the records of a partition. */
enum err keys_shred(struct store *s, uint64_t partition);
/* Deletes everything but the permanent records, and makes a new KEK. */
enum err keys_shred_all(struct store *s);

/* NULL when there is none. */
const struct secret *keys_get(const struct store *s, uint64_t partition);
/* Wipes the keys in memory. */
void keys_clear(struct store *s);
