/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lanes: threads with a loop. A request that another thread had comes back by
 * loop_post; one that is away for long gets a heartbeat every two seconds.
 */

#include "lane.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "thread.h"
#include "hsm/object.h"

#define BEAT_MS 2000
#define BEAT_CHECK_MS 500
#define FREE_MAX 256u /* requests kept for the next */
/* What one response may hold; the scratch buffer of a lane. */
#define SCRATCH_MAX (LIMIT_FRAME_BODY + 1024u)

static void
list_put(struct request **list, struct request *r)
{
	r->prev = NULL;
	r->next = *list;
	if (*list)
		(*list)->prev = r;
	*list = r;
}

static void
list_drop(struct request **list, struct request *r)
{
	if (r->prev)
		r->prev->next = r->next;
	else
		*list = r->next;
	if (r->next)
		r->next->prev = r->prev;
	r->next = r->prev = NULL;
}

struct request *
request_take(struct lane *l)
{
	struct request *r = l->free;

	if (r) {
		list_drop(&l->free, r);
		l->n_free--;
		return r;
	}
	r = mem_alloc(1, sizeof(*r));
	if (!r)
		return NULL;
	r->lane = l;
	r->card = l->card;
	r->fd = -1;
	r->body = buf_up_to(LIMIT_FRAME_BODY);
	r->reply = buf_up_to(2 * LIMIT_FRAME_BODY);
	r->log = buf_up_to(800);
	return r;
}

/* A buffer that grew for one large message is not kept for small ones. */
static void
calm(struct buf *b)
{
	if (b->cap > 8192)
		buf_clear(b);
	else
		buf_reset(b);
}

static void
request_end(struct request *r)
{
	if (r->change)
		change_drop(r->card->hsm, &r->change);
	mem_free(r->ops);
	object_unref(&r->object);
	if (r->peer)
		peer_unref(r->peer);
	if (r->fd >= 0)
		close(r->fd);
	buf_clear(&r->body);
	buf_clear(&r->reply);
	buf_clear(&r->log);
	mem_wipe(&r->in, sizeof(r->in));
	mem_free(r);
}

void
request_give(struct request *r)
{
	struct lane *l = r->lane;

	must(!r->change && !r->ops);
	object_unref(&r->object);
	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
	r->peer = NULL;
	if (l->n_free >= FREE_MAX) {
		request_end(r);
		return;
	}
	calm(&r->body);
	calm(&r->reply);
	buf_reset(&r->log);
	if (r->row && r->row->request->size > 0)
		mem_wipe(&r->in, r->row->request->size);
	r->row = NULL;
	r->counted = false;
	r->crypto = NULL;
	list_put(&l->free, r);
	l->n_free++;
}

struct buf *
request_reply(struct request *r, size_t most)
{
	buf_reset(&r->reply);
	IGNORE(buf_reserve(&r->reply, most < 4096 ? most : 4096));
	return &r->reply;
}

static void
came_home(void *ctx)
{
	struct request *r = ctx;

	list_drop(&r->lane->away, r);
	r->crypto = r->lane->crypto;
	if (r->change)
		commit_finish(r);
	peer_answer(r);
}

void
request_leaves(struct request *r)
{
	r->beat_ms = clock_ms();
	r->back = (struct loop_job){ came_home, r, NULL };
	list_put(&r->lane->away, r);
}

void
request_stays(struct request *r)
{
	list_drop(&r->lane->away, r);
}

void
request_home(struct request *r)
{
	loop_post(r->lane->loop, &r->back);
}

static void
beat(void *ctx)
{
	struct lane *l = ctx;
	int64_t now = clock_ms();

	for (struct request *r = l->away; r; r = r->next) {
		if (now - r->beat_ms < BEAT_MS)
			continue;
		r->beat_ms = now;
		peer_beat(r);
	}
}

enum err
lane_open(struct lane *l, struct card *card)
{
	l->card = card;
	l->scratch = buf_up_to(SCRATCH_MAX);
	TRY(loop_open(&l->loop));
	TRY(crypto_open(&l->crypto));
	return loop_after(l->loop, BEAT_CHECK_MS, true, beat, l, &l->beat);
}

static void *
lane_main(void *ctx)
{
	struct lane *l = ctx;

	if (loop_run(l->loop) != ERR_OK)
		log_error("a lane's loop failed");
	return NULL;
}

enum err
lane_start_thread(struct lane *l)
{
	TRY(thread_start(lane_main, l, &l->thread));
	l->threaded = true;
	return ERR_OK;
}

void
lane_stop(struct lane *l)
{
	if (l->loop)
		loop_stop(l->loop);
}

void
lane_join(struct lane *l)
{
	if (l->threaded)
		pthread_join(l->thread, NULL);
	l->threaded = false;
}

static void
end_all(struct request **list)
{
	while (*list) {
		struct request *r = *list;

		list_drop(list, r);
		request_end(r);
	}
}

void
lane_close(struct lane *l)
{
	end_all(&l->away);
	while (l->peers)
		peer_end(l->peers);
	end_all(&l->free);
	loop_free(l->loop);
	crypto_free(&l->crypto);
	buf_clear(&l->scratch);
	*l = (struct lane){ 0 };
}
