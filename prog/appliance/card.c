/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Starts the card's process with the box's end of its channel, and opens the
 * link on which the box itself administers it.
 */
#include "card.h"

#include <stdio.h>
#include <sys/wait.h>

#include "base/file.h"
#include "base/log.h"
#include "control.h"
#include "device.h"
#include "paths.h"
#include "proc/socket.h"

#define STOP_MS 5000

static void
frame(void *ctx, struct channel *ch, const struct frame *f,
    struct bytes encoded, int fd)
{
	file_close(&fd);
	inquiry_frame(&((struct box *)ctx)->inquiries, f);
}

static void
closed(void *ctx, struct channel *ch, enum err why)
{
	struct box *b = ctx;

	b->card_control = NULL;
	inquiry_lost(&b->inquiries, ch);
	channel_free(ch);
}

static void
ended(void *ctx, int status)
{
	struct box *b = ctx;

	b->card = NULL;
	log_error("unable to communicate with the HSM: its card ended (%s %d)",
	    WIFSIGNALED(status) ? "signal" : "status",
	    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	device_detach_builtin(b);
}

static enum err
spawn_card(struct box *b, int channel)
{
	struct box_path state;
	char serial[24];
	const char *argv[] = { "card", "--state", box_path(b, &state, "card"),
		"--model", settings_personality(b)->model, "--serial", serial, "--site-key", b->o.site_key,
		NULL };
	struct spawn s = { .program = "card", .argv = argv, .in = -1, .out = -1,
		.err = b->log_fd, .channel = channel, .new_session = true,
		.die_with_parent = true };

	snprintf(serial, sizeof(serial), "%llu", (unsigned long long)b->o.serial);
	return child_start(b->loop, &s, ended, b, &b->card);
}

/* Makes the channel for shells, whose links have the origin ADMIN. */
static enum err
attach_admin(struct box *b)
{
	struct msg_channel_attach_request in = { ORIGIN_ADMIN };
	int ends[2];
	enum err e;

	TRY(channel_pair(ends));
	e = control_tell(b, b->card_control, ends[0], &wire_channel_attach_request,
	    &in);
	if (e == ERR_OK)
		e = device_attach(b, &ends[1], 0);
	file_close(&ends[0]);
	file_close(&ends[1]);
	return e;
}

enum err
card_start(struct box *b)
{
	static const struct channel_events events = { frame, closed };
	int ends[2];
	enum err e;

	TRY(channel_pair(ends));
	e = spawn_card(b, ends[1]);
	file_close(&ends[1]);
	if (e == ERR_OK)
		e = channel_open(b->loop, &ends[0], &events, b,
		    &b->card_control);
	file_close(&ends[0]);
	TRY(e);
	return attach_admin(b);
}

void
card_stop(struct box *b)
{
	struct channel *control = b->card_control;

	device_detach_builtin(b);
	b->card_control = NULL;
	if (control != NULL) {
		inquiry_lost(&b->inquiries, control);
		channel_free(control);
	}
	child_stop(&b->card, STOP_MS);
}
