/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The limits of strangers (OpenSSH: MaxStartups, PerSourceMaxStartups). A
 * stranger is never refused because others are there: the earliest of them
 * that has done least gives way. Time is handed in, so that a test can make it
 * pass.
 */
#include "places.h"

static bool
is_stranger(const struct places *p, size_t i)
{
	return p->list[i].pid != 0 && !p->list[i].leaves &&
	    p->stages[i] != STAGE_LOGGED_IN;
}

size_t
places_strangers(const struct places *p, const struct source *from)
{
	size_t n = 0;

	for (size_t i = 0; i < PLACES_MAX; i++)
		n += is_stranger(p, i) &&
		    (from == NULL || source_equal(from, &p->list[i].source));
	return n;
}

static struct place *
earliest(struct places *p, enum stage stage, const struct source *from, int64_t before)
{
	struct place *found = NULL;

	for (size_t i = 0; i < PLACES_MAX; i++) {
		struct place *at = &p->list[i];

		if (!is_stranger(p, i) || p->stages[i] != stage || at->since >= before)
			continue;
		if (from != NULL && !source_equal(from, &at->source))
			continue;
		if (found == NULL || at->since < found->since)
			found = at;
	}
	return found;
}

static struct place *
free_place(struct places *p)
{
	for (size_t i = 0; i < PLACES_MAX; i++)
		if (p->list[i].pid == 0)
			return &p->list[i];
	return NULL;
}

struct place *
places_find(struct places *p, const struct source *from, int64_t now,
    struct place **out_leaver)
{
	bool source_is_full = places_strangers(p, from) >= SOURCE_STRANGERS_MAX;
	const struct source *whose = source_is_full ? from : NULL;

	*out_leaver = NULL;
	if (!source_is_full && places_strangers(p, NULL) < STRANGERS_MAX)
		return free_place(p);
	*out_leaver = earliest(p, STAGE_CONNECTED, whose, now - SHAKE_MS);
	if (*out_leaver == NULL)
		*out_leaver = earliest(p, STAGE_ENCRYPTED, whose, now - LOGIN_MS);
	return NULL;
}
