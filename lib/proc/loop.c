/* SPDX-License-Identifier: Apache-2.0 */
/*
 * epoll, an eventfd for what other threads post, and a list of timers. Watches
 * that are dropped inside a round are freed at its end, so that events already
 * fetched cannot reach freed memory.
 */
#include "proc/loop.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"

#define EVENTS_A_ROUND 64

struct watch {
	struct loop *loop;
	watch_fn *fn;
	void *ctx;
	int fd;
	bool dropped;
	struct watch *next; /* all watches of the loop, dropped ones included */
};

struct timer {
	struct loop *loop;
	loop_fn *fn;
	void *ctx;
	int64_t due, every; /* ms; every 0: once */
	bool dropped;
	struct timer *next;
};

struct loop {
	int epoll, wake;
	struct watch *watches;
	struct timer *timers;
	struct round_end *round_end;
	bool any_dropped;
	atomic_bool stopped;
	pthread_mutex_t lock; /* guards the posted jobs */
	struct loop_job *jobs, **jobs_tail;
};

enum err
loop_open(struct loop **out)
{
	struct epoll_event woken = { .events = EPOLLIN, .data.ptr = NULL };
	struct loop *l = mem_alloc(1, sizeof(*l));

	if (l == NULL)
		return ERR_NO_MEMORY;
	pthread_mutex_init(&l->lock, NULL);
	l->jobs_tail = &l->jobs;
	l->epoll = epoll_create1(EPOLL_CLOEXEC);
	l->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (l->epoll < 0 || l->wake < 0 ||
	    epoll_ctl(l->epoll, EPOLL_CTL_ADD, l->wake, &woken) != 0) {
		loop_free(l);
		return ERR_NO_MEMORY;
	}
	*out = l;
	return ERR_OK;
}

enum err
loop_watch(struct loop *l, int fd, uint32_t events, watch_fn *fn, void *ctx,
    struct watch **out)
{
	struct watch *w = mem_alloc(1, sizeof(*w));
	struct epoll_event event = { .events = events, .data.ptr = w };

	if (w == NULL)
		return ERR_NO_MEMORY;
	*w = (struct watch){ l, fn, ctx, fd, false, NULL };
	if (epoll_ctl(l->epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
		mem_free(w);
		return ERR_NO_MEMORY;
	}
	w->next = l->watches;
	l->watches = w;
	*out = w;
	return ERR_OK;
}

enum err
watch_change(struct watch *w, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.ptr = w };

	return epoll_ctl(w->loop->epoll, EPOLL_CTL_MOD, w->fd, &event) == 0
	    ? ERR_OK : ERR_NO_MEMORY;
}

void
watch_drop(struct watch *w)
{
	if (w == NULL || w->dropped)
		return;
	epoll_ctl(w->loop->epoll, EPOLL_CTL_DEL, w->fd, NULL);
	w->dropped = true;
	w->loop->any_dropped = true;
}

enum err
loop_after(struct loop *l, int64_t ms, bool again, loop_fn *fn, void *ctx,
    struct timer **out)
{
	struct timer *t = mem_alloc(1, sizeof(*t));

	if (t == NULL)
		return ERR_NO_MEMORY;
	*t = (struct timer){ l, fn, ctx, clock_ms() + ms, again ? ms : 0, false,
		l->timers };
	l->timers = t;
	*out = t;
	return ERR_OK;
}

void
timer_drop(struct timer *t)
{
	if (t == NULL)
		return;
	t->dropped = true;
	t->loop->any_dropped = true;
}

void
loop_at_round_end(struct loop *l, struct round_end *node)
{
	if (node->queued)
		return;
	node->queued = true;
	node->next = l->round_end;
	l->round_end = node;
}

void
loop_round_end_drop(struct loop *l, struct round_end *node)
{
	struct round_end **at = &l->round_end;

	if (!node->queued)
		return;
	while (*at != NULL && *at != node)
		at = &(*at)->next;
	if (*at != NULL)
		*at = node->next;
	node->queued = false;
}

static void
wake(struct loop *l)
{
	uint64_t one = 1;

	if (write(l->wake, &one, sizeof(one)) < 0)
		return; /* the counter is full: the loop is awake already */
}

void
loop_post(struct loop *l, struct loop_job *job)
{
	bool first;

	job->next = NULL;
	pthread_mutex_lock(&l->lock);
	first = l->jobs == NULL;
	*l->jobs_tail = job;
	l->jobs_tail = &job->next;
	pthread_mutex_unlock(&l->lock);
	if (first)
		wake(l);
}

void
loop_stop(struct loop *l)
{
	atomic_store(&l->stopped, true);
	wake(l);
}

static void
run_jobs(struct loop *l)
{
	struct loop_job *job, *next;

	pthread_mutex_lock(&l->lock);
	job = l->jobs;
	l->jobs = NULL;
	l->jobs_tail = &l->jobs;
	pthread_mutex_unlock(&l->lock);
	for (; job != NULL; job = next) {
		next = job->next; /* the job may be freed by its function */
		job->fn(job->ctx);
	}
}

static void
run_timers(struct loop *l)
{
	int64_t now = clock_ms();

	for (struct timer *t = l->timers; t != NULL; t = t->next) {
		if (t->dropped || t->due > now)
			continue;
		if (t->every > 0)
			t->due = now + t->every;
		else
			timer_drop(t);
		t->fn(t->ctx);
	}
}

static void
run_round_end(struct loop *l)
{
	while (l->round_end != NULL) {
		struct round_end *node = l->round_end;

		l->round_end = node->next;
		node->queued = false;
		node->fn(node->ctx);
	}
}

static void
free_dropped(struct loop *l)
{
	for (struct watch **at = &l->watches; *at != NULL;) {
		struct watch *w = *at;

		if (w->dropped) {
			*at = w->next;
			mem_free(w);
		} else
			at = &w->next;
	}
	for (struct timer **at = &l->timers; *at != NULL;) {
		struct timer *t = *at;

		if (t->dropped) {
			*at = t->next;
			mem_free(t);
		} else
			at = &t->next;
	}
	l->any_dropped = false;
}

static int
time_to_wait(const struct loop *l, int wait_ms)
{
	int64_t now = l->timers != NULL ? clock_ms() : 0;

	for (const struct timer *t = l->timers; t != NULL; t = t->next) {
		int64_t left = t->due > now ? t->due - now : 0;

		if (!t->dropped && (wait_ms < 0 || left < wait_ms))
			wait_ms = (int)left;
	}
	return wait_ms;
}

static void
handle(struct loop *l, const struct epoll_event *event)
{
	struct watch *w = event->data.ptr;
	uint64_t count;

	if (w == NULL) { /* the eventfd */
		if (read(l->wake, &count, sizeof(count)) < 0)
			return;
		return;
	}
	if (!w->dropped)
		w->fn(w->ctx, event->events);
}

enum err
loop_once(struct loop *l, int wait_ms)
{
	struct epoll_event events[EVENTS_A_ROUND];
	int n = epoll_wait(l->epoll, events, EVENTS_A_ROUND,
	    time_to_wait(l, wait_ms));

	if (n < 0 && errno != EINTR)
		return ERR_INTERNAL;
	for (int i = 0; i < n; i++)
		handle(l, &events[i]);
	run_jobs(l);
	if (l->timers != NULL)
		run_timers(l);
	run_round_end(l);
	if (l->any_dropped)
		free_dropped(l);
	return ERR_OK;
}

enum err
loop_run(struct loop *l)
{
	while (!atomic_load(&l->stopped))
		TRY(loop_once(l, -1));
	return ERR_OK;
}

void
loop_free(struct loop *l)
{
	if (l == NULL)
		return;
	for (struct watch *w = l->watches; w != NULL; w = w->next)
		w->dropped = true;
	for (struct timer *t = l->timers; t != NULL; t = t->next)
		t->dropped = true;
	free_dropped(l);
	if (l->epoll >= 0)
		close(l->epoll);
	if (l->wake >= 0)
		close(l->wake);
	pthread_mutex_destroy(&l->lock);
	mem_free(l);
}
