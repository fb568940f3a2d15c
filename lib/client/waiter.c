/* SPDX-License-Identifier: Apache-2.0 */
/* Who waits for an answer: asleep, or reading for all. A thread that is woken
 * needs no lock, or it would wait for that of who woke it. */
#include "client/internal.h"

#include <errno.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

void
waiter_add_sleeper(struct connection *c, struct waiter *w)
{
	w->next = c->sleepers;
	w->before = NULL;
	if (c->sleepers != NULL)
		c->sleepers->before = w;
	c->sleepers = w;
}

static void
sleepers_drop(struct connection *c, struct waiter *w)
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
		sleepers_drop(c, w);
		if (w->asleep) {
			w->next = c->settled;
			c->settled = w;
		}
	}
	w->done = true;
}

/* The waiter may be gone as soon as it is woken. */
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
connection_lose(struct connection *c, enum err why)
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
	if (c->pid == getpid()) /* wakes the reader, tells the peer */
		shutdown(c->transport.fd, SHUT_RDWR);
}

void
waiter_hand_over(struct connection *c)
{
	struct waiter *w = c->sleepers;

	while (w != NULL && w->writes)
		w = w->next;
	c->has_reader = false;
	if (w == NULL)
		return;
	sleepers_drop(c, w);
	c->has_reader = true;
	w->reads = true;
	if (w->asleep)
		wake(w);
}

static void
be_reader(struct connection *c, struct waiter *w)
{
	while (!w->done) {
		if (clock_ms() >= w->deadline)
			connection_lose(c, ERR_TIMEOUT);
		else
			roles_read_round(c, w->deadline);
	}
	w->reads = false;
	waiter_hand_over(c);
}

/* The deadline of a sleeper: heartbeats may have moved it. */
static bool
is_late(struct connection *c, struct waiter *w)
{
	bool late;

	pthread_mutex_lock(&c->lock);
	late = !w->done && !w->reads && clock_ms() >= w->deadline;
	if (late)
		connection_lose(c, ERR_TIMEOUT);
	pthread_mutex_unlock(&c->lock);
	return late;
}

/* Until the answer is there, or the role of the reader is ours. Without the
 * lock: who has been woken need not wait for it. */
static void
sleep_until_woken(struct connection *c, struct waiter *w)
{
	for (;;) {
		int64_t until = w->deadline;
		struct timespec t = { until / 1000, until % 1000 * 1000000 };

		if (sem_clockwait(&w->wake, CLOCK_MONOTONIC, &t) == 0) {
			must(w->awake);
			return;
		}
		if (errno == ETIMEDOUT)
			is_late(c, w);
	}
}

void
waiter_wait(struct connection *c, struct waiter *w)
{
	bool sleeps = !w->done && c->has_reader && !w->reads;

	if (!w->done && !c->has_reader) {
		sleepers_drop(c, w);
		c->has_reader = true;
		w->reads = true;
	}
	if (sleeps) {
		w->asleep = true;
		pthread_mutex_unlock(&c->lock);
		sleep_until_woken(c, w);
		if (!w->reads)
			return;
		pthread_mutex_lock(&c->lock);
	}
	if (w->reads)
		be_reader(c, w);
	pthread_mutex_unlock(&c->lock);
}
