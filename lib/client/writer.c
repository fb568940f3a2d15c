/* SPDX-License-Identifier: Apache-2.0 */
/* The writer takes all that is queued and sends it; threads that come meanwhile
 * only queue. */
#include "client/writer.h"

#include <poll.h>
#include <sched.h>

#include "base/clock.h"
#include "client/waiter.h"

static enum err
write_some(struct connection *c, struct bytes out, size_t *sent)
{
	enum err e;

	pthread_mutex_lock(&c->io);
	e = c->transport.write(c->transport.ctx, out, sent);
	pthread_mutex_unlock(&c->io);
	return e;
}

/* Sends all of it. The peer may take its time within the timeout. */
static enum err
write_all(struct connection *c, struct bytes out)
{
	int64_t deadline = clock_ms() + c->timeout_ms;
	size_t sent = 0;

	while (sent < out.len && c->problem == ERR_OK) {
		size_t before = sent;
		enum err e = write_some(c,
		    bytes_of(out.ptr + sent, out.len - sent), &sent);

		if (e == ERR_AGAIN)
			e = transport_wait(c->transport.fd, POLLOUT, deadline);
		if (e != ERR_OK)
			return e;
		if (sent > before)
			deadline = clock_ms() + c->timeout_ms;
	}
	return ERR_OK;
}

/* When several answers came together, several threads were woken and are about to
 * send requests. We let them queue first, so that one write carries all. Called
 * with c->lock held; releases it meanwhile. */
static void
gather(struct connection *c)
{
	if (c->has_writer || c->last_batch < 2)
		return;
	pthread_mutex_unlock(&c->lock);
	sched_yield();
	pthread_mutex_lock(&c->lock);
}

/* A thread that is about to write and was made the reader meanwhile passes that
 * role on: it cannot do both. */
static void
be_writer(struct connection *c, struct waiter *w)
{
	c->has_writer = w->writes = true;
	if (!w->reads || w->done)
		return;
	w->reads = false;
	waiter_add(c, w);
	waiter_pass_reading(c);
}

void
writer_flush(struct connection *c, struct waiter *w)
{
	gather(c);
	if (c->has_writer || c->queued.len == 0)
		return;
	be_writer(c, w);
	while (c->queued.len > 0 && c->problem == ERR_OK) {
		struct buf out = c->queued;
		enum err e;

		c->queued = c->spare;
		c->spare = (struct buf){ 0 };
		pthread_mutex_unlock(&c->lock);
		e = write_all(c, buf_bytes(&out));
		buf_reset(&out);
		pthread_mutex_lock(&c->lock);
		c->spare = out;
		if (e == ERR_CLOSED) /* the reader learns the reason */
			break;
		if (e != ERR_OK)
			waiter_lose_all(c, e);
	}
	c->has_writer = w->writes = false;
}
