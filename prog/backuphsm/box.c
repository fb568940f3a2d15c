/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens the folder, the display and the control socket, starts the card, and
 * undoes all that in the opposite order. main.c calls it.
 */
#include "box.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "cable.h"
#include "control.h"
#include "display.h"
#include "paths.h"
#include "proc/boxfile.h"
#include "proc/socket.h"

#define STOP_MS 5000
#define LOG_LOOK_MS 60000

/* --- the card --- */

static void
frame(void *ctx, struct channel *ch, const struct frame *f,
    struct bytes encoded, int fd)
{
	struct box *b = ctx;

	file_close(&fd);
	inquiry_frame(&b->inquiries, f);
}

static void
closed(void *ctx, struct channel *ch, enum err why)
{
	struct box *b = ctx;

	if (ch == b->control)
		b->control = NULL;
	else
		b->own = NULL;
	inquiry_lost(&b->inquiries, ch);
	channel_free(ch);
}

static void
ended(void *ctx, int status)
{
	struct box *b = ctx;

	b->card = NULL;
	b->known = false;
	log_error("the card ended (%s %d)", WIFSIGNALED(status) ? "signal"
	    : "status", WIFSIGNALED(status) ? WTERMSIG(status)
	    : WEXITSTATUS(status));
	cable_unplug(b);
	display_draw(b);
}

static enum err
spawn_card(struct box *b, int channel)
{
	struct box_path state;
	char serial[24];
	const char *argv[] = { "card", "--state", box_path(b, &state, "card"),
		"--model", "BACKUP7", "--serial", serial, "--site-key",
		b->o.site_key, NULL };
	struct spawn s = { .program = "card", .argv = argv, .in = -1, .out = -1,
		.err = b->log_fd, .channel = channel, .new_session = true,
		.die_with_parent = true };

	snprintf(serial, sizeof(serial), "%llu", (unsigned long long)b->o.serial);
	return child_start(b->loop, &s, ended, b, &b->card);
}

static const struct channel_events events = { frame, closed };

static enum err
start_card(struct box *b)
{
	CLEARED_BY(file_close) int near = -1;
	CLEARED_BY(file_close) int far = -1;
	int ends[2];

	TRY(channel_pair(ends));
	near = ends[0];
	far = ends[1];
	TRY(spawn_card(b, far));
	return channel_open(b->loop, &near, &events, b, &b->control);
}

static enum err
open_own_link(struct box *b)
{
	CLEARED_BY(file_close) int near = -1;
	CLEARED_BY(file_close) int far = -1;
	struct msg_channel_attach_request attach = { ORIGIN_ADMIN };
	struct msg_link_open_request link = { .origin = ORIGIN_ADMIN,
		.name = bytes_of_text("box"), .peer = bytes_of_text("box") };
	int ends[2];

	TRY(channel_pair(ends));
	near = ends[0];
	far = ends[1];
	TRY(inquiry_send(&b->inquiries, (struct inquiry_to){ b->control, 0, far },
	    &wire_channel_attach_request, &attach, NULL, 0));
	TRY(channel_open(b->loop, &near, &events, b, &b->own));
	return inquiry_send(&b->inquiries,
	    (struct inquiry_to){ b->own, OWN_LINK, -1 },
	    &wire_link_open_request, &link, NULL, 0);
}

/* --- up and down --- */

static enum err
open_log(struct box *b)
{
	struct box_path path;
	enum err e;

	TRY(file_make_folder(b->o.dir));
	TRY(file_make_folder(box_path(b, &path, "log")));
	TRY(file_make_folder(box_path(b, &path, "card")));
	e = boxfile_lock(box_path(b, &path, "lock"), &b->lock_fd);
	if (e == ERR_BUSY)
		log_error("a Backup HSM is running on %s already", b->o.dir);
	TRY(e);
	return boxfile_open_log(box_path(b, &path, "log/messages"), &b->log_fd);
}

static void
look_after_log(void *ctx)
{
	struct box *b = ctx;
	struct box_path path;

	boxfile_cut_log(box_path(b, &path, "log/messages"));
}

enum err
box_open(struct box *b)
{
	struct timer *timer;

	b->lock_fd = b->log_fd = b->cable = b->listener = -1;
	b->inquiries.owner = b;
	b->drawn = buf_up_to(4096);
	TRY(loop_open(&b->loop));
	TRY(open_log(b));
	TRY(start_card(b));
	TRY(open_own_link(b));
	TRY(display_start(b));
	TRY(loop_after(b->loop, LOG_LOOK_MS, true, look_after_log, b, &timer));
	return control_open(b);
}

static void
drop_channel(struct box *b, struct channel **c)
{
	struct channel *gone = *c;

	*c = NULL;
	if (gone != NULL)
		inquiry_lost(&b->inquiries, gone);
	channel_free(gone);
}

void
box_close(struct box *b)
{
	struct box_path path;

	if (b->loop == NULL || b->lock_fd < 0)
		return;
	control_close(b);
	cable_unplug(b);
	drop_channel(b, &b->own);
	drop_channel(b, &b->control);
	child_stop(&b->card, STOP_MS);
	unlink(box_path(b, &path, "control.sock"));
	unlink(box_path(b, &path, "display"));
	buf_clear(&b->drawn);
	loop_free(b->loop);
	file_close(&b->log_fd);
	file_close(&b->lock_fd);
}
