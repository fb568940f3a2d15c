/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A lane: a thread with its loop, the channels it serves, and the requests it
 * has under way. All of it is touched by that thread alone, but for requests
 * that are away.
 */

#include "request.h"
#include "proc/channel.h"

struct lane {
	struct card *card;
	struct loop *loop;
	struct crypto *crypto;
	struct timer *beat;
	struct peer *peers;
	struct request *free;  /* kept for the next */
	unsigned n_free;
	struct request *away;  /* other threads have them */
	struct buf scratch;    /* the response being encoded */
	int64_t malformed_ms;  /* since when malformed requests are counted */
	unsigned n_malformed;
	pthread_t thread;
	bool threaded;         /* the first lane runs in the main thread */
};

enum err lane_open(struct lane *l, struct card *card);
enum err lane_start_thread(struct lane *l);
/* From any thread: it ends after this round. */
void lane_stop(struct lane *l);
void lane_join(struct lane *l);
/* After every other thread has ended. */
void lane_close(struct lane *l);

/* An empty request; NULL: out of memory. */
struct request *request_take(struct lane *l);
/* Wipes it and keeps it for the next. */
void request_give(struct request *r);

/* Another thread gets it, until request_home; or does not after all. */
void request_leaves(struct request *r);
void request_stays(struct request *r);

/* --- peers (peer.c) --------------------------------------------------------- */

/* The other end of a channel: a gate, or the box. */
struct peer {
	struct lane *lane;
	struct channel *channel; /* NULL: it is gone */
	struct peer *next, *prev;
	struct map links;        /* link number -> struct peer_link */
	unsigned origins;        /* that its links may have */
	bool is_box;             /* the control channel */
	unsigned n_refs;         /* requests under way, and the channel */
};

/* What the card keeps for a link of a channel. */
struct peer_link {
	uint64_t hsm_link; /* the HSM's number */
	enum origin origin;
	unsigned n_away, n_at_desk;
};

/* From any thread; fd is taken over on success. */
enum err peer_attach(struct lane *l, int *fd, unsigned origins, bool is_box);
struct peer_link *peer_link_find(const struct peer *p, uint32_t number);
/* A new link, or the one there is. Inside no lock. */
enum err peer_link_open(struct peer *p, uint32_t number, enum origin origin,
    const struct link_what *what);
/* ERR_NOT_FOUND. */
enum err peer_link_close(struct peer *p, uint32_t number);
/* Sends the answer (r->status, r->out) and gives the request back. */
void peer_answer(struct request *r);
/* Sends a heartbeat for it. */
void peer_beat(struct request *r);
void peer_ref(struct peer *p);
void peer_unref(struct peer *p);
/* The lane ends: closes the channel. */
void peer_end(struct peer *p);

/* --- dispatch.c --------------------------------------------------------------- */

/* What came in. fd is owned by the callee, or -1. */
void dispatch(struct peer *p, const struct frame *f, int fd);
