/* SPDX-License-Identifier: Apache-2.0 */
/* Threads start together, each with a session of its own, and work until they
 * are told to stop; the first failure stops all. */

#include "run.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "stock.h"

#define WARM_UP 10 /* operations of each thread before the clock starts */

struct runner {
	struct worker worker;
	struct histogram times;
	_Atomic uint64_t n; /* for whoever watches */
	struct race *race;
	enum err result;
	pthread_t thread;
	uint64_t ended;
};

struct race {
	pthread_barrier_t ready, start;
	_Atomic bool stop;
	struct runner **runners;
	unsigned n_runners;
};

static uint64_t
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec;
}

static enum err
warm_up(struct runner *r)
{
	for (int i = 0; i < WARM_UP && !r->race->stop; i++) {
		r->worker.n_done++;
		TRY(r->worker.mode->once(&r->worker));
	}
	return ERR_OK;
}

static enum err
work(struct runner *r)
{
	uint64_t before = now_ns(), after;

	while (!atomic_load_explicit(&r->race->stop, memory_order_relaxed)) {
		r->worker.n_done++;
		TRY(r->worker.mode->once(&r->worker));
		after = now_ns();
		histogram_add(&r->times, after - before);
		before = after;
		atomic_store_explicit(&r->n, r->times.n, memory_order_relaxed);
	}
	return ERR_OK;
}

static void *
runner_main(void *arg)
{
	struct runner *r = arg;

	r->result = warm_up(r);
	pthread_barrier_wait(&r->race->ready);
	pthread_barrier_wait(&r->race->start);
	if (r->result == ERR_OK)
		r->result = work(r);
	r->ended = now_ns();
	if (r->result != ERR_OK)
		r->race->stop = true;
	return NULL;
}

static void
worker_start(struct worker *w, const struct worker *main, const struct plan *p, unsigned number)
{
	w->f = main->f;
	w->slot = main->slot;
	w->stock = main->stock;
	w->mode = p->mode;
	w->number = number;
	w->in_len = main->in_len;
	memcpy(w->in, main->in, sizeof(w->in));
}

static enum err
race_prepare(struct race *race, struct worker *main, const struct plan *p)
{
	race->runners = mem_alloc(p->threads, sizeof(struct runner *));
	if (race->runners == NULL)
		return ERR_NO_MEMORY;
	while (race->n_runners < p->threads) {
		struct runner *r = mem_alloc(1, sizeof(*r));

		if (r == NULL)
			return ERR_NO_MEMORY;
		race->runners[race->n_runners++] = r;
		r->race = race;
		worker_start(&r->worker, main, p, race->n_runners);
		TRY(CALL(main, C_OpenSession, main->slot, CKF_SERIAL_SESSION | CKF_RW_SESSION,
			NULL, NULL, &r->worker.session));
	}
	return ERR_OK;
}

static void
race_clear(struct race *race)
{
	for (unsigned i = 0; i < race->n_runners; i++) {
		struct worker *w = &race->runners[i]->worker;

		if (w->session != 0)
			w->f->C_CloseSession(w->session);
		mem_free(race->runners[i]);
	}
	mem_free(race->runners);
	*race = (struct race){ 0 };
}

static uint64_t
race_count(const struct race *race)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < race->n_runners; i++)
		n += race->runners[i]->n;
	return n;
}

/* Sleeps in short pieces until the time is over; tells the watcher the rate of
 * each second. */
static void
race_watch(struct race *race, const struct plan *p, uint64_t began)
{
	uint64_t told = began, told_n = 0;

	while (!race->stop && !interrupted) {
		uint64_t now = now_ns(), left;

		left = began + (uint64_t)(p->seconds * 1e9);
		if (now >= left)
			break;
		left -= now;
		nanosleep(&(struct timespec){ 0, left < 50000000 ? (long)left : 50000000 }, NULL);
		now = now_ns();
		if (p->watch != NULL && now - told >= 1000000000) {
			uint64_t n = race_count(race);

			p->watch(p, (double)(now - began) / 1e9,
				(double)(n - told_n) * 1e9 / (double)(now - told));
			told = now;
			told_n = n;
		}
	}
	race->stop = true;
}

static enum err
race_results(struct race *race, struct worker *main, uint64_t began, struct result *out)
{
	uint64_t ended = began;

	if (interrupted)
		return ERR_CANCELLED;
	for (unsigned i = 0; i < race->n_runners; i++) {
		struct runner *r = race->runners[i];

		if (r->result != ERR_OK) {
			main->failure = r->worker.failure;
			return r->result;
		}
		if (r->ended > ended)
			ended = r->ended;
	}
	*out = (struct result){ .seconds = (double)(ended - began) / 1e9,
		.threads = race->n_runners };
	for (unsigned i = 0; i < race->n_runners; i++)
		histogram_merge(&out->times, &race->runners[i]->times);
	return ERR_OK;
}

/* Starts all threads. If the machine cannot start them, the program ends,
 * because fewer threads would give another figure. */
static uint64_t
race_run(struct race *race, const struct plan *p)
{
	unsigned n = race->n_runners + 1;
	uint64_t began;

	must(pthread_barrier_init(&race->ready, NULL, n) == 0);
	must(pthread_barrier_init(&race->start, NULL, n) == 0);
	for (unsigned i = 0; i < race->n_runners; i++)
		must(pthread_create(&race->runners[i]->thread, NULL, runner_main,
			     race->runners[i]) == 0);
	pthread_barrier_wait(&race->ready);
	began = now_ns();
	pthread_barrier_wait(&race->start);
	race_watch(race, p, began);
	for (unsigned i = 0; i < race->n_runners; i++)
		pthread_join(race->runners[i]->thread, NULL);
	pthread_barrier_destroy(&race->ready);
	pthread_barrier_destroy(&race->start);
	return began;
}

enum err
run_measure(struct worker *main, const struct plan *p, struct result *out)
{
	CLEARED_BY(race_clear) struct race race = { 0 };

	TRY(race_prepare(&race, main, p));
	return race_results(&race, main, race_run(&race, p), out);
}

enum err
run_prepare(struct worker *main, const struct plan *p)
{
	CK_MECHANISM_INFO info;

	main->mode = p->mode;
	main->in_len = p->packet != 0 && p->mode->any_length ? p->packet : p->mode->data;
	main->failure = (struct failure){ 0 };
	if (p->mode->mechanism != NO_MECHANISM &&
		main->f->C_GetMechanismInfo(main->slot, p->mode->mechanism, &info) != CKR_OK)
		return ERR_NOT_SUPPORTED;
	if (p->mode->data > 0)
		TRY(stock_key(main, p->mode->key));
	if (p->mode->prepare != NULL)
		TRY(p->mode->prepare(main));
	return p->mode->check(main);
}
