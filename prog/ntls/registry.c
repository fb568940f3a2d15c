/* SPDX-License-Identifier: Apache-2.0 */
/* Holds the table of clients in force and counts the lanes that still use an
 * older one. The lock is held for a few instructions only: no thread computes or
 * waits with it. */
#include "registry.h"

#include <time.h>

#define RECHECK_S 20 /* a lane that takes longer is stuck */

enum err
registry_open(struct registry *r)
{
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->rechecked, NULL);
	r->clients = clients_make();
	return r->clients != NULL ? ERR_OK : ERR_NO_MEMORY;
}

struct clients *
registry_clients(struct registry *r)
{
	struct clients *t;

	pthread_mutex_lock(&r->lock);
	t = clients_ref(r->clients);
	pthread_mutex_unlock(&r->lock);
	return t;
}

void
registry_replace(struct registry *r, struct clients **t, size_t n_lanes)
{
	struct clients *old;

	pthread_mutex_lock(&r->lock);
	old = r->clients;
	r->clients = *t;
	r->n_rechecking = n_lanes;
	pthread_mutex_unlock(&r->lock);
	*t = NULL;
	clients_unref(old);
}

void
registry_rechecked(struct registry *r)
{
	pthread_mutex_lock(&r->lock);
	if (r->n_rechecking > 0)
		r->n_rechecking--;
	pthread_cond_signal(&r->rechecked);
	pthread_mutex_unlock(&r->lock);
}

enum err
registry_wait(struct registry *r)
{
	struct timespec until;
	int late = 0;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += RECHECK_S;
	pthread_mutex_lock(&r->lock);
	while (r->n_rechecking > 0 && late == 0)
		late = pthread_cond_timedwait(&r->rechecked, &r->lock, &until);
	pthread_mutex_unlock(&r->lock);
	return late == 0 ? ERR_OK : ERR_TIMEOUT;
}
