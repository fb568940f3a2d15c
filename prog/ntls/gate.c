/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Serves the channel of the box: makes a lane of each channel to the card that
 * arrives, and builds up the table of clients, which takes effect as a whole.
 */
#include "gate.h"

#include <sys/resource.h>

#include "base/file.h"
#include "base/log.h"
#include "lane.h"
#include "wire/call.h"

#define FEWEST_FILES 256u /* used if the system names no limit */
#define OWN_FILES 24u     /* beside those of lanes and clients */

static enum err
on_channel_attach(struct gate *g, int *fd)
{
	enum err e;

	if (*fd < 0 || g->n_lanes == MAX_LANES)
		return ERR_REFUSED;
	g->n_lanes++; /* before lane_start: the lane asks for its share */
	e = lane_start(g, fd, &g->lanes[g->n_lanes - 1]);
	if (e != ERR_OK) { /* the process ends; the box starts another */
		g->n_lanes--;
		g->failed = e;
		loop_stop(g->loop);
	}
	return e;
}

static enum err
on_clients_begin(struct gate *g)
{
	clients_unref(g->building);
	g->building = clients_make();
	return g->building != NULL ? ERR_OK : ERR_NO_MEMORY;
}

static enum err
on_clients_add(struct gate *g, struct bytes body)
{
	struct msg_clients_add_request in;

	if (g->building == NULL)
		return ERR_REFUSED;
	TRY(wire_decode(&wire_clients_add_request, body, &in));
	return clients_add(g->building, in.entry);
}

/* Answers a commit when every lane has told the card of the new rights, before
 * any later request: a client that lost a right has lost it when the box hears
 * the answer. */
static enum err
on_clients_commit(struct gate *g)
{
	if (g->building == NULL)
		return ERR_REFUSED;
	log_info("client table: %zu registered", g->building->n);
	registry_replace(&g->registry, &g->building, g->n_lanes);
	for (size_t i = 0; i < g->n_lanes; i++)
		lane_recheck(g->lanes[i]);
	return registry_wait(&g->registry);
}

static enum err
on_ntls_status(struct gate *g, struct buf *reply)
{
	struct msg_ntls_status_response out = {
		.n_links = atomic_load(&g->n_links),
		.accepted = atomic_load(&g->accepted),
		.refused = atomic_load(&g->refused),
	};

	if (g->n_lanes == 0) /* no lane could listen: the port is in use */
		return ERR_NOT_CONNECTED;
	return wire_encode(&wire_ntls_status_response, &out, reply);
}

static enum err
dispatch(struct gate *g, const struct frame *f, int *fd, struct buf *reply)
{
	switch (f->op) {
	case OP_channel_attach_request:
		return on_channel_attach(g, fd);
	case OP_clients_begin_request:
		return on_clients_begin(g);
	case OP_clients_add_request:
		return on_clients_add(g, f->body);
	case OP_clients_commit_request:
		return on_clients_commit(g);
	case OP_ntls_status_request:
		return on_ntls_status(g, reply);
	default:
		return ERR_NOT_SUPPORTED;
	}
}

static void
on_frame(void *ctx, struct channel *c, const struct frame *f, struct bytes encoded,
    int fd)
{
	struct gate *g = ctx;
	CLEARED_BY(buf_clear) struct buf reply = buf_up_to(LIMIT_FRAME_BODY);
	CLEARED_BY(file_close) int given = fd;
	struct frame answer = { .op = f->op, .flags = FRAME_RESPONSE, .id = f->id };

	if (f->flags & FRAME_RESPONSE)
		return;
	answer.status = dispatch(g, f, &given, &reply);
	if (answer.status == ERR_OK)
		answer.body = buf_bytes(&reply);
	else
		log_warn("box call 0x%04x refused: %s", f->op,
		    err_words((enum err)answer.status));
	IGNORE(channel_send(c, &answer));
}

static void
on_closed(void *ctx, struct channel *c, enum err why)
{
	struct gate *g = ctx;

	channel_free(c);
	g->box = NULL;
	loop_stop(g->loop);
}

void
gate_raise_limits(struct gate *g)
{
	struct rlimit files = { .rlim_cur = FEWEST_FILES }, raised;

	(void)getrlimit(RLIMIT_NOFILE, &files);
	raised = (struct rlimit){ files.rlim_max, files.rlim_max };
	if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
		files = raised;
	else
		log_warn("the limit of descriptors stays: %m");
	g->n_files = files.rlim_cur > OWN_FILES ? files.rlim_cur - OWN_FILES : 0;
}

enum err
gate_run(struct gate *g, int box_fd)
{
	static const struct channel_events events = { on_frame, on_closed };

	TRY(registry_open(&g->registry));
	TRY(channel_open(g->loop, &box_fd, &events, g, &g->box));
	TRY(loop_run(g->loop));
	return g->failed;
}
