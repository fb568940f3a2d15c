/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The objects of one partition in memory: by handle, and an index of labels, ids
 * and OUIDs. For lib/hsm only. */

#include "base/bytes.h"

struct object;

enum { BY_LABEL, BY_ID, BY_UID, N_INDEXES };
struct table {
	struct object **rows;
	size_t n, cap, reserved; /* reserved: places of changes in flight */
	struct object **buckets[N_INDEXES];
	size_t n_buckets; /* a power of two, or 0 */
};

/* A place for one more object, until table_unreserve. ERR_NO_MEMORY. */
enum err table_reserve(struct table *t);
void table_unreserve(struct table *t);
/* Puts, replaces or (o NULL) removes what has that handle; takes over o, drops
 * what was there. Needs a reserved place for a new one; never fails. */
void table_set(struct table *t, uint64_t handle, struct object **o);
/* NULL if there is none. */
struct object *table_get(const struct table *t, uint64_t handle);
/* The first row with a handle above `after`. */
size_t table_after(const struct table *t, uint64_t after);
/* The chain of objects that may have that label or id. */
struct object *table_chain(const struct table *t, int index, struct bytes key);
/* Drops all objects; reservations stay. */
void table_clear(struct table *t);
void table_free(struct table *t);
