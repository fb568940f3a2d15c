/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The card: one HSM (lib/hsm) under one lock, its store, and the threads that
 * work for it. Lanes read and answer frames and do what is short; workers do
 * RSA and key generation; the desk does management, one call after the other;
 * the writer makes changes durable.
 */

#include <pthread.h>
#include <stdatomic.h>

#include "base/map.h"
#include "hsm/hsm.h"
#include "hsm/identity.h"
#include "hsm/link.h"
#include "hsm/session.h"
#include "store/writer.h"

struct lane;
struct pool;
struct request;

struct card {
	pthread_mutex_t lock; /* guards all up to the blank line */
	pthread_cond_t thawed;
	bool frozen; /* what shreds is under way: no other plans meanwhile */
	struct hsm *hsm;
	struct map works; /* session -> struct work */

	struct store *store;
	struct store_writer *writer;
	struct pool *workers, *desk;
	struct lane *lanes;
	unsigned n_lanes, n_cores;
	struct identity identity;
	atomic_uint_fast64_t next_link;
	atomic_uint next_lane;
};

struct card_where {
	const char *state, *model, *site_key, *make_site_key;
	uint64_t serial;
};
/* Opens the store and wakes the HSM; the first time it is made: a card of that
 * model and serial, certified with the site key. Logs why it failed. */
enum err card_open(const struct card_where *where, struct card *out);
/* A new site key in a file of its own, which is not there yet. */
enum err site_key_make(const char *path);
/* The card's identity: as stored, or made now and certified with the site key
 * in that file (NULL: not at hand). Before card_start. */
enum err identity_open(struct card *c, const char *site_key);
/* Once the store is open, before any thread: no files but in that folder, no
 * system calls but those of sandbox.def. */
enum err card_shut_in(const char *state);
/* Starts writer, workers, desk and lanes; control: descriptor of the channel to
 * the box, taken over. */
enum err card_start(struct card *c, int *control);
/* Serves in this thread too, until SIGTERM or until the box is gone. */
void card_serve(struct card *c);
/* Ends the threads: what was acknowledged is on the disk. */
void card_close(struct card *c);

/* --- the lock ------------------------------------------------------------- */

/* Inside the lock. There is no other way in: card_enter checks what calls.def
 * says the call needs, then link and session are valid until it is left. */
struct inside {
	struct card *card; /* NULL: outside */
	struct hsm *hsm;
	struct link *link;
	struct session *session; /* NULL unless the call needs one */
};

enum err card_enter(struct request *r, struct inside *out);
/* The same for a call that plans a change: waits while a shredding change is
 * under way, so that changes reach the store in the order of their plans. */
enum err card_enter_to_plan(struct request *r, struct inside *out);
/* Leaves; accepts the zero state: CLEARED_BY(card_leave). */
void card_leave(struct inside *in);
/* Without a request: at start, and for links that end. */
void card_lock(struct card *c);
void card_unlock(struct card *c);
