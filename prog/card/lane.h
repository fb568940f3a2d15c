/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A lane: a thread with its loop, the channels it serves, and the requests it
 * has under way. All of it is touched by that thread alone, but for requests
 * that are away.
 */

#include <pthread.h>

#include "request.h"
#include "proc/channel.h"

struct peer;

/* Takes a frame that came in; fd is owned by the callee, or -1. */
typedef void frame_fn(struct peer *p, const struct frame *f, int fd);

struct lane {
	struct card *card;
	frame_fn *on_frame;
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

/* `on_frame` takes what its channels bring. */
enum err lane_open(struct lane *l, struct card *card, frame_fn *on_frame);
enum err lane_start_thread(struct lane *l);
/* From any thread: it ends after this round. */
void lane_stop(struct lane *l);
void lane_join(struct lane *l);
/* After every other thread has ended. */
void lane_close(struct lane *l);

/* Another thread gets the request, until request_home posts it back: then it is
 * applied, answered and given. */
void lane_lend(struct request *r);
/* No other thread gets it after all. */
void lane_keep(struct request *r);
