/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * One thread's event loop over epoll. Everything but loop_post and loop_stop is
 * for the loop's own thread (or before it runs).
 */

#include <stdint.h>

#include "base/err.h"

struct loop;
struct watch; /* a descriptor the loop looks at */
struct timer;

/* What happened: EPOLLIN, EPOLLOUT, EPOLLHUP, EPOLLERR bits. */
typedef void watch_fn(void *ctx, uint32_t events);
typedef void loop_fn(void *ctx);

enum err loop_open(struct loop **out);
/* Runs until loop_stop. */
enum err loop_run(struct loop *l);
/* One round: waits at most wait_ms (-1: for ever) and handles the events. */
enum err loop_once(struct loop *l, int wait_ms);
/* From any thread or signal handler: loop_run returns after this round. */
void loop_stop(struct loop *l);
/* Frees the remaining watches and timers too; closes no descriptor. */
void loop_free(struct loop *l);

/* Watches fd, which it does not own. A watch may be dropped inside any
 * callback; its own callback is then not called again. */
enum err loop_watch(struct loop *l, int fd, uint32_t events, watch_fn *fn,
    void *ctx, struct watch **out);
enum err watch_change(struct watch *w, uint32_t events);
/* Accepts NULL; a second drop does nothing. */
void watch_drop(struct watch *w);

/* Calls fn once after ms, or again every ms. */
enum err loop_after(struct loop *l, int64_t ms, bool again, loop_fn *fn,
    void *ctx, struct timer **out);
/* Accepts NULL. */
void timer_drop(struct timer *t);

/* Calls fn at the end of the present round, before the loop waits again; used
 * to send in one batch. Once a round for the same node. */
struct round_end {
	loop_fn *fn;
	void *ctx;
	struct round_end *next;
	bool queued;
};
void loop_at_round_end(struct loop *l, struct round_end *node);
/* Takes a node out of the queue, if it is there. */
void loop_round_end_drop(struct loop *l, struct round_end *node);

/* From any thread: fn(ctx) will run in the loop's thread. The node belongs to
 * the caller and must stay until fn has run. */
struct loop_job {
	loop_fn *fn;
	void *ctx;
	struct loop_job *next;
};
void loop_post(struct loop *l, struct loop_job *job);
