/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes requests and uses them again: each lane keeps those that it does not need
 * at the moment. What one call brought is wiped before the next call gets the
 * request.
 */

#include "request.h"

#include <unistd.h>

#include "base/mem.h"
#include "hsm/change.h"
#include "hsm/object.h"
#include "lane.h"
#include "work.h"

#define FREE_MAX 256u /* unused requests that a lane keeps */

void
request_list_put(struct request **list, struct request *r)
{
	r->prev = NULL;
	r->next = *list;
	if (*list != NULL)
		(*list)->prev = r;
	*list = r;
}

void
request_list_drop(struct request **list, struct request *r)
{
	if (r->prev != NULL)
		r->prev->next = r->next;
	else
		*list = r->next;
	if (r->next != NULL)
		r->next->prev = r->prev;
	r->next = r->prev = NULL;
}

struct request *
request_take(struct lane *l)
{
	struct request *r = l->free;

	if (r != NULL) {
		request_list_drop(&l->free, r);
		l->n_free--;
		return r;
	}
	r = mem_alloc(1, sizeof(*r));
	if (r == NULL)
		return NULL;
	r->lane = l;
	r->card = l->card;
	r->fd = -1;
	r->body = buf_up_to(LIMIT_FRAME_BODY);
	r->reply = buf_up_to(2 * LIMIT_FRAME_BODY);
	r->log = buf_up_to(800);
	return r;
}

/* Frees a buffer that grew for a large message, so that it is not kept for small
 * ones. */
static void
calm(struct buf *b)
{
	if (b->cap > 8192)
		buf_clear(b);
	else
		buf_reset(b);
}

static void
unprepare(struct request *r)
{
	if (r->prepared.work != NULL)
		work_give(r->card, &r->prepared.work, false);
	r->prepared.key = NULL;
	r->prepared.has_mech = r->prepared.is_long = false;
	object_unref(&r->object);
}

void
request_end(struct request *r)
{
	if (r->change != NULL)
		change_drop(r->card->hsm, &r->change);
	mem_free(r->ops);
	unprepare(r);
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

	must(r->change == NULL && r->ops == NULL);
	unprepare(r);
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
	if (r->row != NULL && r->row->request->size > 0)
		mem_wipe(&r->in, r->row->request->size);
	r->row = NULL;
	r->counted = false;
	r->crypto = NULL;
	request_list_put(&l->free, r);
	l->n_free++;
}

struct buf *
request_reply(struct request *r, size_t most)
{
	buf_reset(&r->reply);
	IGNORE(buf_reserve(&r->reply, most < 4096 ? most : 4096));
	return &r->reply;
}

void
request_home(struct request *r)
{
	loop_post(r->lane->loop, &r->back);
}
