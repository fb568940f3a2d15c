/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The table of clients in force. Lanes read it while the gate replaces it; when
 * it was replaced, the gate waits until every lane has looked at the new one.
 */

#include <pthread.h>

#include "clients.h"

struct registry {
	pthread_mutex_t lock; /* guards the next two */
	struct clients *clients;
	size_t n_rechecking;  /* lanes whose clients it has not reached */
	pthread_cond_t rechecked;
};

/* With an empty table. */
enum err registry_open(struct registry *r);
/* The table in force, a reference for the caller (clients_unref). */
struct clients *registry_clients(struct registry *r);
/* Puts a table in force, which is taken over; n_lanes have to look at it. */
void registry_replace(struct registry *r, struct clients **t, size_t n_lanes);
/* From a lane: its clients go by the table in force. */
void registry_rechecked(struct registry *r);
/* Waits for the lanes; ERR_TIMEOUT after 20 seconds, for then one hangs. */
enum err registry_wait(struct registry *r);
