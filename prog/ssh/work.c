/* SPDX-License-Identifier: Apache-2.0 */
/* Starts a lunash, with a channel that the box has bound to this user, or a
 * program for file transfer. */
#include "work.h"

#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "gate.h"
#include "proc/spawn.h"
#include "quota.h"
#include "spec/typed.h"
#include "transfer.h"

/* Asks the box for the channel of this user's shell and for the file area. */
static enum err
open_shell(struct monitor *m, int *out_fd, char *out_area, size_t size)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct caller box = ask_caller(&m->box, 0);
	struct msg_shell_open_request in = { bytes_of_text(m->user),
		bytes_of_text(m->peer) };
	struct msg_shell_open_response out;

	TRY(call_shell_open(&box, &in, &out, &reply));
	TRY(text_copy(out_area, size, out.files));
	*out_fd = ask_take_fd(&m->box);
	return *out_fd >= 0 ? ERR_OK : ERR_MALFORMED;
}

/* A user who still has to change the password may not transfer files. */
static enum err
must_not_be_new(int *channel)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	CLEARED_BY(ask_close) struct ask shell = { .fd = -1, .received_fd = -1 };
	struct msg_whoami_request in;
	struct msg_whoami_response out;
	struct caller box;

	ask_open(&shell, channel, 10000);
	box = ask_caller(&shell, 0);
	TRY(call_whoami(&box, &in, &out, &reply));
	return out.must_change ? ERR_PASSWORD_EXPIRED : ERR_OK;
}

void
work_resize(int terminal, const struct session_request *r)
{
	struct winsize size = { .ws_row = (unsigned short)r->rows,
		.ws_col = (unsigned short)r->columns };

	(void)ioctl(terminal, TIOCSWINSZ, &size);
}

void
work_close(struct pipes *p)
{
	if (p->in == p->out)
		p->in = -1;
	file_close(&p->in);
	file_close(&p->out);
	file_close(&p->err);
}

static enum err
start_on_pty(const struct session_request *r, struct spawn *how, pid_t *out_pid,
    struct pipes *out)
{
	CLEARED_BY(file_close) int slave = -1;
	CLEARED_BY(file_close) int master = -1;

	if (openpty(&master, &slave, NULL, NULL, NULL) != 0)
		return ERR_FILE;
	fcntl(master, F_SETFD, FD_CLOEXEC);
	fcntl(slave, F_SETFD, FD_CLOEXEC);
	fcntl(master, F_SETFL, O_RDWR | O_NONBLOCK);
	work_resize(master, r);
	how->in = how->out = how->err = slave;
	how->own_terminal = true;
	TRY(spawn_start(how, out_pid));
	out->in = out->out = master;
	master = -1;
	return ERR_OK;
}

static enum err
start_on_pipes(struct spawn *how, pid_t *out_pid, struct pipes *out)
{
	int in[2] = { -1, -1 }, to[2] = { -1, -1 }, err[2] = { -1, -1 };
	enum err e = ERR_NO_MEMORY;

	if (pipe2(in, O_CLOEXEC) == 0 && pipe2(to, O_CLOEXEC) == 0 &&
	    pipe2(err, O_CLOEXEC) == 0) {
		how->in = in[0];
		how->out = to[1];
		how->err = err[1];
		e = spawn_start(how, out_pid);
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
	*out = (struct pipes){ in[1], to[0], err[0] };
	fcntl(out->in, F_SETFL, O_WRONLY | O_NONBLOCK);
	return ERR_OK;
}

static const char *
terminal_name(const struct session_request *r)
{
	return text_only(bytes_of_text(r->term), TYPED_LETTERS "-+.") ? r->term : "vt100";
}

static enum err
start_lunash(const struct session_request *r, int channel, pid_t *out_pid, struct pipes *out)
{
	const char *argv[] = { "lunash", NULL };
	struct spawn how = { .program = "lunash", .argv = argv,
		.channel = channel, .new_session = true, .die_with_parent = true };
	enum err e;

	/* The command goes into the environment, because it may hold a password
	 * and everybody on the machine may read a program's arguments. */
	if (r->kind == SESSION_EXEC)
		setenv("LUNETTE_COMMAND", r->command, 1);
	setenv("TERM", r->pty ? terminal_name(r) : "dumb", 1);
	e = r->pty ? start_on_pty(r, &how, out_pid, out)
		   : start_on_pipes(&how, out_pid, out);
	unsetenv("LUNETTE_COMMAND"); /* the next session must not inherit it */
	return e;
}

/* Files can still be copied out of a full area. */
static enum err
start_files(struct monitor *m, const struct session_request *r, const char *area,
    pid_t *out_pid, struct pipes *out, const char **out_why)
{
	bool full = quota_is_used_up(area);
	struct transfer transfer = { 0 };
	struct spawn how = { .program = "/proc/self/exe", .argv = transfer.argv,
		.channel = -1, .new_session = true, .die_with_parent = true };

	if (full)
		*out_why = QUOTA_WORDS;
	TRY(transfer_command(m->options, r, area, transfer_has_bubblewrap(area), full, &transfer));
	TRY(start_on_pipes(&how, out_pid, out));
	if (full)
		return ERR_OK;
	*out_why = "";
	return text_copy(m->filling, sizeof(m->filling), bytes_of_text(area));
}

static bool
is_for_files(const struct session_request *r, const char *area)
{
	struct transfer transfer = { 0 };

	return transfer_command(NULL, r, area, false, false, &transfer) == ERR_OK;
}

static bool
is_scp(const struct session_request *r)
{
	return r->kind == SESSION_EXEC && strncmp(r->command, "scp ", 4) == 0;
}

enum err
work_start(struct monitor *m, const struct session_request *r, pid_t *out_pid,
    struct pipes *out, const char **out_why)
{
	CLEARED_BY(file_close) int channel = -1;
	char area[4096];

	m->filling[0] = '\0';
	*out_why = "the appliance does not open a shell";
	TRY(open_shell(m, &channel, area, sizeof(area)));
	if (!is_for_files(r, area) && is_scp(r)) {
		*out_why = "scp: single files only; the file area has no folders";
		return ERR_REFUSED;
	}
	if (!is_for_files(r, area)) {
		*out_why = "the shell cannot be started";
		TRY(start_lunash(r, channel, out_pid, out));
		*out_why = "";
		return ERR_OK;
	}
	*out_why = "the password must be changed before files can be moved: log "
		   "in with ssh first";
	TRY(must_not_be_new(&channel));
	*out_why = "file transfer cannot be started";
	return start_files(m, r, area, out_pid, out, out_why);
}
