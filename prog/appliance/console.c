/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Carries bytes between two pairs of pseudo-terminals: `line` is the one that
 * people open, `shell` is the one that lunash runs on. Our end of each is the
 * master.
 *
 * Whoever opens the line gets a login prompt. Closing the line hangs up: the
 * shell ends and nobody is logged in. We learn of both by inotify, because a poll
 * cannot tell a line that stayed open from one that was closed and opened again
 * at once.
 */
#include "console.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <termios.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "conn.h"
#include "paths.h"
#include "proc/socket.h"

#define PATIENCE_MS 3000 /* after this, output that nobody reads is dropped */
#define AGAIN_MS 1000
#define BLOCK 4096

/* One direction. It reads only after the last bytes were written. */
struct way {
	struct console *console;
	int from, to;
	struct watch *in, *out;
	uint8_t bytes[BLOCK];
	size_t at, len;
};

struct console {
	struct box *box;
	int line;
	char line_name[64];
	int shell, shell_slave; /* kept open, because lunash comes and goes */
	struct termios fresh;   /* settings of each new shell */
	struct way typed, shown;
	int news; /* inotify: the line was opened or closed */
	struct watch *news_watch;
	bool is_in_use;
	struct timer *patience, *again;
	struct child *lunash;
};

static enum err start_shell(struct console *c);
static void hang_up(struct console *c);
static bool hears_of_closing(const struct console *c);

static void
way_watch(struct way *w)
{
	bool full = w->len > 0;

	/* Each master is watched twice, through two duplicates of its descriptor: one
	 * watch for reading and one for writing. */
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
		explicit_bzero(w->bytes, sizeof(w->bytes)); /* they may be passwords */
	way_watch(w);
}

static void
way_ready(void *ctx, uint32_t events)
{
	struct way *w = ctx;
	ssize_t n;

	if ((events & EPOLLHUP) || hears_of_closing(w->console)) {
		hang_up(w->console);
		return;
	}
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

	/* Nobody has read for a whole period. As on a line without a terminal, what
	 * was sent is lost. */
	if (w->len > 0 && w->at == 0) {
		w->len = 0;
		way_watch(w);
	}
	w->at = 0;
}

static enum err
way_open(struct console *c, struct way *w, int from, int to)
{
	struct loop *l = c->box->loop;

	w->console = c;
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
	watch_drop(w->in);
	watch_drop(w->out);
	file_close(&w->from);
	file_close(&w->to);
	explicit_bzero(w->bytes, sizeof(w->bytes));
	*w = (struct way){ .from = -1, .to = -1 };
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

/* Makes the channel of a shell on which nobody is logged in yet. */
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

	if (tcsetattr(c->shell_slave, TCSANOW, &c->fresh) != 0)
		return ERR_FILE;
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

/* Prepares the line for the next person. The line passes bytes as they are;
 * editing and echo belong to the shell's terminal. Output that nobody read is
 * dropped, but input stays, because the next person may have typed it already. */
static enum err
line_reset(struct console *c)
{
	CLEARED_BY(file_close) int slave =
	    open(c->line_name, O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct termios raw;

	if (slave < 0 || tcgetattr(slave, &raw) != 0)
		return ERR_FILE;
	cfmakeraw(&raw);
	cfsetspeed(&raw, B115200);
	(void)tcflush(c->line, TCOFLUSH);
	(void)tcflush(slave, TCIFLUSH);
	return tcsetattr(slave, TCSANOW, &raw) == 0 ? ERR_OK : ERR_FILE;
}

/* --- coming and going --- */

static bool
is_somebody_there(const struct console *c)
{
	struct pollfd p = { c->line, 0, 0 };

	return poll(&p, 1, 0) == 0 || (p.revents & POLLHUP) == 0;
}

static enum err
welcome(struct console *c)
{
	/* Drops what the last shell wrote: first what is still on its way, then what
	 * has arrived at the master. */
	(void)tcflush(c->shell_slave, TCIOFLUSH);
	(void)tcflush(c->shell, TCIFLUSH);
	TRY(way_open(c, &c->typed, c->line, c->shell));
	TRY(way_open(c, &c->shown, c->shell, c->line));
	return start_shell(c);
}

static void
come(struct console *c)
{
	enum err e;

	if (c->is_in_use || !is_somebody_there(c))
		return;
	c->is_in_use = true;
	e = welcome(c);
	if (e != ERR_OK)
		log_error("no shell on the console: %s", err_words(e));
}

/* Called before any byte is passed on, because the byte may come from the next
 * person. */
static bool
hears_of_closing(const struct console *c)
{
	char block[sizeof(struct inotify_event) * 16];
	bool is_closed = false;
	ssize_t n;

	while ((n = read(c->news, block, sizeof(block))) > 0)
		for (ssize_t at = 0; at < n; at += (ssize_t)sizeof(struct inotify_event)) {
			struct inotify_event e; /* no name follows: the watched path is a file */

			memcpy(&e, block + at, sizeof(e));
			is_closed |= (e.mask & ~(uint32_t)IN_OPEN) != 0;
		}
	return is_closed;
}

static void
news_ready(void *ctx, uint32_t events)
{
	struct console *c = ctx;

	if (hears_of_closing(c))
		hang_up(c);
	else
		come(c);
}

/* Starts with a new inotify descriptor, so that only events from here on
 * count. */
static enum err
wait_for_somebody(struct console *c)
{
	c->news = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (c->news < 0 ||
	    inotify_add_watch(c->news, c->line_name, IN_OPEN | IN_CLOSE) < 0)
		return ERR_FILE;
	TRY(loop_watch(c->box->loop, c->news, EPOLLIN, news_ready, c,
	    &c->news_watch));
	come(c);
	return ERR_OK;
}

static void
leave(struct console *c)
{
	child_stop(&c->lunash, 500);
	timer_drop(c->again);
	c->again = NULL;
	way_close(&c->typed);
	way_close(&c->shown);
	watch_drop(c->news_watch);
	c->news_watch = NULL;
	file_close(&c->news);
	c->is_in_use = false;
}

static enum err
prepare_line(struct console *c)
{
	CLEARED_BY(file_close) int slave = -1;
	struct box_path link;

	TRY(open_pair(&c->line, &slave));
	if (ttyname_r(slave, c->line_name, sizeof(c->line_name)) != 0)
		return ERR_FILE;
	box_path(c->box, &link, "console");
	unlink(link.s);
	return symlink(c->line_name, link.s) == 0 ? ERR_OK : file_errno(errno);
}

/* A program that takes the line exclusively (screen) leaves it in that state.
 * Only root can open it again; without root we make another line. */
static void
hang_up(struct console *c)
{
	enum err e;

	leave(c);
	e = line_reset(c);
	if (e != ERR_OK) {
		file_close(&c->line);
		e = prepare_line(c);
		if (e == ERR_OK)
			e = line_reset(c);
	}
	if (e == ERR_OK)
		e = wait_for_somebody(c);
	if (e != ERR_OK)
		log_error("the console is out of order: %s", err_words(e));
}

static enum err
start(struct console *c)
{
	TRY(prepare_line(c));
	TRY(open_pair(&c->shell, &c->shell_slave));
	if (tcgetattr(c->shell_slave, &c->fresh) != 0)
		return ERR_FILE;
	c->fresh.c_lflag &= ~(tcflag_t)ECHO; /* a password may be typed ahead */
	TRY(loop_after(c->box->loop, PATIENCE_MS, true, lose_patience, c,
	    &c->patience));
	hang_up(c);
	return ERR_OK;
}

enum err
console_open(struct box *b)
{
	struct console *c = mem_alloc(1, sizeof(*c));
	enum err e;

	if (c == NULL)
		return ERR_NO_MEMORY;
	*c = (struct console){ .box = b, .line = -1, .news = -1, .shell = -1,
		.shell_slave = -1, .typed = { .from = -1, .to = -1 },
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
	leave(c);
	timer_drop(c->patience);
	unlink(box_path(c->box, &link, "console"));
	file_close(&c->line);
	file_close(&c->shell);
	file_close(&c->shell_slave);
	mem_free(c);
}
