/* SPDX-License-Identifier: Apache-2.0 */
/* The map uses open addressing with linear probing; a removal shifts the
 * entries behind it back. */
#include "base/map.h"

#include "base/mem.h"

struct map_place {
	uint64_t key;
	void *value; /* NULL: the place is free */
};

static size_t
home_of(const struct map *m, uint64_t key)
{
	key ^= key >> 33;
	key *= 0xff51afd7ed558ccdu;
	key ^= key >> 33;
	return (size_t)key & (m->cap - 1);
}

/* Where key is, or the free place where it would go. The map is never full. */
static size_t
find(const struct map *m, uint64_t key)
{
	size_t at = home_of(m, key);

	while (m->places[at].value != NULL && m->places[at].key != key)
		at = (at + 1) & (m->cap - 1);
	return at;
}

void *
map_get(const struct map *m, uint64_t key)
{
	return m->cap ? m->places[find(m, key)].value : NULL;
}

enum err
map_reserve(struct map *m)
{
	struct map grown = { .n = m->n, .cap = m->cap ? 2 * m->cap : 16 };

	if (m->n + 1 <= m->cap / 4 * 3)
		return ERR_OK;
	grown.places = mem_alloc(grown.cap, sizeof(grown.places[0]));
	if (grown.places == NULL)
		return ERR_NO_MEMORY;
	for (size_t i = 0; i < m->cap; i++)
		if (m->places[i].value != NULL)
			grown.places[find(&grown, m->places[i].key)] = m->places[i];
	mem_free(m->places);
	*m = grown;
	return ERR_OK;
}

enum err
map_set(struct map *m, uint64_t key, void *value)
{
	size_t at;

	must(value != NULL);
	TRY(map_reserve(m));
	at = find(m, key);
	if (m->places[at].value == NULL)
		m->n++;
	m->places[at] = (struct map_place){ key, value };
	return ERR_OK;
}

void *
map_remove(struct map *m, uint64_t key)
{
	size_t hole, next;
	void *value;

	if (m->cap == 0)
		return NULL;
	hole = find(m, key);
	value = m->places[hole].value;
	if (value == NULL)
		return NULL;
	m->places[hole].value = NULL;
	m->n--;
	for (next = (hole + 1) & (m->cap - 1); m->places[next].value != NULL;
	     next = (next + 1) & (m->cap - 1)) {
		struct map_place moved = m->places[next];

		m->places[next].value = NULL;
		m->places[find(m, moved.key)] = moved;
	}
	return value;
}

bool
map_next(const struct map *m, size_t *at, uint64_t *out_key, void **out_value)
{
	for (; *at < m->cap; (*at)++) {
		if (m->places[*at].value == NULL)
			continue;
		*out_key = m->places[*at].key;
		*out_value = m->places[*at].value;
		(*at)++;
		return true;
	}
	return false;
}

void
map_clear(struct map *m)
{
	mem_free(m->places);
	*m = (struct map){ 0 };
}
