/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Group commit: the writer takes all waiting jobs at once. If their common
 * transaction fails, each is tried alone, so that only the one at fault fails.
 */

#include "store/writer.h"

#include <pthread.h>

#include "base/mem.h"

struct store_writer {
	struct store *store;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct store_job *first, *last;
	bool stopping;
};

/* At most this many jobs share a transaction, which bounds the waiting time. */
#define GROUP_MAX 256

static struct store_job *
take_group(struct store_writer *w)
{
	struct store_job *group, *end;

	pthread_mutex_lock(&w->lock);
	while (w->first == NULL && !w->stopping)
		pthread_cond_wait(&w->wake, &w->lock);
	group = end = w->first;
	for (unsigned n = 1; end != NULL && end->next != NULL && n < GROUP_MAX; n++)
		end = end->next;
	if (end != NULL) {
		w->first = end->next;
		end->next = NULL;
	}
	if (w->first == NULL)
		w->last = NULL;
	pthread_mutex_unlock(&w->lock);
	return group;
}

static enum err
write_group(struct store *s, const struct store_job *group)
{
	enum err e;

	TRY(store_begin(s));
	for (; group != NULL; group = group->next) {
		e = store_apply(s, group->ops, group->n_ops);
		if (e != ERR_OK) {
			store_cancel(s);
			return e;
		}
	}
	return store_end(s);
}

static void
write_all(struct store *s, struct store_job *group)
{
	enum err e = write_group(s, group);
	bool alone = e != ERR_OK && group->next != NULL;

	while (group != NULL) {
		struct store_job *next = group->next;
		enum err mine = e;

		if (alone)
			mine = store_commit(s, group->ops, group->n_ops);
		group->done(group, mine); /* it may be gone now */
		group = next;
	}
}

static void *
writer_main(void *ctx)
{
	struct store_writer *w = ctx;
	struct store_job *group;

	while ((group = take_group(w)))
		write_all(w->store, group);
	return NULL;
}

static enum err
start_thread(struct store_writer *w)
{
	pthread_attr_t attr;
	int failed;

	if (pthread_attr_init(&attr) != 0)
		return ERR_NO_MEMORY;
	failed = pthread_attr_setstacksize(&attr, 256 * 1024);
	if (!failed)
		failed = pthread_create(&w->thread, &attr, writer_main, w);
	pthread_attr_destroy(&attr);
	return failed ? ERR_NO_MEMORY : ERR_OK;
}

enum err
store_writer_start(struct store *s, struct store_writer **out)
{
	struct store_writer *w = mem_alloc(1, sizeof(*w));

	if (w == NULL)
		return ERR_NO_MEMORY;
	w->store = s;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->wake, NULL);
	if (start_thread(w) != ERR_OK) {
		mem_free(w);
		return ERR_NO_MEMORY;
	}
	*out = w;
	return ERR_OK;
}

void
store_writer_put(struct store_writer *w, struct store_job *job)
{
	job->next = NULL;
	pthread_mutex_lock(&w->lock);
	if (w->last != NULL)
		w->last->next = job;
	else
		w->first = job;
	w->last = job;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
}

void
store_writer_stop(struct store_writer *w)
{
	if (w == NULL)
		return;
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	pthread_cond_destroy(&w->wake);
	pthread_mutex_destroy(&w->lock);
	mem_free(w);
}
