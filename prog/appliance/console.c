/* SPDX-License-Identifier: Apache-2.0 */
/* Ends of a pair of pseudo-terminals: `line` (the socket in the wall) and
 * `shell` (what lunash sits on). Our end of each is the master. */
#include "console.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <termios.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "conn.h"

#define PATIENCE_MS 3000 /* then output nobody takes is dropped */
#define AGAIN_MS 1000
#define BLOCK 4096

/* Bytes from one end to the other: read only when the last ones are gone. */
struct way {
	int from, to;
	struct watch *in, *out;
	uint8_t bytes[BLOCK];
	size_t at, len;
};

struct console {
	struct box *box;
	int line, line_slave; /* the slave is kept open: no hang-up */
	int shell, shell_slave;
	struct way typed, shown;
	struct timer *patience, *again;
	struct child *lunash;
};

static enum err start_shell(struct console *c);

static void
way_watch(struct way *w)
{
	bool full = w->len > 0;

	/* A master is readable and writable on two watches of two duplicates. */
	IGNORE(watch_change(w->in, full ? 0 : EPOLLIN));
	IGNORE(watch_change(w->out, full ? EPOLLOUT : 0));
}

static void
way_write(struct way *w)
{
	while (w->len > 0) {
		ssize_t n = write(w->to, w->bytes + w->at, w->len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		w->at += (size_t)n;
		w->len -= (size_t)n;
	}
	if (w->len == 0)
		explicit_bzero(w->bytes, sizeof(w->bytes)); /* passwords */
	way_watch(w);
}

static void
way_ready(void *ctx, uint32_t events)
{
	struct way *w = ctx;
	ssize_t n;

	if (w->len > 0) {
		way_write(w);
		return;
	}
	n = read(w->from, w->bytes, sizeof(w->bytes));
	if (n <= 0)
		return;
	w->at = 0;
	w->len = (size_t)n;
	way_write(w);
}

static void
lose_patience(void *ctx)
{
	struct console *c = ctx;
	struct way *w = &c->shown;

	/* Nobody has read for a whole period: as on a line without a terminal,
	 * what was sent is lost. */
	if (w->len > 0 && w->at == 0) {
		w->len = 0;
		way_watch(w);
	}
	w->at = 0;
}

static enum err
way_open(struct loop *l, struct way *w, int from, int to)
{
	w->from = fcntl(from, F_DUPFD_CLOEXEC, 3);
	w->to = fcntl(to, F_DUPFD_CLOEXEC, 3);
	if (w->from < 0 || w->to < 0)
		return ERR_NO_MEMORY;
	TRY(loop_watch(l, w->from, EPOLLIN, way_ready, w, &w->in));
	return loop_watch(l, w->to, 0, way_ready, w, &w->out);
}

static void
way_close(struct way *w)
{
	if (w->in != NULL)
		watch_drop(w->in);
	if (w->out != NULL)
		watch_drop(w->out);
	file_close(&w->from);
	file_close(&w->to);
}

static void
start_again(void *ctx)
{
	struct console *c = ctx;
	enum err e;

	c->again = NULL;
	e = start_shell(c);
	if (e != ERR_OK)
		log_error("no shell on the console: %s", err_words(e));
}

static void
ended(void *ctx, int status)
{
	struct console *c = ctx;
	enum err e;

	c->lunash = NULL;
	e = loop_after(c->box->loop, AGAIN_MS, false, start_again, c, &c->again);
	if (e != ERR_OK)
		log_error("console: %s", err_words(e));
}

/* A channel on which nobody is logged in yet. */
static enum err
shell_channel(struct console *c, int *out)
{
	struct conn *conn;
	int ends[2];
	enum err e;

	TRY(channel_pair(ends));
	e = conn_open(c->box, CONN_SHELL, &ends[0], &conn);
	file_close(&ends[0]);
	if (e != ERR_OK) {
		file_close(&ends[1]);
		return e;
	}
	snprintf(conn->peer, sizeof(conn->peer), "Console");
	conn->local = true;
	*out = ends[1];
	return ERR_OK;
}

static enum err
start_shell(struct console *c)
{
	static const char *const argv[] = { "lunash", "--console", NULL };
	CLEARED_BY(file_close) int channel = -1;
	struct spawn s = { .program = "lunash", .argv = argv,
		.in = c->shell_slave, .out = c->shell_slave,
		.err = c->shell_slave, .new_session = true, .own_terminal = true,
		.die_with_parent = true };

	TRY(shell_channel(c, &channel));
	s.channel = channel;
	return child_start(c->box->loop, &s, ended, c, &c->lunash);
}

static enum err
open_pair(int *out_master, int *out_slave)
{
	struct winsize size = { 24, 80, 0, 0 };

	if (openpty(out_master, out_slave, NULL, NULL, &size) != 0)
		return ERR_FILE;
	fcntl(*out_master, F_SETFD, FD_CLOEXEC);
	fcntl(*out_slave, F_SETFD, FD_CLOEXEC);
	fcntl(*out_master, F_SETFL, O_RDWR | O_NONBLOCK);
	return ERR_OK;
}

/* The line passes bytes as they are; editing and echo belong to the shell's
 * terminal. */
static enum err
prepare_line(struct console *c)
{
	struct box_path link;
	struct termios raw;
	char name[64];

	if (tcgetattr(c->line_slave, &raw) != 0)
		return ERR_FILE;
	cfmakeraw(&raw);
	cfsetspeed(&raw, B115200);
	if (tcsetattr(c->line_slave, TCSANOW, &raw) != 0 ||
	    ttyname_r(c->line_slave, name, sizeof(name)) != 0)
		return ERR_FILE;
	box_path(c->box, &link, "console");
	unlink(link.s);
	return symlink(name, link.s) == 0 ? ERR_OK : file_errno(errno);
}

static enum err
start(struct console *c)
{
	struct loop *l = c->box->loop;

	TRY(open_pair(&c->line, &c->line_slave));
	TRY(open_pair(&c->shell, &c->shell_slave));
	TRY(prepare_line(c));
	TRY(way_open(l, &c->typed, c->line, c->shell));
	TRY(way_open(l, &c->shown, c->shell, c->line));
	TRY(loop_after(l, PATIENCE_MS, true, lose_patience, c, &c->patience));
	return start_shell(c);
}

enum err
console_open(struct box *b)
{
	struct console *c = mem_alloc(1, sizeof(*c));
	enum err e;

	if (c == NULL)
		return ERR_NO_MEMORY;
	*c = (struct console){ .box = b, .line = -1, .line_slave = -1,
		.shell = -1, .shell_slave = -1, .typed = { .from = -1, .to = -1 },
		.shown = { .from = -1, .to = -1 } };
	e = start(c);
	if (e != ERR_OK) {
		console_free(c);
		return e;
	}
	b->console = c;
	return ERR_OK;
}

void
console_free(struct console *c)
{
	struct box_path link;

	if (c == NULL)
		return;
	child_stop(&c->lunash, 500);
	if (c->patience != NULL)
		timer_drop(c->patience);
	if (c->again != NULL)
		timer_drop(c->again);
	way_close(&c->typed);
	way_close(&c->shown);
	unlink(box_path(c->box, &link, "console"));
	file_close(&c->line);
	file_close(&c->line_slave);
	file_close(&c->shell);
	file_close(&c->shell_slave);
	mem_free(c);
}
