/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the threads of a measurement: all wait at one barrier and work until the
 * time is over; then their histograms are added.
 */

#include "timing.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../prog/multitoken/histogram.h"
#include "base/err.h"
#include "base/mem.h"

struct lane {
	const struct timing *t;
	struct histogram times;
	unsigned number;
	bool failed;
	pthread_t thread;
};

static pthread_barrier_t begin;
static atomic_bool stop;

static uint64_t
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec;
}

static void *
lane_main(void *arg)
{
	struct lane *l = arg;
	void *state = l->t->start(l->number);
	uint64_t before, after;

	l->failed = state == NULL;
	for (int i = 0; i < 10 && !l->failed; i++)
		l->failed = !l->t->once(state);
	pthread_barrier_wait(&begin);
	before = now_ns();
	while (!l->failed && !atomic_load_explicit(&stop, memory_order_relaxed)) {
		l->failed = !l->t->once(state);
		after = now_ns();
		histogram_add(&l->times, after - before);
		before = after;
	}
	if (state != NULL)
		l->t->stop(state);
	return NULL;
}

static void
print(const struct timing *t, const struct histogram *h, double seconds)
{
	printf("{\"mode\": \"%s\", \"threads\": %u, \"seconds\": %.3f, \"ops\": %llu, "
	       "\"ops_per_second\": %.1f, \"mean_us\": %.2f, \"p50_us\": %.2f, "
	       "\"p99_us\": %.2f, \"longest_us\": %.2f}\n",
		t->mode, t->threads, seconds, (unsigned long long)h->n, (double)h->n / seconds,
		h->n ? (double)h->sum / (double)h->n / 1e3 : 0, histogram_quantile(h, 0.5) / 1e3,
		histogram_quantile(h, 0.99) / 1e3, (double)h->most / 1e3);
	fflush(stdout);
}

static bool
finish(const struct timing *t, struct lane *lanes, uint64_t began)
{
	static struct histogram all;
	bool failed = false;
	uint64_t ended;

	for (unsigned i = 0; i < t->threads; i++)
		pthread_join(lanes[i].thread, NULL);
	ended = now_ns();
	memset(&all, 0, sizeof(all));
	for (unsigned i = 0; i < t->threads; i++) {
		failed = failed || lanes[i].failed;
		histogram_merge(&all, &lanes[i].times);
	}
	if (failed)
		fprintf(stderr, "%s with %u threads failed\n", t->mode, t->threads);
	else
		print(t, &all, (double)(ended - began) / 1e9);
	return !failed;
}

bool
timing_run(const struct timing *t)
{
	struct lane *lanes = mem_alloc(t->threads, sizeof(*lanes));
	uint64_t began;
	bool ok;

	must(lanes != NULL);
	must(pthread_barrier_init(&begin, NULL, t->threads + 1) == 0);
	stop = false;
	for (unsigned i = 0; i < t->threads; i++) {
		lanes[i].t = t;
		lanes[i].number = i;
		must(pthread_create(&lanes[i].thread, NULL, lane_main, &lanes[i]) == 0);
	}
	pthread_barrier_wait(&begin);
	began = now_ns();
	nanosleep(&(struct timespec){ (time_t)t->seconds,
			  (long)((t->seconds - (double)(time_t)t->seconds) * 1e9) },
		NULL);
	stop = true;
	ok = finish(t, lanes, began);
	pthread_barrier_destroy(&begin);
	mem_free(lanes);
	return ok;
}

bool
timing_arguments(int argc, char **argv, double *out_seconds, unsigned out_threads[8],
	unsigned *out_n)
{
	char *rest = NULL;
	unsigned n = 0;

	if (argc != 3 || (*out_seconds = strtod(argv[1], NULL)) <= 0)
		return false;
	for (char *s = strtok_r(argv[2], ",", &rest); s != NULL; s = strtok_r(NULL, ",", &rest)) {
		long threads = strtol(s, NULL, 10);

		if (threads < 1 || threads > 1024 || n == 8)
			return false;
		out_threads[n++] = (unsigned)threads;
	}
	*out_n = n;
	return n > 0;
}
