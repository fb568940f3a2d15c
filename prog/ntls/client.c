/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One client's TLS connection. Before the card hears of it, its certificate has
 * been found in the table, in full handshakes and in resumed ones. After that
 * whole frames are passed on unread but for op and link number; what only a
 * gate may send ends the connection.
 */
#include "ntls.h"

#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"

#define HANDSHAKE_MS 10000
#define IN_MAX (FRAME_MAX + 128u * 1024u)
#define OUT_MAX (16u * 1024u * 1024u)
#define OUT_PAUSE (1024u * 1024u) /* stop reading a guest that does not read */
#define CARD_PAUSE (4u * 1024u * 1024u)

struct guest {
	struct lane *lane;
	struct guest *next, **at; /* in the lane's list */
	int fd;
	struct tls *tls;
	struct watch *watch;
	uint32_t events;
	uint32_t link; /* 0: still shaking hands */
	int64_t since;
	struct buf in, out;
	size_t sent;
	struct round_end flush;
	struct buf der; /* its certificate */
	char name[LIMIT_NAME + 1];
	char peer[80];
};

/* Whose handshake goes on, for the judge's log line. */
static __thread const struct guest *shaking;

struct guest *
guest_next(const struct guest *g)
{
	return g->next;
}

bool
guest_is_shaking(const struct guest *g)
{
	return g->link == 0;
}

static void
refuse(struct gate *gate, const char *peer, const char *name, enum err why)
{
	const char *text = err_words(why);

	if (why == ERR_CLIENT_UNKNOWN)
		text = "its certificate is not registered";
	else if (why == ERR_CERTIFICATE)
		text = "its certificate is expired or not yet valid";
	else if (why == ERR_REFUSED)
		text = "no partition is assigned to it";
	atomic_fetch_add(&gate->refused, 1);
	log_warn("client %s at %s refused: %s", name, peer, text);
}

enum err
guest_judge(void *ctx, struct bytes der)
{
	struct gate *gate = ctx;
	struct clients *t = gate_clients(gate);
	const struct client *c = clients_find(t, der);
	enum err e = clients_judge(c, time(NULL));

	if (e != ERR_OK)
		refuse(gate, shaking ? shaking->peer : "?", c ? c->name : "(unknown)", e);
	clients_release(t);
	return e;
}

static enum err
tell_card(struct guest *g, uint16_t op, struct bytes body)
{
	struct frame f = { .op = op, .link = g->link, .body = body };

	if (g->lane->card == NULL)
		return ERR_CLOSED;
	return channel_send(g->lane->card, &f);
}

static enum err
send_link_open(struct guest *g, const struct client *c)
{
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(LIMIT_FRAME_BODY);
	struct msg_link_open_request m = {
		.origin = ORIGIN_APP,
		.name = bytes_of_text(c->name),
		.peer = bytes_of_text(g->peer),
		.partitions = buf_bytes(&c->partitions),
	};

	TRY(wire_encode(&wire_link_open_request, &m, &body));
	return tell_card(g, OP_link_open_request, buf_bytes(&body));
}

/* Full handshakes were judged inside; a resumed one is judged only here. */
static enum err
enter_as(struct guest *g, const struct clients *t)
{
	const struct client *c = clients_find(t, buf_bytes(&g->der));
	enum err e = clients_judge(c, time(NULL));

	if (e != ERR_OK) {
		refuse(g->lane->gate, g->peer, c ? c->name : "(unknown)", e);
		return e;
	}
	TRY(text_copy(g->name, sizeof(g->name), bytes_of_text(c->name)));
	TRY(map_reserve(&g->lane->links));
	g->link = g->lane->next_link++;
	g->lane->n_shaking--;
	TRY(map_set(&g->lane->links, g->link, g));
	atomic_fetch_add(&g->lane->gate->n_links, 1);
	atomic_fetch_add(&g->lane->gate->accepted, 1);
	log_info("client %s at %s is connected%s", g->name, g->peer,
	    tls_is_resumed(g->tls) ? " (resumed)" : "");
	return send_link_open(g, c);
}

static enum err
enter(struct guest *g)
{
	struct clients *t = gate_clients(g->lane->gate);
	enum err e = tls_peer_certificate(g->tls, &g->der);

	if (e == ERR_OK)
		e = enter_as(g, t);
	clients_release(t);
	return e;
}

static enum err
pass_on(struct guest *g)
{
	size_t at = 0, size;
	struct frame f;
	enum err e;

	for (;;) {
		struct bytes rest = bytes_of(g->in.ptr + at, g->in.len - at);

		e = frame_parse(rest, &f, &size);
		if (e != ERR_OK)
			break;
		if (f.flags != 0 || !call_is_for_clients(f.op)) {
			log_warn("client %s at %s sent a frame it may not send "
			    "(op 0x%04x)", g->name, g->peer, f.op);
			return ERR_REFUSED;
		}
		if (g->lane->card == NULL)
			return ERR_CLOSED;
		TRY(channel_relay(g->lane->card, bytes_of(rest.ptr, size), g->link));
		at += size;
	}
	buf_consume(&g->in, at);
	return e == ERR_AGAIN ? ERR_OK : e;
}

static enum err
read_on(struct guest *g)
{
	enum err e;

	if (g->link == 0) {
		shaking = g;
		e = tls_handshake(g->tls);
		shaking = NULL;
		if (e != ERR_OK)
			return e;
		TRY(enter(g));
	}
	do {
		TRY(tls_read(g->tls, &g->in));
		TRY(pass_on(g));
	} while (tls_has_pending(g->tls));
	return ERR_OK;
}

static void
want(struct guest *g)
{
	uint32_t events = 0;
	bool card_is_full = g->lane->card != NULL &&
	    channel_waiting(g->lane->card) > CARD_PAUSE;

	if (g->out.len - g->sent < OUT_PAUSE && !card_is_full)
		events |= EPOLLIN;
	if (g->sent < g->out.len || tls_wants_write(g->tls))
		events |= EPOLLOUT;
	if (events == g->events)
		return;
	if (watch_change(g->watch, events) == ERR_OK)
		g->events = events;
}

static void
flush(void *ctx)
{
	struct guest *g = ctx;
	enum err e = tls_write(g->tls,
	    bytes_of(g->out.ptr + g->sent, g->out.len - g->sent), &g->sent);

	if (e != ERR_OK && e != ERR_AGAIN) {
		guest_close(g);
		return;
	}
	if (g->sent == g->out.len) {
		buf_reset(&g->out);
		g->sent = 0;
	}
	want(g);
}

static void
on_ready(void *ctx, uint32_t events)
{
	struct guest *g = ctx;
	enum err e = ERR_OK;

	if (events & (EPOLLIN | EPOLLHUP | EPOLLERR) || g->link == 0)
		e = read_on(g);
	if (e != ERR_OK && e != ERR_AGAIN) {
		if (g->link == 0 && e == ERR_CLOSED)
			log_info("%s: no handshake: %s", g->peer, tls_problem());
		guest_close(g);
		return;
	}
	if (g->sent < g->out.len)
		loop_at_round_end(g->lane->loop, &g->flush);
	else
		want(g);
}

void
guest_deliver(struct guest *g, struct bytes encoded)
{
	size_t at = g->out.len;

	if (buf_put(&g->out, encoded) != ERR_OK) {
		log_warn("client %s at %s does not read its responses", g->name,
		    g->peer);
		guest_close(g);
		return;
	}
	frame_set_link(g->out.ptr + at, 0);
	loop_at_round_end(g->lane->loop, &g->flush);
}

void
guest_recheck(struct guest *g, const struct clients *t)
{
	const struct client *c = clients_find(t, buf_bytes(&g->der));
	enum err e;

	if (g->link == 0)
		return; /* judged when it enters */
	e = clients_judge(c, time(NULL));
	if (e == ERR_OK)
		e = send_link_open(g, c);
	if (e != ERR_OK) {
		log_info("client %s at %s is disconnected: %s", g->name, g->peer,
		    err_words(e));
		guest_close(g);
	}
}

void
guest_tick(struct guest *g, int64_t now_ms)
{
	if (g->link == 0 && now_ms - g->since > HANDSHAKE_MS) {
		log_info("%s: no handshake in time", g->peer);
		guest_close(g);
		return;
	}
	want(g);
}

void
guest_close(struct guest *g)
{
	if (g->link != 0) {
		map_remove(&g->lane->links, g->link);
		IGNORE(tell_card(g, OP_link_close_request, bytes_of(NULL, 0)));
		atomic_fetch_sub(&g->lane->gate->n_links, 1);
		log_info("client %s at %s is gone", g->name, g->peer);
	} else {
		g->lane->n_shaking--;
	}
	*g->at = g->next;
	if (g->next != NULL)
		g->next->at = g->at;
	loop_round_end_drop(g->lane->loop, &g->flush);
	watch_drop(g->watch);
	tls_end(g->tls);
	close(g->fd);
	buf_clear(&g->in);
	buf_clear(&g->out);
	buf_clear(&g->der);
	mem_free(g);
}

static enum err
guest_fill(struct guest *g, const char *peer)
{
	int one = 1, idle = 30;

	TRY(text_copy(g->peer, sizeof(g->peer), bytes_of_text(peer)));
	TRY(tls_open(g->lane->gate->tls, g->fd, &g->tls));
	setsockopt(g->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	setsockopt(g->fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof(one));
	setsockopt(g->fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	g->events = EPOLLIN;
	return loop_watch(g->lane->loop, g->fd, EPOLLIN, on_ready, g, &g->watch);
}

enum err
guest_open(struct lane *l, int *fd, const char *peer, struct guest **out)
{
	struct guest *g = mem_alloc(1, sizeof(*g));
	enum err e;

	if (g == NULL)
		return ERR_NO_MEMORY;
	*g = (struct guest){ .lane = l, .fd = *fd, .since = clock_ms(),
		.in = buf_up_to(IN_MAX), .out = buf_up_to(OUT_MAX),
		.der = buf_up_to(LIMIT_CERTIFICATE),
		.flush = { .fn = flush, .ctx = g } };
	e = guest_fill(g, peer);
	if (e != ERR_OK) {
		tls_end(g->tls);
		mem_free(g);
		return e;
	}
	*fd = -1;
	g->next = l->first;
	g->at = &l->first;
	if (g->next != NULL)
		g->next->at = &g->next;
	l->first = g;
	l->n_shaking++;
	*out = g;
	return ERR_OK;
}
