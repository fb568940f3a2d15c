/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A lane: a thread with its loop, the channels it serves, and the requests it has
 * under way. Only that thread touches any of it, except for requests that other
 * threads have.
 */

#include <pthread.h>

#include "request.h"
#include "proc/channel.h"

struct peer;

/* Takes a frame that arrived. fd is -1, or a descriptor that is taken over. */
typedef void frame_fn(struct peer *p, const struct frame *f, int fd);

struct lane {
	struct card *card;
	frame_fn *on_frame;
	struct loop *loop;
	struct crypto *crypto;
	struct timer *beat;
	struct peer *peers;
	struct request *free;  /* unused requests */
	unsigned n_free;
	struct request *away;  /* requests that other threads have */
	struct buf scratch;    /* the response being encoded */
	int64_t malformed_ms;  /* start of the second in which malformed requests are counted */
	unsigned n_malformed;
	pthread_t thread;
	bool threaded;         /* the first lane runs in the main thread */
};

/* `on_frame` takes the frames that arrive on its channels. */
enum err lane_open(struct lane *l, struct card *card, frame_fn *on_frame);
enum err lane_start_thread(struct lane *l);
/* Ends the lane after its current round. Any thread may call it. */
void lane_stop(struct lane *l);
void lane_join(struct lane *l);
/* Called after every other thread has ended. */
void lane_close(struct lane *l);

/* Lends the request to another thread, until request_home posts it back. Then the
 * lane applies its change, answers it and gives it back. */
void lane_lend(struct request *r);
/* Takes the loan back, when no other thread could take the request. */
void lane_keep(struct request *r);
