/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A client's TLS connection. The card hears of a client only after its
 * certificate was found in the table, for full handshakes and for resumed ones.
 * After that whole frames are passed on; only their op and link number are read.
 * A client that sends a frame which only a gate may send is disconnected.
 */
#include "client.h"

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
#include "tls/problem.h"
#include "wire/call.h"

#define HANDSHAKE_MS 10000
#define IN_MAX (FRAME_MAX + 128u * 1024u)
#define OUT_MAX (16u * 1024u * 1024u)
#define OUT_PAUSE (1024u * 1024u) /* more unsent: stop reading the client */
#define CARD_PAUSE (4u * 1024u * 1024u)

struct client {
	struct lane *lane;
	struct client *next, **at; /* neighbours in the lane's list */
	int fd;
	struct tls *tls;
	struct watch *watch;
	uint32_t events;
	uint32_t link; /* 0: the handshake is not over */
	int64_t since;
	struct buf in, out;
	size_t sent;
	struct round_end flush;
	struct buf der; /* its certificate */
	char name[LIMIT_NAME + 1];
	char peer[80];
};

/* The client whose handshake this thread is in; client_judge needs it for its log
 * line. */
static __thread const struct client *shaking;

struct client *
client_next(const struct client *c)
{
	return c->next;
}

bool
client_is_shaking(const struct client *c)
{
	return c->link == 0;
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
client_judge(void *ctx, struct bytes der)
{
	struct gate *gate = ctx;
	struct clients *t = registry_clients(&gate->registry);
	const struct registration *r = clients_find(t, der);
	enum err e = clients_judge(r, time(NULL));

	if (e != ERR_OK)
		refuse(gate, shaking != NULL ? shaking->peer : "?",
		    r != NULL ? r->name : "(unknown)", e);
	clients_unref(t);
	return e;
}

static enum err
tell_card(struct client *c, uint16_t op, struct bytes body)
{
	struct frame f = { .op = op, .link = c->link, .body = body };

	if (c->lane->card == NULL)
		return ERR_CLOSED;
	return channel_send(c->lane->card, &f);
}

static enum err
send_link_open(struct client *c, const struct registration *r)
{
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(LIMIT_FRAME_BODY);
	struct msg_link_open_request out = {
		.origin = ORIGIN_APP,
		.name = bytes_of_text(r->name),
		.peer = bytes_of_text(c->peer),
		.partitions = buf_bytes(&r->partitions),
	};

	TRY(wire_encode(&wire_link_open_request, &out, &body));
	return tell_card(c, OP_link_open_request, buf_bytes(&body));
}

/* Decides whether the client may enter. Full handshakes were judged in
 * client_judge; a resumed handshake is judged only here. */
static enum err
enter_as(struct client *c, const struct clients *t)
{
	const struct registration *r = clients_find(t, buf_bytes(&c->der));
	enum err e = clients_judge(r, time(NULL));

	if (e != ERR_OK) {
		refuse(c->lane->gate, c->peer, r != NULL ? r->name : "(unknown)", e);
		return e;
	}
	TRY(text_copy(c->name, sizeof(c->name), bytes_of_text(r->name)));
	TRY(map_reserve(&c->lane->links));
	c->link = c->lane->next_link++;
	c->lane->n_shaking--;
	TRY(map_set(&c->lane->links, c->link, c));
	atomic_fetch_add(&c->lane->gate->n_links, 1);
	atomic_fetch_add(&c->lane->gate->accepted, 1);
	log_info("client %s at %s is connected%s", c->name, c->peer,
	    tls_is_resumed(c->tls) ? " (resumed)" : "");
	return send_link_open(c, r);
}

static enum err
enter(struct client *c)
{
	struct clients *t = registry_clients(&c->lane->gate->registry);
	enum err e = tls_peer_certificate(c->tls, &c->der);

	if (e == ERR_OK)
		e = enter_as(c, t);
	clients_unref(t);
	return e;
}

static enum err
pass_on(struct client *c)
{
	size_t at = 0, size;
	struct frame f;
	enum err e;

	for (;;) {
		struct bytes rest = bytes_of(c->in.ptr + at, c->in.len - at);

		e = frame_parse(rest, &f, &size);
		if (e != ERR_OK)
			break;
		if (f.flags != 0 || !call_is_for_clients(f.op)) {
			log_warn("client %s at %s sent a frame it may not send "
			    "(op 0x%04x)", c->name, c->peer, f.op);
			return ERR_REFUSED;
		}
		if (c->lane->card == NULL)
			return ERR_CLOSED;
		TRY(channel_relay(c->lane->card, bytes_of(rest.ptr, size), c->link));
		at += size;
	}
	buf_consume(&c->in, at);
	return e == ERR_AGAIN ? ERR_OK : e;
}

static enum err
read_on(struct client *c)
{
	enum err e;

	if (c->link == 0) {
		shaking = c;
		e = tls_handshake(c->tls);
		shaking = NULL;
		if (e != ERR_OK)
			return e;
		TRY(enter(c));
	}
	do {
		TRY(tls_read(c->tls, &c->in));
		TRY(pass_on(c));
	} while (tls_has_pending(c->tls));
	return ERR_OK;
}

static void
want(struct client *c)
{
	uint32_t events = 0;
	bool card_is_full = c->lane->card != NULL &&
	    channel_waiting(c->lane->card) > CARD_PAUSE;

	if (c->out.len - c->sent < OUT_PAUSE && !card_is_full)
		events |= EPOLLIN;
	if (c->sent < c->out.len || tls_wants_write(c->tls))
		events |= EPOLLOUT;
	if (events == c->events)
		return;
	if (watch_change(c->watch, events) == ERR_OK)
		c->events = events;
}

static void
flush(void *ctx)
{
	struct client *c = ctx;
	enum err e = tls_write(c->tls,
	    bytes_of(c->out.ptr + c->sent, c->out.len - c->sent), &c->sent);

	if (e != ERR_OK && e != ERR_AGAIN) {
		client_close(c);
		return;
	}
	if (c->sent == c->out.len) {
		buf_reset(&c->out);
		c->sent = 0;
	}
	want(c);
}

static void
on_ready(void *ctx, uint32_t events)
{
	struct client *c = ctx;
	enum err e = ERR_OK;

	if (events & (EPOLLIN | EPOLLHUP | EPOLLERR) || c->link == 0)
		e = read_on(c);
	if (e != ERR_OK && e != ERR_AGAIN) {
		if (c->link == 0 && e == ERR_CLOSED)
			log_info("%s: no handshake: %s", c->peer, tls_problem());
		client_close(c);
		return;
	}
	if (c->sent < c->out.len)
		loop_at_round_end(c->lane->loop, &c->flush);
	else
		want(c);
}

void
client_deliver(struct client *c, struct bytes encoded)
{
	size_t at = c->out.len;

	if (buf_put(&c->out, encoded) != ERR_OK) {
		log_warn("client %s at %s does not read its responses", c->name,
		    c->peer);
		client_close(c);
		return;
	}
	frame_set_link(c->out.ptr + at, 0);
	loop_at_round_end(c->lane->loop, &c->flush);
}

void
client_recheck(struct client *c, const struct clients *t)
{
	const struct registration *r = clients_find(t, buf_bytes(&c->der));
	enum err e;

	if (c->link == 0)
		return; /* enter() judges it later */
	e = clients_judge(r, time(NULL));
	if (e == ERR_OK)
		e = send_link_open(c, r);
	if (e != ERR_OK) {
		log_info("client %s at %s is disconnected: %s", c->name, c->peer,
		    err_words(e));
		client_close(c);
	}
}

void
client_tick(struct client *c, int64_t now_ms)
{
	if (c->link == 0 && now_ms - c->since > HANDSHAKE_MS) {
		log_info("%s: no handshake in time", c->peer);
		client_close(c);
		return;
	}
	want(c);
}

void
client_close(struct client *c)
{
	if (c->link != 0) {
		map_remove(&c->lane->links, c->link);
		IGNORE(tell_card(c, OP_link_close_request, bytes_of(NULL, 0)));
		atomic_fetch_sub(&c->lane->gate->n_links, 1);
		log_info("client %s at %s is gone", c->name, c->peer);
	} else {
		c->lane->n_shaking--;
	}
	*c->at = c->next;
	if (c->next != NULL)
		c->next->at = c->at;
	loop_round_end_drop(c->lane->loop, &c->flush);
	watch_drop(c->watch);
	tls_end(c->tls);
	close(c->fd);
	buf_clear(&c->in);
	buf_clear(&c->out);
	buf_clear(&c->der);
	mem_free(c);
}

static enum err
client_fill(struct client *c, const char *peer)
{
	int one = 1, idle = 30;

	TRY(text_copy(c->peer, sizeof(c->peer), bytes_of_text(peer)));
	TRY(tls_open(c->lane->gate->tls, c->fd, &c->tls));
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	setsockopt(c->fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof(one));
	setsockopt(c->fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	c->events = EPOLLIN;
	return loop_watch(c->lane->loop, c->fd, EPOLLIN, on_ready, c, &c->watch);
}

enum err
client_open(struct lane *l, int *fd, const char *peer, struct client **out)
{
	struct client *c = mem_alloc(1, sizeof(*c));
	enum err e;

	if (c == NULL)
		return ERR_NO_MEMORY;
	*c = (struct client){ .lane = l, .fd = *fd, .since = clock_ms(),
		.in = buf_up_to(IN_MAX), .out = buf_up_to(OUT_MAX),
		.der = buf_up_to(LIMIT_CERTIFICATE),
		.flush = { .fn = flush, .ctx = c } };
	e = client_fill(c, peer);
	if (e != ERR_OK) {
		tls_end(c->tls);
		mem_free(c);
		return e;
	}
	*fd = -1;
	c->next = l->first;
	c->at = &l->first;
	if (c->next != NULL)
		c->next->at = &c->next;
	l->first = c;
	l->n_shaking++;
	*out = c;
	return ERR_OK;
}
