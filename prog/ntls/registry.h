/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The table of clients in force. Lanes read it while the gate replaces it; after
 * that the gate waits until every lane has read the new one.
 */

#include <pthread.h>

#include "clients.h"

struct registry {
	pthread_mutex_t lock; /* guards the next two */
	struct clients *clients;
	size_t n_rechecking;  /* lanes that have not read the new table */
	pthread_cond_t rechecked;
};

/* Begins with an empty table. */
enum err registry_open(struct registry *r);
/* The table in force, with a reference for the caller (clients_unref). */
struct clients *registry_clients(struct registry *r);
/* Puts a table in force and takes it over. n_lanes lanes have to read it. */
void registry_replace(struct registry *r, struct clients **t, size_t n_lanes);
/* Called by a lane when its clients follow the table in force. */
void registry_rechecked(struct registry *r);
/* Waits for all lanes. ERR_TIMEOUT after 20 seconds: then a lane is stuck. */
enum err registry_wait(struct registry *r);
