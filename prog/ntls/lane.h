/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A lane: a thread with its own listener on the gate's address and its own
 * channel to the card, between which it carries frames.
 */

#include "base/map.h"
#include "gate.h"

struct lane {
	struct gate *gate;
	struct loop *loop;
	struct channel *card;
	int listener;
	bool resting; /* out of descriptors */
	struct watch *watch;
	struct map links;    /* link number to client */
	struct client *first; /* all clients, the newest first */
	unsigned n_shaking;  /* of them: nobody yet */
	uint32_t next_link;
	pthread_t thread;
	struct loop_job recheck;
	atomic_bool recheck_posted;
	struct timer *tick;
};

/* Starts a thread with its own listener on the gate's address; takes the
 * card's channel over. */
enum err lane_start(struct gate *g, int *card_fd, struct lane **out);
/* From the gate's thread: the table changed. */
void lane_recheck(struct lane *l);
