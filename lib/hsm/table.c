/* SPDX-License-Identifier: Apache-2.0 */
/* The objects of a partition, sorted by handle. Handles only rise, so a new
 * object goes to the end, unless changes in flight arrive in another order.
 * Chains connect objects with equal label, id or OUID. */
#include "hsm/table.h"

#include "base/mem.h"
#include "hsm/internal.h"
#include "hsm/object.h"

/* FNV-1a. */
static size_t
hash_of(struct bytes key)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < key.len; i++)
		hash = (hash ^ key.ptr[i]) * 0x100000001b3u;
	return (size_t)(hash ^ hash >> 32);
}

static struct bytes
key_of(const struct object *o, int index)
{
	return index == BY_LABEL ? o->label : index == BY_ID ? o->id : o->uid;
}

static struct object **
bucket_of(const struct table *t, int index, struct bytes key)
{
	return &t->buckets[index][hash_of(key) & (t->n_buckets - 1)];
}

static void
index_add(struct table *t, struct object *o)
{
	for (int i = 0; i < N_INDEXES; i++) {
		struct object **bucket = bucket_of(t, i, key_of(o, i));

		o->next[i] = *bucket;
		*bucket = o;
	}
}

static void
index_remove(struct table *t, struct object *o)
{
	for (int i = 0; i < N_INDEXES; i++) {
		struct object **at = bucket_of(t, i, key_of(o, i));

		while (*at != o)
			at = &(*at)->next[i];
		*at = o->next[i];
		o->next[i] = NULL;
	}
}

/* Makes more buckets and sorts all objects into them. Without memory the chains
 * get longer instead. */
static enum err
index_grow(struct table *t)
{
	size_t n = t->n_buckets ? 4 * t->n_buckets : 16;
	struct object **grown[N_INDEXES];

	for (int i = 0; i < N_INDEXES; i++) {
		grown[i] = mem_alloc(n, sizeof(*grown[i]));
		if (grown[i] != NULL)
			continue;
		while (i-- > 0)
			mem_free(grown[i]);
		return ERR_NO_MEMORY;
	}
	for (int i = 0; i < N_INDEXES; i++) {
		mem_free(t->buckets[i]);
		t->buckets[i] = grown[i];
	}
	t->n_buckets = n;
	for (size_t i = 0; i < t->n; i++)
		index_add(t, t->rows[i]);
	return ERR_OK;
}

enum err
table_reserve(struct table *t)
{
	size_t need = t->n + t->reserved + 1;
	size_t cap = t->cap ? 2 * t->cap : 16;

	if (need > t->cap) {
		if (!mem_grow(&t->rows, t->cap, cap, sizeof(t->rows[0])))
			return ERR_NO_MEMORY;
		t->cap = cap;
	}
	if (t->n_buckets == 0)
		TRY(index_grow(t));
	else if (need > t->n_buckets)
		IGNORE(index_grow(t));
	t->reserved++;
	return ERR_OK;
}

void
table_unreserve(struct table *t)
{
	must(t->reserved > 0);
	t->reserved--;
}

size_t
table_after(const struct table *t, uint64_t after)
{
	size_t low = 0, high = t->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (t->rows[mid]->handle > after)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

struct object *
table_get(const struct table *t, uint64_t handle)
{
	size_t at = handle ? table_after(t, handle - 1) : t->n;

	return at < t->n && t->rows[at]->handle == handle ? t->rows[at] : NULL;
}

static void
row_remove(struct table *t, size_t at)
{
	t->n--;
	memmove(&t->rows[at], &t->rows[at + 1],
	    (t->n - at) * sizeof(t->rows[0]));
}

static void
row_insert(struct table *t, size_t at, struct object *o)
{
	must(t->n < t->cap);
	memmove(&t->rows[at + 1], &t->rows[at],
	    (t->n - at) * sizeof(t->rows[0]));
	t->rows[at] = o;
	t->n++;
}

void
table_set(struct table *t, uint64_t handle, struct object **o)
{
	struct object *before = table_get(t, handle);
	size_t at = table_after(t, handle - 1);

	if (before != NULL) {
		index_remove(t, before);
		if (*o != NULL)
			t->rows[at] = *o;
		else
			row_remove(t, at);
	} else if (*o != NULL) {
		row_insert(t, at, *o);
	}
	if (*o != NULL)
		index_add(t, *o);
	*o = NULL;
	object_unref(&before);
}

struct object *
table_chain(const struct table *t, int index, struct bytes key)
{
	return t->n_buckets ? *bucket_of(t, index, key) : NULL;
}

void
table_clear(struct table *t)
{
	for (size_t i = 0; i < t->n; i++)
		object_unref(&t->rows[i]);
	t->n = 0;
	for (int i = 0; i < N_INDEXES && t->n_buckets > 0; i++)
		memset(t->buckets[i], 0, t->n_buckets * sizeof(*t->buckets[i]));
}

void
table_free(struct table *t)
{
	mem_free(t->rows);
	for (int i = 0; i < N_INDEXES; i++)
		mem_free(t->buckets[i]);
	*t = (struct table){ 0 };
}
