/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Serves the card's channels and the links that gates open on them. The card
 * believes a gate who its client is, and nothing else: whatever a gate sends is
 * checked like any input from outside.
 */

#include "peer.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "lock.h"

#define LINKS_MAX 65536u

void
peer_ref(struct peer *p)
{
	p->n_refs++;
}

void
peer_unref(struct peer *p)
{
	must(p->n_refs > 0);
	if (--p->n_refs > 0)
		return;
	must(!p->channel && p->links.n == 0);
	map_clear(&p->links);
	mem_free(p);
}

struct peer_link *
peer_link_find(const struct peer *p, uint32_t number)
{
	return map_get(&p->links, number);
}

static void
peer_link_end(struct peer *p, struct peer_link *link)
{
	struct card *card = p->lane->card;

	card_lock(card);
	IGNORE(link_close(card->hsm, link->hsm_link));
	card_unlock(card);
	mem_free(link);
}

static enum err
link_set(struct peer *p, uint64_t link, const struct link_what *what)
{
	struct card *card = p->lane->card;
	enum err e;

	card_lock(card);
	e = link_open(card->hsm, link, what);
	card_unlock(card);
	return e;
}

static enum err
peer_link_new(struct peer *p, uint32_t number, enum origin origin,
    const struct link_what *what)
{
	struct peer_link *link;
	enum err e;

	if (p->links.n >= LINKS_MAX)
		return ERR_BUSY;
	TRY(map_reserve(&p->links));
	link = mem_alloc(1, sizeof(*link));
	if (link == NULL)
		return ERR_NO_MEMORY;
	link->hsm_link = atomic_fetch_add(&p->lane->card->next_link, 1);
	link->origin = origin;
	e = link_set(p, link->hsm_link, what);
	if (e == ERR_OK)
		e = map_set(&p->links, number, link);
	if (e != ERR_OK)
		mem_free(link);
	return e;
}

enum err
peer_link_open(struct peer *p, uint32_t number, enum origin origin,
    const struct link_what *what)
{
	struct peer_link *link = peer_link_find(p, number);

	if (link == NULL)
		return peer_link_new(p, number, origin, what);
	if (link->origin != origin)
		return ERR_REFUSED;
	return link_set(p, link->hsm_link, what);
}

enum err
peer_link_close(struct peer *p, uint32_t number)
{
	struct peer_link *link = map_remove(&p->links, number);

	if (link == NULL)
		return ERR_NOT_FOUND;
	peer_link_end(p, link);
	return ERR_OK;
}

static void
peer_links_end(struct peer *p)
{
	uint64_t number;
	void *link;
	size_t at = 0;

	while (map_next(&p->links, &at, &number, &link))
		peer_link_end(p, link);
	map_clear(&p->links);
}

void
peer_end(struct peer *p)
{
	struct lane *l = p->lane;

	if (p->prev != NULL)
		p->prev->next = p->next;
	else
		l->peers = p->next;
	if (p->next != NULL)
		p->next->prev = p->prev;
	peer_links_end(p);
	channel_free(p->channel);
	p->channel = NULL;
	if (p->is_box)
		loop_stop(l->loop);
	peer_unref(p);
}

/* --- frames out --- */

/* Cuts off a peer that does not read its responses. That happens later, since the
 * channel may be handing out a frame at this moment. */
static void
send_frame(struct peer *p, const struct frame *f)
{
	if (p->channel == NULL)
		return;
	if (channel_send(p->channel, f) != ERR_OK) {
		log_warn("a gate does not read its answers: channel closed");
		peer_end(p);
	}
}

void
peer_beat(struct request *r)
{
	struct frame f = { .op = r->row->request->op,
		.flags = FRAME_RESPONSE | FRAME_HEARTBEAT, .link = r->number,
		.id = r->id };

	if (r->peer->channel != NULL && channel_waiting(r->peer->channel) < 1u << 20)
		IGNORE(channel_send(r->peer->channel, &f));
}

static void
log_end(const struct request *r)
{
	log_line(r->status == ERR_OK ? LOG_INFO : LOG_WARN, "%.*s: %s",
	    (int)r->log.len, (const char *)r->log.ptr, err_row(r->status)->name);
}

static void
peer_link_back(struct request *r)
{
	struct peer_link *link = peer_link_find(r->peer, r->number);

	if (!r->counted || link == NULL || link->hsm_link != r->link)
		return;
	link->n_away--;
	link->n_at_desk -= r->row->path == PATH_DESK;
}

void
peer_answer(struct request *r)
{
	struct buf *body = &r->lane->scratch;
	struct peer *p = r->peer;
	struct frame f = { .op = r->row->request->op, .flags = FRAME_RESPONSE,
		.link = r->number, .id = r->id };

	if (r->status == ERR_OK)
		r->status = wire_encode(r->row->response, &r->out, body);
	f.status = r->status;
	f.body = buf_bytes(body);
	if (r->row->logged)
		log_end(r);
	send_frame(p, &f);
	buf_reset(body);
	peer_link_back(r);
	request_give(r);
	peer_unref(p);
}

/* --- frames in --- */

static void
on_frame(void *ctx, struct channel *c, const struct frame *f,
    struct bytes encoded, int fd)
{
	(void)c;
	(void)encoded;
	struct peer *p = ctx;

	p->lane->on_frame(p, f, fd);
}

static void
on_closed(void *ctx, struct channel *c, enum err why)
{
	struct peer *p = ctx;

	(void)c;
	if (why != ERR_CLOSED)
		log_warn("a channel is closed: %s", err_words(why));
	peer_end(p);
}

static const struct channel_events events = { on_frame, on_closed };

struct attach {
	struct loop_job job;
	struct lane *lane;
	int fd;
	unsigned origins;
	bool is_box;
};

/* Calls of the box itself arrive on link 0 of the control channel. */
static enum err
serve(struct attach *a, struct peer *p)
{
	struct lane *l = a->lane;
	struct link_what box = { .all_partitions = true,
		.name = bytes_of_text("box") };

	*p = (struct peer){ .lane = l, .origins = a->origins,
		.is_box = a->is_box, .n_refs = 1 };
	TRY(channel_open(l->loop, &a->fd, &events, p, &p->channel));
	p->next = l->peers;
	if (l->peers != NULL)
		l->peers->prev = p;
	l->peers = p;
	if (p->is_box && peer_link_open(p, 0, ORIGIN_BOX, &box) != ERR_OK)
		log_error("no memory for the box's own link");
	return ERR_OK;
}

static void
attach_now(void *ctx)
{
	struct attach *a = ctx;
	struct peer *p = mem_alloc(1, sizeof(*p));

	if (p == NULL || serve(a, p) != ERR_OK) {
		log_error("a channel cannot be served: out of memory");
		mem_free(p);
	}
	if (a->fd >= 0)
		close(a->fd);
	mem_free(a);
}

enum err
peer_attach(struct lane *l, int *fd, unsigned origins, bool is_box)
{
	struct attach *a = mem_alloc(1, sizeof(*a));

	if (a == NULL)
		return ERR_NO_MEMORY;
	*a = (struct attach){ { attach_now, a, NULL }, l, *fd, origins, is_box };
	*fd = -1;
	loop_post(l->loop, &a->job);
	return ERR_OK;
}
