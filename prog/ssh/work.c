/* SPDX-License-Identifier: Apache-2.0 */
/* lunash with a channel that the box has bound to this user; or files. */
#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "gate.h"
#include "proc/spawn.h"

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
work_resize(const struct seat *s)
{
	struct winsize size = { .ws_row = (unsigned short)s->rows,
		.ws_col = (unsigned short)s->columns };

	if (s->pty && s->out >= 0)
		ioctl(s->out, TIOCSWINSZ, &size);
}

static enum err
start_on_pty(struct seat *s, struct spawn *how)
{
	CLEARED_BY(file_close) int slave = -1;
	int master = -1;
	enum err e;

	if (openpty(&master, &slave, NULL, NULL, NULL) != 0)
		return ERR_FILE;
	fcntl(master, F_SETFD, FD_CLOEXEC);
	fcntl(slave, F_SETFD, FD_CLOEXEC);
	fcntl(master, F_SETFL, O_RDWR | O_NONBLOCK);
	s->in = s->out = master;
	work_resize(s);
	how->in = how->out = how->err = slave;
	how->own_terminal = true;
	e = spawn_start(how, &s->pid);
	if (e != ERR_OK) {
		s->in = -1;
		file_close(&s->out);
	}
	return e;
}

static enum err
start_on_pipes(struct seat *s, struct spawn *how)
{
	int in[2] = { -1, -1 }, to[2] = { -1, -1 }, err[2] = { -1, -1 };
	enum err e = ERR_NO_MEMORY;

	if (pipe2(in, O_CLOEXEC) == 0 && pipe2(to, O_CLOEXEC) == 0 &&
	    pipe2(err, O_CLOEXEC) == 0) {
		how->in = in[0];
		how->out = to[1];
		how->err = err[1];
		e = spawn_start(how, &s->pid);
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
	s->in = in[1];
	s->out = to[0];
	s->err = err[0];
	fcntl(s->in, F_SETFL, O_WRONLY | O_NONBLOCK);
	return ERR_OK;
}

static enum err
start_lunash(struct seat *s, int channel)
{
	const char *argv[] = { "lunash", NULL };
	struct spawn how = { .program = "lunash", .argv = argv,
		.channel = channel, .new_session = true, .die_with_parent = true };
	enum err e;

	/* Not an argument: it may hold a password, and everybody on the machine
	 * may read the arguments of a program. */
	if (s->request == REQUEST_EXEC)
		setenv("LUNETTE_COMMAND", s->command, 1);
	setenv("TERM", s->pty ? s->term : "dumb", 1);
	e = s->pty ? start_on_pty(s, &how) : start_on_pipes(s, &how);
	unsetenv("LUNETTE_COMMAND"); /* the next seat is another one */
	return e;
}

static enum err
start_files(struct seat *s, const char *area)
{
	struct jail jail = { 0 };
	struct spawn how = { .program = "/proc/self/exe", .argv = jail.argv,
		.channel = -1, .new_session = true, .die_with_parent = true };

	TRY(jail_command(s, area, jail_has_walls(area), &jail));
	return start_on_pipes(s, &how);
}

static bool
is_for_files(const struct seat *s, const char *area)
{
	struct jail jail = { 0 };

	return jail_command(s, area, false, &jail) == ERR_OK;
}

static bool
is_scp(const struct seat *s)
{
	return s->request == REQUEST_EXEC && strncmp(s->command, "scp ", 4) == 0;
}

static enum err
start(struct seat *s, const char **out_why)
{
	CLEARED_BY(file_close) int channel = -1;
	char area[4096];

	*out_why = "the appliance does not open a shell";
	TRY(open_shell(s->v, &channel, area, sizeof(area)));
	if (!is_for_files(s, area) && is_scp(s)) {
		*out_why = "scp: single files only; the file area has no folders";
		return ERR_REFUSED;
	}
	*out_why = "the shell cannot be started";
	if (!is_for_files(s, area))
		return start_lunash(s, channel);
	*out_why = "the password must be changed before files can be moved: log "
		   "in with ssh first";
	TRY(must_not_be_new(&channel));
	*out_why = "file transfer cannot be started";
	return start_files(s, area);
}

enum err
work_start(struct seat *s, const char **out_why)
{
	TRY(start(s, out_why));
	s->pidfd = (int)syscall(SYS_pidfd_open, s->pid, 0);
	return ERR_OK;
}
