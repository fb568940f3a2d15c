/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Starts and ends a card: opens and loads the store, gives a new card its
 * identity, and starts and stops the threads in order. main.c calls it.
 */

#include "card.h"

#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "commit.h"
#include "dispatch.h"
#include "identity.h"
#include "pool.h"
#include "work.h"
#include "hsm/load.h"

#define LANES_MAX 4u
#define WORKERS_WAITING 8192u
#define DESK_WAITING 256u

/* --- the store --- */

/* Sorts the records for lib/hsm, which wants them by ascending kind; the store
 * gives them by place. */
struct loading {
	struct card *card;
	enum record_kind kind;
	struct store_op *strays; /* records of partitions that are gone */
	size_t n_strays;
};

static enum err
keep_stray(struct loading *l, const struct store_key *key)
{
	if (!mem_grow(&l->strays, l->n_strays, l->n_strays + 1,
	    sizeof(*l->strays)))
		return ERR_NO_MEMORY;
	l->strays[l->n_strays++] = (struct store_op){ .act = STORE_DELETE,
		.key = *key };
	return ERR_OK;
}

static enum err
load_record(void *ctx, const struct store_key *key, struct bytes value)
{
	struct loading *l = ctx;
	struct record_name name;
	enum err e;

	TRY(record_name_of(key, &name));
	if (name.kind != l->kind)
		return ERR_OK;
	e = hsm_load(l->card->hsm, name.kind, name.partition, name.id, value);
	return e == ERR_NOT_FOUND ? keep_stray(l, key) : e;
}

static void
log_bad(const char *what, enum err e, const struct store_key *bad)
{
	log_error("the store cannot be %s: %s (kind %u, partition %llu, id %llu)",
	    what, err_words(e), bad->kind, (unsigned long long)bad->partition,
	    (unsigned long long)bad->id);
}

static enum err
load_all(struct card *c, struct loading *l)
{
	struct store_key bad = { 0 };
	enum err e;

	for (l->kind = RECORD_CARD; l->kind <= RECORD_OBJECT; l->kind++) {
		e = store_each(c->store, load_record, l, &bad);
		if (e != ERR_OK) {
			log_bad("loaded", e, &bad);
			return e;
		}
	}
	if (l->n_strays == 0)
		return ERR_OK;
	log_info("%zu records without a partition are deleted", l->n_strays);
	return store_commit(c->store, l->strays, l->n_strays);
}

static enum err
load(struct card *c)
{
	struct loading l = { .card = c };
	struct change *change = NULL;
	enum err e = load_all(c, &l);

	mem_free(l.strays);
	TRY(e);
	for (;;) { /* several partitions may have spent their tries */
		TRY(hsm_load_done(c->hsm, &change));
		if (change == NULL)
			return ERR_OK;
		TRY(commit_now(c, &change));
	}
}

static enum err
open_store(const struct card_where *where, struct card *c, uint32_t *out_version)
{
	enum err e;

	TRY(file_make_folder(where->state));
	e = store_open(where->state, NULL, &c->store, out_version);
	if (e == ERR_STORE_NEWER)
		log_error("the store in %s has version %u, this program reads up "
		    "to %u", where->state, *out_version, STORE_VERSION);
	else if (e != ERR_OK)
		log_error("the store in %s cannot be opened: %s", where->state,
		    err_words(e));
	return e;
}

static enum err
upgrade_record(void *ctx, const struct store_key *key, struct bytes old,
    struct secret *out)
{
	const struct card *c = ctx;
	struct record_name name;

	TRY(record_name_of(key, &name));
	return hsm_upgrade(c->hsm, name.kind, old, out);
}

/* Rewrites an old store in this version's form. An older program can no longer
 * open it. */
static enum err
upgrade(struct card *c, uint32_t from)
{
	struct store_key bad = { 0 };
	enum err e;

	if (from == STORE_VERSION)
		return ERR_OK;
	e = store_upgrade(c->store, upgrade_record, c, &bad);
	if (e == ERR_OK)
		log_info("the store had version %u, it has %u now", from,
		    STORE_VERSION);
	else
		log_bad("brought to this version", e, &bad);
	return e;
}

/* --- begin and end --- */

/* Called before the sandbox begins, because the files that have the answer cannot
 * be read later. */
static unsigned
count_cores(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	return cores < 1 ? 1 : cores > 8 ? 8 : (unsigned)cores;
}

enum err
card_open(const struct card_where *where, struct card *out)
{
	const struct model *model = model_of_id(where->model);
	uint32_t version = 0;

	if (model == NULL) {
		log_error("there is no model %s", where->model);
		return ERR_ARGUMENT;
	}
	pthread_mutex_init(&out->lock, NULL);
	pthread_cond_init(&out->thawed, NULL);
	atomic_init(&out->next_link, 1);
	out->n_cores = count_cores();
	TRY(open_store(where, out, &version));
	TRY(hsm_new(model, where->serial, &out->hsm));
	TRY(upgrade(out, version));
	hsm_on_session_end(out->hsm, work_session_ended, out);
	TRY(load(out));
	return identity_open(out, where->site_key);
}

static enum err
start_lanes(struct card *c, unsigned n)
{
	c->lanes = mem_alloc(n, sizeof(*c->lanes));
	if (c->lanes == NULL)
		return ERR_NO_MEMORY;
	for (; c->n_lanes < n; c->n_lanes++)
		TRY(lane_open(&c->lanes[c->n_lanes], c, dispatch));
	for (unsigned i = 1; i < n; i++)
		TRY(lane_start_thread(&c->lanes[i]));
	return ERR_OK;
}

enum err
card_start(struct card *c, int *control)
{
	unsigned n = c->n_cores;

	dispatch_prepare();
	TRY(store_writer_start(c->store, &c->writer));
	TRY(pool_start(n + 2, WORKERS_WAITING, &c->workers));
	TRY(pool_start(1, DESK_WAITING, &c->desk));
	TRY(start_lanes(c, n < LANES_MAX ? n : LANES_MAX));
	return peer_attach(&c->lanes[0], control, ORIGIN_APP | ORIGIN_ADMIN,
	    true);
}

void
card_serve(struct card *c)
{
	if (loop_run(c->lanes[0].loop) != ERR_OK)
		log_error("the card's loop failed");
}

void
card_close(struct card *c)
{
	for (unsigned i = 0; i < c->n_lanes; i++)
		lane_stop(&c->lanes[i]);
	for (unsigned i = 0; i < c->n_lanes; i++)
		lane_join(&c->lanes[i]);
	pool_stop(c->workers);
	pool_stop(c->desk);
	store_writer_stop(c->writer);
	for (unsigned i = 0; i < c->n_lanes; i++)
		lane_close(&c->lanes[i]);
	mem_free(c->lanes);
	work_clear(c);
	hsm_free(&c->hsm);
	identity_clear(&c->identity);
	store_close(c->store);
}
