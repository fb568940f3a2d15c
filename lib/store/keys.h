/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The keys of a store: root key -> KEK -> partition keys. For lib/store only. */

#include "store/store.h"

/* Reads the root key; makes one where there is no store yet. ERR_CORRUPT: it is
 * gone, or no key. */
enum err keys_root(struct store *s, const char *path, bool store_is_there);
/* Unwraps all of them. ERR_CORRUPT. */
enum err keys_load(struct store *s);

/* Inside a transaction. The KEK and the permanent key, in an empty store. */
enum err keys_make_first(struct store *s);
/* All of them wrapped again, as this version does it. */
enum err keys_rewrap(struct store *s);
/* A key for the partition, unless it has one. */
enum err keys_need(struct store *s, uint64_t partition);
/* The key and the records of a partition. */
enum err keys_shred(struct store *s, uint64_t partition);
/* All but what is permanent; a new KEK. */
enum err keys_shred_all(struct store *s);

/* NULL: there is none. */
const struct secret *keys_get(const struct store *s, uint64_t partition);
/* Wipes what is in memory. */
void keys_clear(struct store *s);
