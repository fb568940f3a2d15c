/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A lane: a thread that has a listener on the gate's address and a channel to the
 * card, and carries frames between the two.
 */

#include "base/map.h"
#include "gate.h"

struct lane {
	struct gate *gate;
	struct loop *loop;
	struct channel *card;
	int listener;
	bool resting; /* out of descriptors; the listener is not watched */
	struct watch *watch;
	struct map links;    /* link number to client */
	struct client *first; /* all clients, the newest first */
	unsigned n_shaking;  /* those whose handshake is not over */
	uint32_t next_link;
	pthread_t thread;
	struct loop_job recheck;
	atomic_bool recheck_posted;
	struct timer *tick;
};

/* Starts the thread with its own listener; takes over the card's channel. */
enum err lane_start(struct gate *g, int *card_fd, struct lane **out);
/* Tells the lane that the table has changed. Called from the gate's thread. */
void lane_recheck(struct lane *l);
