/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One loop thread: accepts clients on its own listener (the kernel spreads
 * them, SO_REUSEPORT), passes their frames to the card on its own channel and
 * the card's responses back.
 */
#include "lane.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "client.h"
#include "wire/call.h"

#define CLIENTS_A_LANE 2000u
#define FILES_A_LANE 8u /* descriptors of the lane's own */
/* A peer that connects and says nothing must not keep others out: beyond this
 * number the one that has been silent for longest is closed. */
#define SHAKING_A_LANE 256u

static void
print_peer(const struct sockaddr_storage *a, char *out, size_t size)
{
	char text[INET6_ADDRSTRLEN] = "?";
	const struct sockaddr_in *v4 = (const void *)a;
	const struct sockaddr_in6 *v6 = (const void *)a;
	bool is_v6 = a->ss_family == AF_INET6;

	inet_ntop(a->ss_family, is_v6 ? (const void *)&v6->sin6_addr
				      : (const void *)&v4->sin_addr, text, sizeof(text));
	snprintf(out, size, "%s/%u", text,
	    ntohs(is_v6 ? v6->sin6_port : v4->sin_port));
}

static void
drop_oldest_shaking(struct lane *l)
{
	struct client *oldest = NULL;

	for (struct client *c = l->first; c != NULL; c = client_next(c))
		if (client_is_shaking(c))
			oldest = c;
	if (oldest != NULL)
		client_close(oldest);
}

/* The lane's share of the descriptors. Shares are fixed, so no lane has to wait
 * for descriptors that another one holds. */
static size_t
room(const struct lane *l)
{
	size_t n = l->gate->n_files / atomic_load(&l->gate->n_lanes);

	if (n < FILES_A_LANE)
		return 0;
	return n - FILES_A_LANE < CLIENTS_A_LANE ? n - FILES_A_LANE : CLIENTS_A_LANE;
}

static void
admit(struct lane *l, int *fd, const struct sockaddr_storage *from)
{
	struct client *c;
	char peer[80];
	enum err e;

	print_peer(from, peer, sizeof(peer));
	if (l->n_shaking >= SHAKING_A_LANE || l->links.n + l->n_shaking >= room(l))
		drop_oldest_shaking(l);
	e = l->links.n + l->n_shaking < room(l) && l->card != NULL
	    ? client_open(l, fd, peer, &c) : ERR_BUSY;
	if (e != ERR_OK) {
		atomic_fetch_add(&l->gate->refused, 1);
		log_warn("%s refused: %s", peer, err_words(e));
	}
}

/* The system has no descriptor left. The listener would stay ready and keep the
 * loop spinning, so it is not watched until the next tick. */
static void
rest(struct lane *l)
{
	if (errno != EMFILE && errno != ENFILE)
		return;
	log_error("no descriptor left: no client can be accepted");
	l->resting = watch_change(l->watch, 0) == ERR_OK;
}

static void
on_listener(void *ctx, uint32_t events)
{
	struct lane *l = ctx;

	for (;;) {
		struct sockaddr_storage from;
		socklen_t len = sizeof(from);
		CLEARED_BY(file_close) int fd = accept4(l->listener,
		    (struct sockaddr *)&from, &len, SOCK_CLOEXEC | SOCK_NONBLOCK);

		if (fd < 0) {
			rest(l);
			return;
		}
		admit(l, &fd, &from);
	}
}

static void
on_frame(void *ctx, struct channel *c, const struct frame *f, struct bytes encoded,
    int fd)
{
	struct lane *l = ctx;
	struct client *to = map_get(&l->links, f->link);

	if (fd >= 0)
		close(fd);
	/* The client may be gone. Responses to the gate's own calls are dropped here
	 * too. */
	if (to != NULL && (f->flags & FRAME_RESPONSE) != 0 &&
	    call_is_for_clients(f->op))
		client_deliver(to, encoded);
}

static void
end_all(struct lane *l)
{
	while (l->first != NULL)
		client_close(l->first);
}

static void
on_closed(void *ctx, struct channel *c, enum err why)
{
	struct lane *l = ctx;

	log_error("the HSM is gone: %s", err_words(why));
	l->card = NULL;
	channel_free(c);
	end_all(l);
}

static void
recheck(void *ctx)
{
	struct lane *l = ctx;
	struct clients *t;
	struct client *next;

	/* This comes before the table is taken, so that a table that is replaced
	 * meanwhile causes another look. */
	atomic_store(&l->recheck_posted, false);
	t = registry_clients(&l->gate->registry);
	for (struct client *c = l->first; c != NULL; c = next) {
		next = client_next(c); /* c may be freed */
		client_recheck(c, t);
	}
	clients_unref(t);
	registry_rechecked(&l->gate->registry);
}

void
lane_recheck(struct lane *l)
{
	if (!atomic_exchange(&l->recheck_posted, true))
		loop_post(l->loop, &l->recheck);
}

static void
tick(void *ctx)
{
	struct lane *l = ctx;
	int64_t now = clock_ms();
	struct client *next;

	if (l->resting)
		l->resting = watch_change(l->watch, EPOLLIN) != ERR_OK;
	for (struct client *c = l->first; c != NULL; c = next) {
		next = client_next(c); /* c may be freed */
		client_tick(c, now);
	}
}

static void *
run(void *ctx)
{
	struct lane *l = ctx;
	enum err e = loop_run(l->loop);

	log_error("a lane ended: %s", err_words(e));
	return NULL;
}

static enum err
listen_on(const struct sockaddr_storage *address, int *out)
{
	CLEARED_BY(file_close) int fd = -1;
	int one = 1;

	fd = socket(address->ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return ERR_NO_MEMORY;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof(one));
	if (bind(fd, (const struct sockaddr *)address, sizeof(*address)) != 0 ||
	    listen(fd, 512) != 0) {
		log_error("cannot listen: %m");
		return ERR_EXISTS;
	}
	*out = fd;
	fd = -1;
	return ERR_OK;
}

static enum err
lane_fill(struct lane *l, int *card_fd)
{
	static const struct channel_events events = { on_frame, on_closed };

	TRY(listen_on(&l->gate->address, &l->listener));
	TRY(loop_open(&l->loop));
	TRY(channel_open(l->loop, card_fd, &events, l, &l->card));
	TRY(loop_after(l->loop, 1000, true, tick, l, &l->tick));
	return loop_watch(l->loop, l->listener, EPOLLIN, on_listener, l, &l->watch);
}

static void
lane_free(struct lane *l)
{
	channel_free(l->card);
	loop_free(l->loop);
	file_close(&l->listener);
	map_clear(&l->links);
	mem_free(l);
}

enum err
lane_start(struct gate *g, int *card_fd, struct lane **out)
{
	struct lane *l = mem_alloc(1, sizeof(*l));
	enum err e;

	if (l == NULL)
		return ERR_NO_MEMORY;
	l->gate = g;
	l->listener = -1;
	l->next_link = 1;
	l->recheck = (struct loop_job){ recheck, l, NULL };
	e = lane_fill(l, card_fd);
	if (e == ERR_OK && pthread_create(&l->thread, NULL, run, l) != 0)
		e = ERR_NO_MEMORY;
	if (e != ERR_OK) {
		lane_free(l);
		return e;
	}
	*out = l;
	return ERR_OK;
}
