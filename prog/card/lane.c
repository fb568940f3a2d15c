/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lanes: threads with a loop. A request that another thread had comes back by
 * loop_post. While a request is away for long, its peer gets a heartbeat every
 * two seconds.
 */

#include "lane.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "commit.h"
#include "peer.h"
#include "thread.h"
#include "hsm/object.h"

#define BEAT_MS 2000
#define BEAT_CHECK_MS 500
/* The most that one response may hold: the size of a lane's scratch buffer. */
#define SCRATCH_MAX (LIMIT_FRAME_BODY + 1024u)

static void
came_home(void *ctx)
{
	struct request *r = ctx;

	request_list_drop(&r->lane->away, r);
	r->crypto = r->lane->crypto;
	if (r->change != NULL)
		commit_finish(r);
	peer_answer(r);
}

void
lane_lend(struct request *r)
{
	r->beat_ms = clock_ms();
	r->back = (struct loop_job){ came_home, r, NULL };
	request_list_put(&r->lane->away, r);
}

void
lane_keep(struct request *r)
{
	request_list_drop(&r->lane->away, r);
}

static void
beat(void *ctx)
{
	struct lane *l = ctx;
	int64_t now = clock_ms();

	for (struct request *r = l->away; r != NULL; r = r->next) {
		if (now - r->beat_ms < BEAT_MS)
			continue;
		r->beat_ms = now;
		peer_beat(r);
	}
}

enum err
lane_open(struct lane *l, struct card *card, frame_fn *on_frame)
{
	l->card = card;
	l->on_frame = on_frame;
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
	if (l->loop != NULL)
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
	while (*list != NULL) {
		struct request *r = *list;

		request_list_drop(list, r);
		if (r->peer != NULL)
			peer_unref(r->peer);
		request_end(r);
	}
}

void
lane_close(struct lane *l)
{
	end_all(&l->away);
	while (l->peers != NULL)
		peer_end(l->peers);
	end_all(&l->free);
	loop_free(l->loop);
	crypto_free(&l->crypto);
	buf_clear(&l->scratch);
	*l = (struct lane){ 0 };
}
