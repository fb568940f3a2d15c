/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Starts the ssh gate's process, and starts it again after a pause when it ends
 * by itself.
 */
#include "ssh.h"

#include <stdio.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/log.h"
#include "paths.h"

#define STOP_MS 2000

static void
start_again(void *ctx)
{
	struct box *b = ctx;

	if (b->ssh == NULL && !b->stopping && b->ssh_restart.wanted)
		IGNORE(ssh_start(b));
}

static void
ended(void *ctx, int status)
{
	struct box *b = ctx;
	struct timer *timer;

	b->ssh = NULL;
	log_error("the ssh gate ended by itself (%s %d)",
	    WIFSIGNALED(status) ? "signal" : "status",
	    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	IGNORE(loop_after(b->loop, child_restart_ms(&b->ssh_restart), false,
	    start_again, b, &timer));
}

enum err
ssh_start(struct box *b)
{
	struct box_path socket, keys;
	char port[8];
	const char *argv[] = { "ssh", "--address", b->o.address, "--port", port,
		"--keys", box_path(b, &keys, "box/ssh"), "--box",
		box_path(b, &socket, "ssh.sock"), NULL };
	struct spawn s = { .program = "ssh", .argv = argv, .in = -1, .out = -1,
		.err = b->log_fd, .channel = -1, .new_session = true,
		.die_with_parent = true };
	enum err e;

	if (b->ssh != NULL)
		return ERR_OK;
	snprintf(port, sizeof(port), "%u", b->settings.ssh_port);
	b->ssh_restart.started = clock_ms();
	b->ssh_restart.wanted = true;
	e = child_start(b->loop, &s, ended, b, &b->ssh);
	if (e != ERR_OK)
		log_error("ssh does not start: %s", err_words(e));
	return e;
}

void
ssh_stop(struct box *b)
{
	b->ssh_restart.wanted = false;
	child_stop(&b->ssh, STOP_MS);
}
