/* SPDX-License-Identifier: Apache-2.0 */
/* The reader waits for the socket and gives each response to its waiter. When it
 * has its own, it passes the role on to a thread that still waits. */
#include "client/reader.h"

#include <errno.h>
#include <poll.h>
#include <time.h>

#include "base/clock.h"
#include "client/waiter.h"
#include "wire/frame.h"

/* A heartbeat shows that the other side still works on the call. */
static void
give_time(const struct connection *c, struct waiter *w)
{
	int64_t until = clock_ms() + c->timeout_ms;

	w->deadline = until < w->latest ? until : w->latest;
}

/* Gives a frame to its waiter; with c->lock held. Nobody stops waiting while the
 * link is alive, so an answer without a waiter was never requested: protocol
 * error. */
static enum err
take_frame(struct connection *c, const struct frame *f)
{
	struct waiter *w = map_get(&c->waiters, f->id);
	enum err status = err_from_number(f->status);

	if ((f->flags & FRAME_RESPONSE) == 0 || w == NULL || w->op != f->op)
		return ERR_MALFORMED;
	if (f->flags & FRAME_HEARTBEAT) {
		give_time(c, w);
		return ERR_OK;
	}
	if (status == ERR_OK)
		status = buf_put(w->reply, f->body);
	waiter_settle(c, w, status);
	return ERR_OK;
}

static enum err
take_frames(struct connection *c)
{
	struct bytes in = buf_bytes(&c->in);
	enum err e = ERR_OK;
	struct frame f;
	size_t size, used = 0;

	c->last_batch = 0;
	while ((e = frame_parse(bytes_of(in.ptr + used, in.len - used), &f,
	    &size)) == ERR_OK) {
		TRY(take_frame(c, &f));
		used += size;
		c->last_batch++;
	}
	if (used == in.len)
		buf_reset(&c->in);
	else
		buf_consume(&c->in, used);
	return e == ERR_AGAIN ? ERR_OK : e;
}

static enum err
read_some(struct connection *c, bool *out_more)
{
	enum err e;

	pthread_mutex_lock(&c->io);
	e = c->transport.read(c->transport.ctx, &c->in);
	*out_more = c->transport.has_pending(c->transport.ctx);
	pthread_mutex_unlock(&c->io);
	return e;
}

/* Called with c->lock held; releases it meanwhile. */
static void
read_round(struct connection *c, int64_t deadline)
{
	enum err e;
	bool more = false;

	pthread_mutex_unlock(&c->lock);
	e = transport_wait(c->transport.fd, POLLIN, deadline);
	if (e == ERR_OK)
		e = read_some(c, &more);
	pthread_mutex_lock(&c->lock);
	for (;;) {
		if (e == ERR_OK)
			e = take_frames(c);
		/* A peer that never stops sending must not keep us here. */
		if (e != ERR_OK || !more || clock_ms() >= deadline)
			break;
		e = read_some(c, &more);
	}
	if (e != ERR_OK && e != ERR_AGAIN && e != ERR_TIMEOUT)
		waiter_lose_all(c, e);
	waiter_wake_settled(c);
}

/* --- waiting --- */

static void
be_reader(struct connection *c, struct waiter *w)
{
	while (!w->done) {
		if (clock_ms() >= w->deadline)
			waiter_lose_all(c, ERR_TIMEOUT);
		else
			read_round(c, w->deadline);
	}
	w->reads = false;
	waiter_pass_reading(c);
}

/* A sleeper's time is over unless a heartbeat has moved its deadline. */
static void
check_deadline(struct connection *c, struct waiter *w)
{
	pthread_mutex_lock(&c->lock);
	if (!w->done && !w->reads && clock_ms() >= w->deadline)
		waiter_lose_all(c, ERR_TIMEOUT);
	pthread_mutex_unlock(&c->lock);
}

/* Sleeps until the answer has arrived or the role of the reader is ours. The lock
 * is not held afterwards, so that a woken thread need not wait for it. */
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
			check_deadline(c, w);
	}
}

void
reader_wait(struct connection *c, struct waiter *w)
{
	bool sleeps = !w->done && c->has_reader && !w->reads;

	if (!w->done && !c->has_reader) {
		waiter_drop(c, w);
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
