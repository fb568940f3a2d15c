/* SPDX-License-Identifier: Apache-2.0 */
/* The two roles at work: queued frames out, answers in. */
#include "client/internal.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>

#include "base/clock.h"
#include "base/mem.h"
#include "wire/frame.h"

/* The socket can be read or written, or the deadline is there. */
static enum err
wait_for(struct connection *c, short events, int64_t deadline)
{
	struct pollfd p = { .fd = c->transport.fd, .events = events };
	int64_t ms = deadline - clock_ms();
	int n = poll(&p, 1, ms < 0 ? 0 : (int)ms);

	if (n < 0 && errno != EINTR)
		return ERR_CLOSED;
	return n == 0 ? ERR_TIMEOUT : ERR_OK;
}

static enum err
write_some(struct connection *c, struct bytes out, size_t *sent)
{
	enum err e;

	pthread_mutex_lock(&c->io);
	e = c->transport.write(c->transport.ctx, out, sent);
	pthread_mutex_unlock(&c->io);
	return e;
}

/* Sends all of it, however long the peer takes within the timeout. */
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
			e = wait_for(c, POLLOUT, deadline);
		if (e != ERR_OK)
			return e;
		if (sent > before)
			deadline = clock_ms() + c->timeout_ms;
	}
	return ERR_OK;
}

/* Several answers came together, so several threads were woken and are about to
 * ask again: lets them, that one write carries all. With c->lock held, which is
 * given back meanwhile. */
static void
gather(struct connection *c)
{
	if (c->has_writer || c->last_batch < 2)
		return;
	pthread_mutex_unlock(&c->lock);
	sched_yield();
	pthread_mutex_lock(&c->lock);
}

/* Who is about to write, and was made the reader meanwhile, passes that on. */
static void
be_writer(struct connection *c, struct waiter *w)
{
	c->has_writer = w->writes = true;
	if (!w->reads || w->done)
		return;
	w->reads = false;
	waiter_add_sleeper(c, w);
	waiter_hand_over(c);
}

void
roles_flush(struct connection *c, struct waiter *w)
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
		if (e == ERR_CLOSED) /* why, is for the reader to read */
			break;
		if (e != ERR_OK)
			connection_lose(c, e);
	}
	c->has_writer = w->writes = false;
}

/* --- reading ---------------------------------------------------------------- */

static void
give_time(const struct connection *c, struct waiter *w)
{
	int64_t until = clock_ms() + c->timeout_ms;

	w->deadline = until < w->latest ? until : w->latest;
}

/* One frame for whoever waits for it; with c->lock held. Nobody gives up while
 * the link is alive: an answer that is waited for by none was never asked for. */
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

void
roles_read_round(struct connection *c, int64_t deadline)
{
	enum err e;
	bool more = false;

	pthread_mutex_unlock(&c->lock);
	e = wait_for(c, POLLIN, deadline);
	if (e == ERR_OK)
		e = read_some(c, &more);
	pthread_mutex_lock(&c->lock);
	for (;;) {
		if (e == ERR_OK)
			e = take_frames(c);
		/* Whoever never stops sending keeps nobody here for ever. */
		if (e != ERR_OK || !more || clock_ms() >= deadline)
			break;
		e = read_some(c, &more);
	}
	if (e != ERR_OK && e != ERR_AGAIN && e != ERR_TIMEOUT)
		connection_lose(c, e);
	waiter_wake_settled(c);
}
