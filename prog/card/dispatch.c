/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Brings a frame to its handler. Everything that calls.def says of a call is
 * checked here, once: who may ask (before the request is decoded), what the call
 * needs (when its handler enters the lock), which thread runs it, and whether it
 * is logged.
 */

#include "dispatch.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "handlers.h"
#include "pool.h"
#include "prepare.h"

/* --- the table --- */

#define BOX ORIGIN_BOX
#define APP ORIGIN_APP
#define ADMIN ORIGIN_ADMIN
#define ANY (ORIGIN_BOX | ORIGIN_APP | ORIGIN_ADMIN)
#define GATE 0u /* who has a channel, but no link yet */
#define QUIET false
#define LOGGED true

#define CALL(name, ...)                                                     \
	static enum err run_##name(struct request *r)                       \
	{                                                                   \
		return handle_##name(r, &r->in.name, &r->out.name);         \
	}
#include "spec/calls.def"
#undef CALL

/* Calls on path MECHANISM are prepared before a thread is chosen for them. */
#define PREPARE_INLINE(name)
#define PREPARE_POOL(name)
#define PREPARE_STORE(name)
#define PREPARE_DESK(name)
#define PREPARE_MECHANISM(name)                                             \
	static enum err run_prepare_##name(struct request *r)               \
	{                                                                   \
		return prepare_##name(r, &r->in.name);                      \
	}
#define CALL(name, origins, needs, path, ...) PREPARE_##path(name)
#include "spec/calls.def"
#undef CALL

#define PREPARES_INLINE(name) NULL
#define PREPARES_POOL(name) NULL
#define PREPARES_STORE(name) NULL
#define PREPARES_DESK(name) NULL
#define PREPARES_MECHANISM(name) run_prepare_##name

static const struct call_row rows[] = {
#define CALL(name, origins, needs, path, audit, viewer, password)           \
	{ #name, origins, NEED_##needs, PATH_##path, audit,                 \
	    &wire_##name##_request, &wire_##name##_response,                \
	    PREPARES_##path(name), run_##name },
#include "spec/calls.def"
#undef CALL
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))
#define OPS_MAX 0x600u

static uint8_t row_of_op[OPS_MAX]; /* index of the row + 1; 0: no such call */

void
dispatch_prepare(void)
{
	for (size_t i = 0; i < N_ROWS; i++) {
		must(rows[i].request->op < OPS_MAX);
		row_of_op[rows[i].request->op] = (uint8_t)(i + 1);
		/* Calls that need a session have it as their first field: card_enter
		 * reads it there. */
		if (rows[i].need >= NEED_SESSION)
			must(strcmp(rows[i].request->fields[0].name,
				 "session") == 0 &&
			    rows[i].request->fields[0].kind == KIND_U32);
	}
}

/* NULL if there is no such call. */
static const struct call_row *
call_row(uint16_t op)
{
	if (op >= OPS_MAX || row_of_op[op] == 0)
		return NULL;
	return &rows[row_of_op[op] - 1];
}

/* --- frames --- */

/* Requests of one link that other threads have: as many as an application may
 * have threads; at the desk fewer, for each takes long and all wait for it. */
#define AWAY_MAX 4096u
#define AT_DESK_MAX 64u

static void
refuse(struct peer *p, const struct frame *f, enum err why)
{
	struct frame answer = { .op = f->op, .flags = FRAME_RESPONSE,
		.link = f->link, .status = why, .id = f->id };

	if (p->channel != NULL && channel_send(p->channel, &answer) != ERR_OK)
		log_warn("a gate does not read its answers");
}

static enum err
decode(struct request *r, struct bytes body)
{
	return wire_decode(r->row->request, body, &r->in);
}

/* The text of a logged call: who, from where, what. Secrets are hidden. */
static void
note_call(struct request *r)
{
	const struct link *link;

	card_lock(r->card);
	link = link_get(r->card->hsm, r->link);
	IGNORE(buf_printf(&r->log, "%.64s (%.64s): ",
	    link != NULL ? link_name(link) : "?",
	    link != NULL ? link_peer(link) : "?"));
	card_unlock(r->card);
	if (wire_print(r->row->request, &r->in, &r->log) != ERR_OK)
		IGNORE(buf_put_text(&r->log, r->row->name));
}

/* Runs the handler in the lane. A handler may have given a change to the writer,
 * which may post the request home before the handler returns; the lane sees the
 * post only afterwards. */
static void
run_here(struct request *r)
{
	bool stores = r->row->path == PATH_STORE;
	enum err e;

	r->crypto = r->lane->crypto;
	if (stores)
		lane_lend(r);
	e = r->row->run(r);
	if (stores && e == ERR_AGAIN)
		return;
	if (stores)
		lane_keep(r);
	r->status = e;
	peer_answer(r);
}

/* The body in the channel ends with this call: the worker gets a copy, and what
 * was decoded and prepared follows it there. */
static enum err
hand_over(struct request *r, struct pool *pool, struct bytes body)
{
	enum err e;

	TRY(buf_put(&r->body, body));
	wire_moved(r->row->request, &r->in, body.ptr, r->body.ptr);
	if (r->prepared.has_mech)
		mech_moved(&r->prepared.mech, body.ptr, r->body.ptr);
	lane_lend(r);
	e = pool_put(pool, r);
	if (e != ERR_OK)
		lane_keep(r);
	return e;
}

static struct pool *
pool_for(struct request *r)
{
	switch (r->row->path) {
	case PATH_INLINE:
	case PATH_STORE:
		return NULL;
	case PATH_DESK:
		return r->card->desk;
	case PATH_POOL:
		return r->card->workers;
	case PATH_MECHANISM:
		return r->prepared.is_long ? r->card->workers : NULL;
	}
	return NULL;
}

static enum err
count(struct request *r, struct peer_link *link)
{
	bool desk = r->row->path == PATH_DESK;

	if (link->n_away >= AWAY_MAX || (desk && link->n_at_desk >= AT_DESK_MAX))
		return ERR_BUSY;
	r->counted = true;
	link->n_away++;
	link->n_at_desk += desk;
	return ERR_OK;
}

static void
run(struct request *r, struct peer_link *link, struct bytes body)
{
	struct pool *pool;
	enum err e = ERR_OK;

	if (r->row->prepare != NULL)
		e = r->row->prepare(r);
	pool = pool_for(r);
	if (e == ERR_OK && link != NULL &&
	    (pool != NULL || r->row->path == PATH_STORE))
		e = count(r, link);
	if (e == ERR_OK && pool == NULL) {
		run_here(r);
		return;
	}
	if (e == ERR_OK)
		e = hand_over(r, pool, body);
	if (e == ERR_OK)
		return;
	r->status = e;
	peer_answer(r);
}

/* Checks who may ask. *out_link is NULL for a gate's own calls. */
static enum err
admit(const struct peer *p, const struct frame *f, const struct call_row *row,
    struct peer_link **out_link)
{
	struct peer_link *link = peer_link_find(p, f->link);

	if (row->origins == GATE) {
		*out_link = NULL;
		return ERR_OK;
	}
	if (link == NULL)
		return ERR_NOT_CONNECTED;
	if ((row->origins & link->origin) == 0)
		return ERR_REFUSED;
	*out_link = link;
	return ERR_OK;
}

/* A peer that sends malformed requests must not fill the disk with log lines. */
#define MALFORMED_A_SECOND 20u

static void
log_malformed(struct lane *l, const char *call, uint32_t link)
{
	int64_t now = clock_ms();

	if (now - l->malformed_ms >= 1000) {
		if (l->n_malformed > MALFORMED_A_SECOND)
			log_warn("%u more malformed requests",
			    l->n_malformed - MALFORMED_A_SECOND);
		l->malformed_ms = now;
		l->n_malformed = 0;
	}
	if (l->n_malformed++ < MALFORMED_A_SECOND)
		log_warn("malformed %s from link %u", call, link);
}

static enum err
receive(struct peer *p, const struct frame *f, int *fd)
{
	const struct call_row *row = call_row(f->op);
	struct peer_link *link = NULL;
	struct request *r;
	enum err e;

	if (row == NULL)
		return ERR_NOT_SUPPORTED;
	TRY(admit(p, f, row, &link));
	r = request_take(p->lane);
	if (r == NULL)
		return ERR_NO_MEMORY;
	r->row = row;
	r->number = f->link;
	r->id = f->id;
	r->link = link != NULL ? link->hsm_link : 0;
	e = decode(r, f->body);
	if (e != ERR_OK) {
		request_give(r);
		log_malformed(p->lane, row->name, f->link);
		return e;
	}
	r->peer = p;
	r->fd = *fd;
	*fd = -1;
	peer_ref(p);
	if (row->logged)
		note_call(r);
	memset(&r->out, 0, row->response->size);
	run(r, link, f->body);
	return ERR_OK;
}

void
dispatch(struct peer *p, const struct frame *f, int fd)
{
	enum err e;

	/* A card sends no requests, so a response has no receiver. */
	if (f->flags & FRAME_RESPONSE)
		e = ERR_OK;
	else
		e = receive(p, f, &fd);
	if (e != ERR_OK)
		refuse(p, f, e);
	if (fd >= 0)
		close(fd);
}
