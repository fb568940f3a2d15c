/* SPDX-License-Identifier: Apache-2.0 */
/* lunash with a channel that the box has bound to this user; or files. */
#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "gate.h"
#include "proc/spawn.h"

#define FILE_SIZE_MAX (64u * 1024u * 1024u)

/* The channel for a shell of this user, and the folder of its files. */
static enum err
open_shell(struct visit *v, int *out_fd, char *out_area, size_t size)
{
	CLEARED_BY(buf_clear) struct buf hold = { 0 };
	struct caller box = ask_caller(&v->box, 0);
	struct msg_shell_open_request in = { bytes_of_text(v->user),
		bytes_of_text(v->peer) };
	struct msg_shell_open_response out;

	TRY(call_shell_open(&box, &in, &out, &hold));
	TRY(text_copy(out_area, size, out.files));
	*out_fd = ask_take_fd(&v->box);
	return *out_fd >= 0 ? ERR_OK : ERR_MALFORMED;
}

static void
let_go(struct ask *a)
{
	ask_close(a);
}

/* File transfer is for who has a password of their own. */
static enum err
must_not_be_new(int *channel)
{
	CLEARED_BY(buf_clear) struct buf hold = { 0 };
	CLEARED_BY(let_go) struct ask shell = { .fd = -1 };
	struct msg_whoami_request in;
	struct msg_whoami_response out;
	struct caller box;

	ask_open(&shell, channel, 10000);
	box = ask_caller(&shell, 0);
	TRY(call_whoami(&box, &in, &out, &hold));
	return out.must_change ? ERR_PASSWORD_EXPIRED : ERR_OK;
}

void
visit_resize(struct visit *v)
{
	struct winsize size = { .ws_row = (unsigned short)v->rows,
		.ws_col = (unsigned short)v->columns };

	if (v->terminal >= 0)
		ioctl(v->terminal, TIOCSWINSZ, &size);
}

static enum err
start_on_pty(struct visit *v, struct spawn *s, struct work *out)
{
	CLEARED_BY(file_close) int slave = -1;
	int master = -1;
	enum err e;

	if (openpty(&master, &slave, NULL, NULL, NULL) != 0)
		return ERR_FILE;
	fcntl(master, F_SETFD, FD_CLOEXEC);
	fcntl(slave, F_SETFD, FD_CLOEXEC);
	fcntl(master, F_SETFL, O_RDWR | O_NONBLOCK);
	v->terminal = master;
	visit_resize(v);
	s->in = s->out = s->err = slave;
	s->own_terminal = true;
	e = spawn_start(s, &out->pid);
	if (e != ERR_OK) {
		v->terminal = -1;
		file_close(&master);
		return e;
	}
	out->in = out->out = master;
	return ERR_OK;
}

static enum err
start_on_pipes(struct spawn *s, struct work *out)
{
	int in[2] = { -1, -1 }, to[2] = { -1, -1 }, err[2] = { -1, -1 };
	enum err e = ERR_NO_MEMORY;

	if (pipe2(in, O_CLOEXEC) == 0 && pipe2(to, O_CLOEXEC) == 0 &&
	    pipe2(err, O_CLOEXEC) == 0) {
		s->in = in[0];
		s->out = to[1];
		s->err = err[1];
		e = spawn_start(s, &out->pid);
	}
	file_close(&in[0]);
	file_close(&to[1]);
	file_close(&err[1]);
	if (e != ERR_OK) {
		file_close(&in[1]);
		file_close(&to[0]);
		file_close(&err[0]);
		return e;
	}
	out->in = in[1];
	out->out = to[0];
	out->err = err[0];
	fcntl(out->in, F_SETFL, O_WRONLY | O_NONBLOCK);
	return ERR_OK;
}

static enum err
start_lunash(struct visit *v, int channel, struct work *out)
{
	const char *argv[] = { "lunash", NULL, NULL, NULL };
	struct spawn s = { .program = "lunash", .argv = argv,
		.channel = channel, .new_session = true, .die_with_parent = true };

	if (v->request == REQUEST_EXEC) {
		argv[1] = "--command";
		argv[2] = v->command;
	}
	if (v->pty)
		setenv("TERM", v->term, 1);
	return v->pty ? start_on_pty(v, &s, out) : start_on_pipes(&s, out);
}

static enum err
start_files(struct visit *v, const char *area, struct work *out,
    const char **out_why)
{
	static const struct rlimit size = { FILE_SIZE_MAX, FILE_SIZE_MAX };
	struct jail jail = { 0 };
	bool walls = jail_has_walls();
	struct spawn s = { .argv = jail.argv, .channel = -1,
		.new_session = true, .die_with_parent = true };

	*out_why = "file transfer needs user namespaces (for bubblewrap) or "
		   "Landlock, and this machine has neither";
	if (!walls)
		TRY(jail_enter(area));
	*out_why = "file transfer cannot be started";
	TRY(jail_command(v, area, walls, &jail));
	s.program = jail.argv[0];
	setrlimit(RLIMIT_FSIZE, &size);
	return start_on_pipes(&s, out);
}

static bool
is_for_files(const struct visit *v, const char *area)
{
	struct jail jail = { 0 };

	return jail_command(v, area, false, &jail) == ERR_OK;
}

enum err
work_start(struct visit *v, struct work *out, const char **out_why)
{
	CLEARED_BY(file_close) int channel = -1;
	char area[4096];

	*out_why = "the appliance does not open a shell";
	TRY(open_shell(v, &channel, area, sizeof(area)));
	*out_why = "the shell cannot be started";
	if (!is_for_files(v, area))
		return start_lunash(v, channel, out);
	*out_why = "the password must be changed before files can be moved: log "
		   "in with ssh first";
	TRY(must_not_be_new(&channel));
	return start_files(v, area, out, out_why);
}
