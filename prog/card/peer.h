/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Peers are the other ends of the card's channels (gates and the box), with the
 * links that they open. A peer belongs to its lane; only that thread touches it.
 */

#include "lane.h"

/* The other end of a channel: a gate, or the box. */
struct peer {
	struct lane *lane;
	struct channel *channel; /* NULL: the channel is gone */
	struct peer *next, *prev;
	struct map links;        /* link number -> struct peer_link */
	unsigned origins;        /* origins that its links may have */
	bool is_box;             /* the control channel */
	unsigned n_refs;         /* one for each request under way, one for the channel */
};

/* What the card keeps of a channel's link. */
struct peer_link {
	uint64_t hsm_link; /* the HSM's number */
	enum origin origin;
	unsigned n_away, n_at_desk;
};

/* Any thread may call it. On success fd is taken over. */
enum err peer_attach(struct lane *l, int *fd, unsigned origins, bool is_box);
struct peer_link *peer_link_find(const struct peer *p, uint32_t number);
/* Opens the link, or returns the one that is open. Called outside the lock. */
enum err peer_link_open(struct peer *p, uint32_t number, enum origin origin,
    const struct link_what *what);
/* ERR_NOT_FOUND if there is no such link. */
enum err peer_link_close(struct peer *p, uint32_t number);
/* Sends the answer (r->status, r->out) and returns the request to its lane. */
void peer_answer(struct request *r);
/* Sends a heartbeat for the request. */
void peer_beat(struct request *r);
void peer_ref(struct peer *p);
void peer_unref(struct peer *p);
/* Closes the channel, because the lane ends. */
void peer_end(struct peer *p);
