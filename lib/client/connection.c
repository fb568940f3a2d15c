/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes the calls of a connection, and opens and ends it. There are two roles,
 * each held by one thread at a time and taken by a thread that needs it:
 *
 *   the writer  takes all that is queued and sends it; threads that come
 *               meanwhile only queue
 *   the reader  waits for the socket and gives each response to its waiter; when
 *               it has its own, it passes the role to a thread that still waits
 *
 * `lock` guards the lists, `io` the transport. `lock` is never taken inside `io`.
 */
#include "client/connection.h"

#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "client/reader.h"
#include "client/waiter.h"
#include "client/writer.h"
#include "wire/frame.h"

enum err
connection_open(struct transport *t, int timeout_ms, struct connection **out)
{
	struct connection *c = mem_alloc(1, sizeof(*c));

	if (c == NULL)
		return ERR_NO_MEMORY;
	c->transport = *t;
	*t = (struct transport){ .fd = -1 };
	c->timeout_ms = timeout_ms;
	c->pid = getpid();
	c->n_refs = 1;
	c->queued = buf_up_to(QUEUE_MAX);
	c->spare = buf_up_to(QUEUE_MAX);
	c->in = buf_up_to(4 * FRAME_MAX);
	pthread_mutex_init(&c->lock, NULL);
	pthread_mutex_init(&c->io, NULL);
	*out = c;
	return ERR_OK;
}

void
connection_set_timeout(struct connection *c, int timeout_ms)
{
	c->timeout_ms = timeout_ms;
}

bool
connection_is_alive(const struct connection *c)
{
	return c->problem == ERR_OK;
}

void
connection_end(struct connection *c)
{
	if (c->pid != getpid())
		return;
	pthread_mutex_lock(&c->lock);
	waiter_lose_all(c, ERR_CLOSED);
	pthread_mutex_unlock(&c->lock);
}

/* --- calling --- */

/* Queues the request and the waiter. Called with c->lock held. */
static enum err
queue(struct connection *c, struct waiter *w, uint32_t link, struct bytes body)
{
	struct frame f = { .op = w->op, .link = link, .body = body };

	if (c->problem != ERR_OK)
		return ERR_NOT_CONNECTED;
	f.id = w->id = ++c->next_id;
	if (c->queued.max == 0)
		c->queued = buf_up_to(QUEUE_MAX);
	TRY(map_reserve(&c->waiters));
	TRY(frame_put(&c->queued, &f));
	w->deadline = clock_ms() + c->timeout_ms;
	w->latest = clock_ms() + (int64_t)FRAME_TIMEOUTS_MAX * c->timeout_ms;
	must(map_set(&c->waiters, w->id, w) == ERR_OK);
	waiter_add(c, w);
	return ERR_OK;
}

static enum err
exchange(void *ctx, uint32_t link, uint16_t op, struct bytes body,
    struct buf *reply)
{
	struct connection *c = ctx;
	struct waiter w = { .op = op, .reply = reply };
	enum err e;

	if (c->pid != getpid())
		return ERR_NOT_CONNECTED;
	sem_init(&w.wake, 0, 0);
	pthread_mutex_lock(&c->lock);
	e = queue(c, &w, link, body);
	if (e == ERR_OK) {
		writer_flush(c, &w);
		reader_wait(c, &w);
		e = w.status;
	} else {
		pthread_mutex_unlock(&c->lock);
	}
	sem_destroy(&w.wake);
	return e;
}

struct caller
connection_caller(struct connection *c)
{
	return (struct caller){ .exchange = exchange, .ctx = c };
}

/* --- life --- */

void
connection_abandon(struct connection *c)
{
	close(c->transport.fd);
}

void
connection_ref(struct connection *c)
{
	c->n_refs++;
}

static void
connection_free(struct connection *c)
{
	c->transport.end(c->transport.ctx);
	pthread_mutex_destroy(&c->lock);
	pthread_mutex_destroy(&c->io);
	map_clear(&c->waiters);
	buf_clear(&c->queued);
	buf_clear(&c->spare);
	buf_clear(&c->in);
	mem_free(c);
}

void
connection_unref(struct connection **c)
{
	if (*c != NULL && --(*c)->n_refs == 0)
		connection_free(*c);
	*c = NULL;
}
