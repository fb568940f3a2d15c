/* SPDX-License-Identifier: Apache-2.0 */
/* The lists of calls that wait. A thread is woken after the lock is released, or
 * it would at once wait for that lock. */
#include "client/waiter.h"

#include <sys/socket.h>
#include <unistd.h>

void
waiter_add(struct connection *c, struct waiter *w)
{
	w->next = c->sleepers;
	w->before = NULL;
	if (c->sleepers != NULL)
		c->sleepers->before = w;
	c->sleepers = w;
}

void
waiter_drop(struct connection *c, struct waiter *w)
{
	if (w->before != NULL)
		w->before->next = w->next;
	else
		c->sleepers = w->next;
	if (w->next != NULL)
		w->next->before = w->before;
	w->next = w->before = NULL;
}

void
waiter_settle(struct connection *c, struct waiter *w, enum err status)
{
	map_remove(&c->waiters, w->id);
	w->status = status;
	if (!w->reads) {
		waiter_drop(c, w);
		if (w->asleep) {
			w->next = c->settled;
			c->settled = w;
		}
	}
	w->done = true;
}

/* The waiter may be gone as soon as it is woken, so nothing of it is read
 * afterwards. */
static void
wake(struct waiter *w)
{
	w->awake = true;
	sem_post(&w->wake);
}

static void
wake_list(struct waiter *list)
{
	while (list != NULL) {
		struct waiter *next = list->next;

		wake(list);
		list = next;
	}
}

void
waiter_wake_settled(struct connection *c)
{
	struct waiter *list = c->settled;

	if (list == NULL)
		return;
	c->settled = NULL;
	pthread_mutex_unlock(&c->lock);
	wake_list(list);
	pthread_mutex_lock(&c->lock);
}

void
waiter_pass_reading(struct connection *c)
{
	struct waiter *w = c->sleepers;

	while (w != NULL && w->writes)
		w = w->next;
	c->has_reader = false;
	if (w == NULL)
		return;
	waiter_drop(c, w);
	c->has_reader = true;
	w->reads = true;
	if (w->asleep)
		wake(w);
}

void
waiter_lose_all(struct connection *c, enum err why)
{
	uint64_t id;
	void *w;
	size_t at = 0;

	if (c->problem != ERR_OK)
		return;
	c->problem = why;
	while (map_next(&c->waiters, &at, &id, &w)) {
		waiter_settle(c, w, why);
		at = 0;
	}
	wake_list(c->settled);
	c->settled = NULL;
	buf_reset(&c->queued);
	if (c->pid == getpid()) /* wakes the reader and tells the peer */
		shutdown(c->transport.fd, SHUT_RDWR);
}
