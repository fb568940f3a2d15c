/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each session has one place for each kind of work. While a request uses it, it
 * is marked busy, and a second request of the session is refused.
 */
#include "work.h"

#include "base/mem.h"
#include "hsm/clone.h"

#define WORKS_MAX 2048u

static uint64_t
place(uint32_t session, enum work_kind kind)
{
	return (uint64_t)session << 8 | (uint64_t)kind;
}

static void
work_free(struct work *w)
{
	stream_free(&w->stream);
	clone_free(&w->clone);
	buf_clear(&w->rest);
	mem_free(w);
}

enum err
work_take(struct inside *in, enum work_kind kind, struct work **out)
{
	struct work *w = map_get(&in->card->works,
	    place(session_handle(in->session), kind));

	if (w == NULL)
		return ERR_OPERATION_NOT_INITIALIZED;
	if (w->busy)
		return ERR_OPERATION_ACTIVE;
	w->busy = true;
	*out = w;
	return ERR_OK;
}

enum err
work_begin(struct inside *in, enum work_kind kind, struct work **out)
{
	struct map *works = &in->card->works;
	uint64_t at = place(session_handle(in->session), kind);
	struct work *w = map_get(works, at);

	if (w != NULL && (w->busy || kind != WORK_CLONE))
		return ERR_OPERATION_ACTIVE;
	if (w != NULL) {
		clone_free(&w->clone);
		w->busy = true;
		*out = w;
		return ERR_OK;
	}
	if (works->n >= WORKS_MAX)
		return ERR_BUSY;
	w = mem_alloc(1, sizeof(*w));
	if (w == NULL)
		return ERR_NO_MEMORY;
	w->busy = true;
	w->session = session_handle(in->session);
	w->kind = kind;
	w->keyed = w->private = kind == WORK_CLONE; /* the domain's */
	if (map_set(works, at, w) != ERR_OK) {
		mem_free(w);
		return ERR_NO_MEMORY;
	}
	*out = w;
	return ERR_OK;
}

void
work_give(struct card *c, struct work **given, bool done)
{
	struct work *w = *given;
	bool gone;

	*given = NULL;
	card_lock(c);
	w->busy = false;
	gone = w->ended;
	if (done && !gone)
		map_remove(&c->works, place(w->session, w->kind));
	card_unlock(c);
	if (done || gone)
		work_free(w);
}

static bool
work_ends(const struct work *w, enum session_end why)
{
	return why == END_SESSION || w->private ||
	    (why == END_KEYS && w->keyed);
}

void
work_session_ended(void *card, uint32_t session, enum session_end why)
{
	struct card *c = card;

	for (unsigned kind = 0; kind < N_WORKS; kind++) {
		struct work *w = map_get(&c->works, place(session, kind));

		if (w == NULL || !work_ends(w, why))
			continue;
		map_remove(&c->works, place(session, kind));
		if (w->busy)
			w->ended = true;
		else
			work_free(w);
	}
}

void
work_clear(struct card *c)
{
	uint64_t at;
	void *w;
	size_t i = 0;

	while (map_next(&c->works, &i, &at, &w))
		work_free(w);
	map_clear(&c->works);
}
