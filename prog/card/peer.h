/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The other ends of the card's channels, gates and the box, and the links that
 * they open. A peer belongs to its lane; only its thread touches it.
 */

#include "lane.h"

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
