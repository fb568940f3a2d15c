/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A hash map from numbers to pointers that it does not own. It has no lock. */

#include "base/bytes.h"

struct map {
	struct map_place *places;
	size_t n, cap; /* entries; places, a power of two */
};

/* The value, NULL if there is none. */
void *map_get(const struct map *m, uint64_t key);
/* Sets (value is not NULL). ERR_NO_MEMORY leaves the map as it was. */
enum err map_set(struct map *m, uint64_t key, void *value);
/* Makes room for one more: the next map_set of a new key cannot fail. */
enum err map_reserve(struct map *m);
/* Removes; gives the value that was there, or NULL. */
void *map_remove(struct map *m, uint64_t key);
/* Walks in no order: start with *at = 0; false at the end. The map must not
 * be changed meanwhile. */
bool map_next(const struct map *m, size_t *at, uint64_t *out_key, void **out_value);
/* Frees the places, not the values. */
void map_clear(struct map *m);
