/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The card: one HSM (lib/hsm) under one lock, its store, and the threads that
 * work for it. Lanes read frames, answer them, and do short work; workers do RSA
 * and key generation; the desk runs management calls one after the other; the
 * writer makes changes durable.
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
	pthread_mutex_t lock; /* guards the members up to the blank line */
	pthread_cond_t thawed;
	bool frozen; /* a shredding change is under way: no other is planned */
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
/* Opens the store and loads the HSM. The first time it makes one: a card of that
 * model and serial, certified with the site key. It logs why it failed. */
enum err card_open(const struct card_where *where, struct card *out);
/* Starts writer, workers, desk and lanes. It takes over `control`, the descriptor
 * of the channel to the box. */
enum err card_start(struct card *c, int *control);
/* Serves in this thread too, until SIGTERM comes or the box is gone. */
void card_serve(struct card *c);
/* Ends the threads. All that was acknowledged is on the disk. */
void card_close(struct card *c);
