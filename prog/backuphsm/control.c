/* SPDX-License-Identifier: Apache-2.0 */
/* Serves what a person does to the device with hands, as requests of
 * spec/box_calls.def on control.sock. A call without a handler does not link. */
#include "control.h"

#include <sys/epoll.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "cable.h"
#include "display.h"
#include "paths.h"
#include "proc/socket.h"

#define CONTROLS_MAX 16

struct control {
	struct box *box;
	struct channel *channel;
	struct control *next;
};

/* --- handlers --- */

static enum err
control_cable_plug(struct box *b, const struct msg_cable_plug_request *in,
    struct msg_cable_plug_response *out)
{
	return cable_plug(b, in->socket);
}

static enum err
control_cable_unplug(struct box *b, const struct msg_cable_unplug_request *in,
    struct msg_cable_unplug_response *out)
{
	if (b->cable < 0)
		return ERR_NOT_FOUND;
	cable_unplug(b);
	return ERR_OK;
}

static enum err
control_display(struct box *b, const struct msg_display_request *in,
    struct msg_display_response *out)
{
	out->state = bytes_of_text(display_state(b));
	out->cable = bytes_of_text(b->plugged_into);
	return ERR_OK;
}

/* --- dispatch --- */

#define BOX_APPLIANCE(name)
#define BOX_NTLS(name)
#define BOX_BACKUP(name)                                                    \
	static enum err run_##name(struct box *b, const void *in, void *out) \
	{                                                                   \
		return control_##name(b, in, out);                          \
	}
#define BOX_CALL(name, server, ...) BOX_##server(name)
#include "spec/box_calls.def"
#undef BOX_BACKUP
#define BOX_BACKUP(name) \
	{ &wire_##name##_request, &wire_##name##_response, run_##name },

static const struct {
	const struct message *request, *response;
	enum err (*run)(struct box *b, const void *in, void *out);
} rows[] = {
#include "spec/box_calls.def"
};

union any_message {
	struct msg_cable_plug_request plug;
	struct msg_display_response display;
	uint64_t words[32];
};

static enum err
answer(struct box *b, const struct frame *f, struct buf *body)
{
	union any_message in = { 0 }, out = { 0 };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].request->op != f->op)
			continue;
		must(rows[i].request->size <= sizeof(in) &&
		    rows[i].response->size <= sizeof(out));
		TRY(wire_decode(rows[i].request, f->body, &in));
		TRY(rows[i].run(b, &in, &out));
		return wire_encode(rows[i].response, &out, body);
	}
	return ERR_NOT_SUPPORTED;
}

static void
drop(struct control *v)
{
	struct control **at = &v->box->controls;

	while (*at != v)
		at = &(*at)->next;
	*at = v->next;
	channel_free(v->channel);
	mem_free(v);
}

static void
frame(void *ctx, struct channel *ch, const struct frame *f,
    struct bytes encoded, int fd)
{
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(LIMIT_FRAME_BODY);
	struct control *v = ctx;
	struct frame out = { .op = f->op, .flags = FRAME_RESPONSE,
		.link = f->link, .id = f->id };

	file_close(&fd);
	if ((f->flags & FRAME_RESPONSE) != 0)
		return;
	out.status = answer(v->box, f, &body);
	if (out.status == ERR_OK)
		out.body = buf_bytes(&body);
	else
		log_warn("request 0x%04x: %s", f->op, err_words(out.status));
	IGNORE(channel_send(ch, &out));
}

static void
closed(void *ctx, struct channel *ch, enum err why)
{
	if (why != ERR_CLOSED)
		log_warn("control connection closed: %s", err_words(why));
	drop(ctx);
}

static void
somebody_comes(void *ctx, uint32_t events)
{
	static const struct channel_events channel_events = { frame, closed };
	CLEARED_BY(file_close) int fd = -1;
	struct box *b = ctx;
	struct control *v;
	size_t n = 0;

	if (channel_accept(b->listener, &fd) != ERR_OK)
		return;
	for (v = b->controls; v != NULL; v = v->next)
		n++;
	v = n < CONTROLS_MAX ? mem_alloc(1, sizeof(*v)) : NULL;
	if (v == NULL)
		return;
	v->box = b;
	if (channel_open(b->loop, &fd, &channel_events, v, &v->channel) != ERR_OK) {
		mem_free(v);
		return;
	}
	v->next = b->controls;
	b->controls = v;
}

enum err
control_open(struct box *b)
{
	struct box_path path;

	TRY(channel_listen(box_path(b, &path, "control.sock"), 0600,
	    &b->listener));
	return loop_watch(b->loop, b->listener, EPOLLIN, somebody_comes, b,
	    &b->listener_watch);
}

void
control_close(struct box *b)
{
	while (b->controls != NULL)
		drop(b->controls);
	watch_drop(b->listener_watch);
	file_close(&b->listener);
}
