/* SPDX-License-Identifier: Apache-2.0 */
/* Runs requests in a pool's threads. Each thread has a struct crypto of its own,
 * because one may be used by one thread only. */

#include "pool.h"

#include "base/mem.h"
#include "thread.h"

#define THREADS_MAX 16

struct pool {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct request *first, *last;
	unsigned n_waiting, most, n_threads;
	bool stopping;
	pthread_t threads[THREADS_MAX];
	struct crypto *cryptos[THREADS_MAX];
};

struct worker {
	struct pool *pool;
	struct crypto *crypto;
};

static struct request *
pool_take(struct pool *p)
{
	struct request *r;

	pthread_mutex_lock(&p->lock);
	while (p->first == NULL && !p->stopping)
		pthread_cond_wait(&p->wake, &p->lock);
	r = p->stopping ? NULL : p->first;
	if (r != NULL) {
		p->first = r->next_queued;
		if (p->first == NULL)
			p->last = NULL;
		p->n_waiting--;
	}
	pthread_mutex_unlock(&p->lock);
	return r;
}

static void *
worker_main(void *ctx)
{
	struct worker w = *(struct worker *)ctx;
	struct request *r;

	mem_free(ctx);
	while ((r = pool_take(w.pool))) {
		r->crypto = w.crypto;
		r->status = r->row->run(r);
		must(r->status != ERR_AGAIN);
		r->crypto = NULL;
		request_home(r);
	}
	return NULL;
}

static enum err
start_one(struct pool *p)
{
	struct worker *w = mem_alloc(1, sizeof(*w));
	enum err e;

	if (w == NULL)
		return ERR_NO_MEMORY;
	e = crypto_open(&p->cryptos[p->n_threads]);
	if (e == ERR_OK) {
		*w = (struct worker){ p, p->cryptos[p->n_threads] };
		e = thread_start(worker_main, w, &p->threads[p->n_threads]);
	}
	if (e != ERR_OK) {
		crypto_free(&p->cryptos[p->n_threads]);
		mem_free(w);
		return e;
	}
	p->n_threads++;
	return ERR_OK;
}

enum err
pool_start(unsigned n_threads, unsigned most, struct pool **out)
{
	struct pool *p = mem_alloc(1, sizeof(*p));
	enum err e = ERR_OK;

	if (p == NULL)
		return ERR_NO_MEMORY;
	p->most = most;
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->wake, NULL);
	must(n_threads <= THREADS_MAX);
	while (e == ERR_OK && p->n_threads < n_threads)
		e = start_one(p);
	if (e != ERR_OK) {
		pool_stop(p);
		return e;
	}
	*out = p;
	return ERR_OK;
}

enum err
pool_put(struct pool *p, struct request *r)
{
	bool full;

	pthread_mutex_lock(&p->lock);
	full = p->n_waiting >= p->most;
	if (!full) {
		r->next_queued = NULL;
		if (p->last != NULL)
			p->last->next_queued = r;
		else
			p->first = r;
		p->last = r;
		p->n_waiting++;
		pthread_cond_signal(&p->wake);
	}
	pthread_mutex_unlock(&p->lock);
	return full ? ERR_BUSY : ERR_OK;
}

void
pool_stop(struct pool *p)
{
	if (p == NULL)
		return;
	pthread_mutex_lock(&p->lock);
	p->stopping = true;
	pthread_cond_broadcast(&p->wake);
	pthread_mutex_unlock(&p->lock);
	for (unsigned i = 0; i < p->n_threads; i++) {
		pthread_join(p->threads[i], NULL);
		crypto_free(&p->cryptos[i]);
	}
	pthread_cond_destroy(&p->wake);
	pthread_mutex_destroy(&p->lock);
	mem_free(p);
}
