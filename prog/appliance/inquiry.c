/* SPDX-License-Identifier: Apache-2.0 */
#include "inquiry.h"

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
finish(struct box *b, struct inquiry *q, enum err status, struct bytes body)
{
	if (q->fn != NULL)
		q->fn(b, q->ctx, status, body);
	else if (status != ERR_OK)
		log_error("%s: %s", q->request->name, err_words(status));
	mem_free(q);
}

enum err
inquiry_send(struct box *b, struct channel *to, const struct message *request,
    const void *in, int fd, inquiry_fn *fn, uint64_t ctx)
{
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(LIMIT_FRAME_BODY);
	struct frame f = { .op = request->op, .id = b->next_inquiry + 1 };
	struct inquiry *q;
	enum err e;

	if (to == NULL)
		return ERR_NOT_CONNECTED;
	TRY(wire_encode(request, in, &body));
	f.body = buf_bytes(&body);
	q = mem_alloc(1, sizeof(*q));
	if (q == NULL)
		return ERR_NO_MEMORY;
	e = fd >= 0 ? channel_send_fd(to, &f, fd) : channel_send(to, &f);
	if (e != ERR_OK) {
		mem_free(q);
		return e;
	}
	*q = (struct inquiry){ f.id, to, request, fn, ctx, b->inquiries };
	b->inquiries = q;
	b->next_inquiry = f.id;
	return ERR_OK;
}

void
inquiry_frame(struct box *b, const struct frame *f)
{
	struct inquiry **at = &b->inquiries, *q;

	if ((f->flags & FRAME_RESPONSE) == 0 || (f->flags & FRAME_HEARTBEAT) != 0)
		return;
	while (*at != NULL && (*at)->id != f->id)
		at = &(*at)->next;
	q = *at;
	if (q == NULL)
		return;
	*at = q->next;
	finish(b, q, err_from_number(f->status), f->body);
}

void
inquiry_lost(struct box *b, const struct channel *from)
{
	struct inquiry **at = &b->inquiries, *lost = NULL, *q;

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
		finish(b, q, ERR_NOT_CONNECTED, (struct bytes){ 0 });
	}
}
