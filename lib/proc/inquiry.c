/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inquiries under way are a list; an answer finds its own by channel and
 * number. A channel that is lost answers all that were sent on it.
 */
#include "proc/inquiry.h"

#include "base/log.h"
#include "base/mem.h"

struct inquiry {
	uint64_t id;
	const struct channel *to;
	const struct message *request;
	inquiry_fn *fn;
	uint64_t ctx;
	struct inquiry *next;
};

static void
finish(struct inquiries *is, struct inquiry *q, enum err status, struct bytes body)
{
	if (q->fn != NULL)
		q->fn(is->owner, q->ctx, status, body);
	else if (status != ERR_OK)
		log_error("%s: %s", q->request->name, err_words(status));
	mem_free(q);
}

enum err
inquiry_send(struct inquiries *is, struct inquiry_to to,
    const struct message *request, const void *in, inquiry_fn *fn, uint64_t ctx)
{
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(LIMIT_FRAME_BODY);
	struct frame f = { .op = request->op, .link = to.link,
		.id = is->last + 1 };
	struct inquiry *q;
	enum err e;

	if (to.channel == NULL)
		return ERR_NOT_CONNECTED;
	TRY(wire_encode(request, in, &body));
	f.body = buf_bytes(&body);
	q = mem_alloc(1, sizeof(*q));
	if (q == NULL)
		return ERR_NO_MEMORY;
	e = to.fd >= 0 ? channel_send_fd(to.channel, &f, to.fd)
		       : channel_send(to.channel, &f);
	if (e != ERR_OK) {
		mem_free(q);
		return e;
	}
	*q = (struct inquiry){ f.id, to.channel, request, fn, ctx, is->list };
	is->list = q;
	is->last = f.id;
	return ERR_OK;
}

void
inquiry_frame(struct inquiries *is, const struct frame *f)
{
	struct inquiry **at = &is->list, *q;

	if ((f->flags & FRAME_RESPONSE) == 0 || (f->flags & FRAME_HEARTBEAT) != 0)
		return;
	while (*at != NULL && (*at)->id != f->id)
		at = &(*at)->next;
	q = *at;
	if (q == NULL)
		return;
	*at = q->next;
	finish(is, q, err_from_number(f->status), f->body);
}

void
inquiry_lost(struct inquiries *is, const struct channel *from)
{
	struct inquiry **at = &is->list, *lost = NULL, *q;

	while ((q = *at) != NULL) {
		if (q->to != from) {
			at = &q->next;
			continue;
		}
		*at = q->next;
		q->next = lost;
		lost = q;
	}
	while ((q = lost) != NULL) {
		lost = q->next;
		finish(is, q, ERR_NOT_CONNECTED, (struct bytes){ 0 });
	}
}
