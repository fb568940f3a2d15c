/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two roles, each held by one thread at a time and taken by whoever needs it:
 *
 *   the writer  takes all that is queued and sends it; threads that come in
 *               meanwhile only queue
 *   the reader  waits for the socket, gives each response to its waiter; when
 *               it has its own, it hands the role to one who still waits
 *
 * `lock` guards the lists, `io` the transport; lock is never taken inside io.
 */
#include "client/connection.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/map.h"
#include "base/mem.h"
#include "wire/frame.h"

/* Queued requests beyond this wait until the writer has room. */
#define QUEUE_MAX (64u * 1024u * 1024u)

/* A call under way, on its thread's stack. */
struct waiter {
	uint64_t id;
	uint16_t op;
	struct buf *reply;
	enum err status;
	_Atomic(int64_t) deadline; /* clock_ms */
	bool writes, asleep;     /* under lock */
	atomic_bool done, reads; /* under lock; read without it once awake */
	atomic_bool awake;       /* set before wake is posted */
	sem_t wake;
	struct waiter *next, *before; /* of those who do not read */
};

struct connection {
	struct transport transport;
	_Atomic(int) timeout_ms;
	pid_t pid;
	atomic_int references;
	_Atomic(unsigned) problem; /* enum err; ERR_OK: alive */

	pthread_mutex_t lock;
	uint64_t next_id;
	struct map waiters;      /* id -> struct waiter */
	struct waiter *sleepers; /* all but the reader */
	struct waiter *settled;  /* asleep, to be woken when lock is free */
	struct buf queued;       /* frames that nobody is sending yet */
	struct buf spare;        /* an empty buffer to swap with */
	bool has_reader, has_writer;
	unsigned last_batch; /* answers in the last read */

	pthread_mutex_t io;
	struct buf in; /* the reader's */
};

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
	c->references = 1;
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

enum err
connection_problem(const struct connection *c)
{
	return err_from_number(c->problem);
}

/* --- waiting ---------------------------------------------------------------- */

static void
sleepers_add(struct connection *c, struct waiter *w)
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

/* The waiter has its answer; with c->lock held. If it sleeps it is woken later
 * (wake_settled), for it would want the lock; if not, it will look. */
static void
settle(struct connection *c, struct waiter *w, enum err status)
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

/* With c->lock held, which is given back meanwhile. */
static void
wake_settled(struct connection *c)
{
	struct waiter *list = c->settled;

	if (list == NULL)
		return;
	c->settled = NULL;
	pthread_mutex_unlock(&c->lock);
	wake_list(list);
	pthread_mutex_lock(&c->lock);
}

/* The link is lost; with c->lock held. */
static void
lose(struct connection *c, enum err why)
{
	uint64_t id;
	void *w;
	size_t at = 0;

	if (c->problem != ERR_OK)
		return;
	c->problem = why;
	while (map_next(&c->waiters, &at, &id, &w)) {
		settle(c, w, why);
		at = 0;
	}
	wake_list(c->settled);
	c->settled = NULL;
	buf_reset(&c->queued);
	if (c->pid == getpid()) /* wakes the reader, tells the peer */
		shutdown(c->transport.fd, SHUT_RDWR);
}

void
connection_end(struct connection *c)
{
	if (c->pid != getpid())
		return;
	pthread_mutex_lock(&c->lock);
	lose(c, ERR_CLOSED);
	pthread_mutex_unlock(&c->lock);
}

/* The role of the reader is free; with c->lock held. The writer never has it: it
 * may be waiting for a peer that waits for us to read. */
static void
hand_over(struct connection *c)
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

/* Who is about to write, and was made the reader meanwhile, passes that on. */
static void
be_writer(struct connection *c, struct waiter *w)
{
	c->has_writer = w->writes = true;
	if (!w->reads || w->done)
		return;
	w->reads = false;
	sleepers_add(c, w);
	hand_over(c);
}

/* --- writing ---------------------------------------------------------------- */

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

/* Sends what is queued, unless another thread is at it. With c->lock held,
 * which is given back while sending. */
static void
flush(struct connection *c, struct waiter *w)
{
	if (c->has_writer)
		return;
	if (c->queued.len > 0)
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
			lose(c, e);
	}
	c->has_writer = w->writes = false;
}

/* --- reading ---------------------------------------------------------------- */

/* One frame for whoever waits for it; with c->lock held. */
static enum err
take_frame(struct connection *c, const struct frame *f)
{
	struct waiter *w = map_get(&c->waiters, f->id);
	enum err status = err_from_number(f->status);

	if ((f->flags & FRAME_RESPONSE) == 0)
		return ERR_MALFORMED;
	if (w == NULL) /* its caller gave up */
		return ERR_OK;
	if (w->op != f->op)
		return ERR_MALFORMED;
	if (f->flags & FRAME_HEARTBEAT) {
		w->deadline = clock_ms() + c->timeout_ms;
		return ERR_OK;
	}
	if (status == ERR_OK)
		status = buf_put(w->reply, f->body);
	settle(c, w, status);
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

/* Waits for the socket and deals out what came. With c->lock held, which is
 * given back meanwhile. */
static void
read_round(struct connection *c, int64_t deadline)
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
		if (e != ERR_OK || !more)
			break;
		e = read_some(c, &more);
	}
	if (e != ERR_OK && e != ERR_AGAIN && e != ERR_TIMEOUT)
		lose(c, e);
	wake_settled(c);
}

static void
be_reader(struct connection *c, struct waiter *w)
{
	while (!w->done) {
		if (clock_ms() >= w->deadline)
			lose(c, ERR_TIMEOUT);
		else
			read_round(c, w->deadline);
	}
	w->reads = false;
	hand_over(c);
}

/* The deadline of a sleeper: heartbeats may have moved it. */
static bool
is_late(struct connection *c, struct waiter *w)
{
	bool late;

	pthread_mutex_lock(&c->lock);
	late = !w->done && !w->reads && clock_ms() >= w->deadline;
	if (late)
		lose(c, ERR_TIMEOUT);
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

/* With c->lock held, which is given back. */
static void
wait_for_answer(struct connection *c, struct waiter *w)
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

/* --- calling ---------------------------------------------------------------- */

/* Queues the request and the waiter; with c->lock held. */
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
	must(map_set(&c->waiters, w->id, w) == ERR_OK);
	sleepers_add(c, w);
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
		gather(c);
		flush(c, &w);
		wait_for_answer(c, &w);
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

/* --- life ------------------------------------------------------------------- */

void
connection_abandon(struct connection *c)
{
	close(c->transport.fd);
}

void
connection_hold(struct connection *c)
{
	c->references++;
}

void
connection_release(struct connection *c)
{
	if (c == NULL || --c->references > 0)
		return;
	c->transport.end(c->transport.ctx);
	pthread_mutex_destroy(&c->lock);
	pthread_mutex_destroy(&c->io);
	map_clear(&c->waiters);
	buf_clear(&c->queued);
	buf_clear(&c->spare);
	buf_clear(&c->in);
	mem_free(c);
}
