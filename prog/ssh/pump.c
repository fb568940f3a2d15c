/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes between the client's channel and a program. Never reads more from the
 * program than the client's window takes, nor from the channel before the last
 * bytes are written: each side's slowness holds up the other.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "gate.h"
#include "proc/spawn.h"

#define BLOCK 16384
#define IDLE_MS (30 * 60 * 1000)
#define STOP_MS 2000

struct pump {
	struct visit *v;
	struct work *w;
	uint8_t typed[BLOCK]; /* from the client, for the program */
	size_t at, len;
	int64_t last_input;
	int pidfd; /* readable when the program has ended */
	bool ended;
	int status;
};

static bool
client_is_there(const struct pump *p)
{
	return ssh_is_connected(p->v->session) &&
	    ssh_channel_is_open(p->v->channel);
}

static void
close_in(struct pump *p)
{
	if (p->v->pty) /* its end of input is typed */
		return;
	file_close(&p->w->in);
}

/* Takes from the channel what the program can have; false: nothing. */
static bool
take_input(struct pump *p)
{
	int n;

	if (p->len > 0)
		return false;
	n = ssh_channel_read_nonblocking(p->v->channel, p->typed,
	    sizeof(p->typed), 0);
	if (n > 0) {
		p->at = 0;
		p->len = (size_t)n;
		p->last_input = clock_ms();
		return true;
	}
	if (ssh_channel_is_eof(p->v->channel))
		close_in(p);
	return false;
}

static void
give_input(struct pump *p)
{
	while (p->len > 0) {
		ssize_t n = -1;

		errno = EPIPE;
		if (p->w->in >= 0)
			n = write(p->w->in, p->typed + p->at, p->len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n < 0) { /* nobody reads any more */
			p->len = 0;
			break;
		}
		p->at += (size_t)n;
		p->len -= (size_t)n;
	}
	explicit_bzero(p->typed, sizeof(p->typed)); /* passwords are typed too */
}

/* From the program to the client; false when there is nothing more to come. */
static bool
pass_output(struct pump *p, int fd, bool is_error)
{
	uint8_t block[BLOCK];
	uint32_t window = ssh_channel_window_size(p->v->channel);
	size_t room = window < sizeof(block) ? window : sizeof(block);
	ssize_t n;

	if (room == 0)
		return true;
	n = read(fd, block, room);
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return true;
	if (n <= 0)
		return false;
	if (is_error)
		ssh_channel_write_stderr(p->v->channel, block, (uint32_t)n);
	else
		ssh_channel_write(p->v->channel, block, (uint32_t)n);
	return true;
}

enum { AT_SSH, AT_BOX, AT_OUT, AT_ERR, AT_IN, AT_END, N_POLLED };

static void
choose(const struct pump *p, struct pollfd at[N_POLLED])
{
	bool room = ssh_channel_window_size(p->v->channel) > 0;
	int flags = ssh_get_poll_flags(p->v->session);

	at[AT_SSH] = (struct pollfd){ ssh_get_fd(p->v->session),
		(short)(POLLIN | (flags & SSH_WRITE_PENDING ? POLLOUT : 0)), 0 };
	at[AT_BOX] = (struct pollfd){ p->v->box.fd, POLLRDHUP, 0 };
	at[AT_OUT] = (struct pollfd){ room ? p->w->out : -1, POLLIN, 0 };
	at[AT_ERR] = (struct pollfd){ room ? p->w->err : -1, POLLIN, 0 };
	at[AT_IN] = (struct pollfd){ p->len > 0 ? p->w->in : -1, POLLOUT, 0 };
	at[AT_END] = (struct pollfd){ p->ended ? -1 : p->pidfd, POLLIN, 0 };
}

static void
reap(struct pump *p)
{
	int status;

	if (p->ended || waitpid(p->w->pid, &status, WNOHANG) != p->w->pid)
		return;
	p->ended = true;
	p->status = WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static void
end_output(struct pump *p, int *fd)
{
	if (fd == &p->w->out && p->v->pty)
		p->w->in = -1; /* the same descriptor */
	if (*fd == p->v->terminal)
		p->v->terminal = -1;
	file_close(fd);
}

/* One round; false when everything is over. */
static bool
turn(struct pump *p)
{
	struct pollfd at[N_POLLED];

	choose(p, at);
	if (poll(at, N_POLLED, 1000) < 0 && errno != EINTR)
		return false;
	if (at[AT_BOX].revents & (POLLRDHUP | POLLHUP | POLLERR))
		return false;
	if (ssh_event_dopoll(p->v->event, 0) == SSH_ERROR || !client_is_there(p))
		return false;
	/* All of it: what the library holds already makes no event. */
	give_input(p);
	while (take_input(p))
		give_input(p);
	if (at[AT_OUT].revents && !pass_output(p, p->w->out, false))
		end_output(p, &p->w->out);
	if (at[AT_ERR].revents && !pass_output(p, p->w->err, true))
		end_output(p, &p->w->err);
	reap(p);
	if (clock_ms() - p->last_input > IDLE_MS) {
		log_info("%s: idle for too long", p->v->peer);
		return false;
	}
	return !(p->ended && p->w->out < 0 && p->w->err < 0);
}

int
pump_run(struct visit *v, struct work *w)
{
	struct pump p = { .v = v, .w = w, .last_input = clock_ms(),
		.pidfd = (int)syscall(SYS_pidfd_open, w->pid, 0),
		.status = 255 };

	while (turn(&p))
		;
	if (v->pty)
		w->in = -1;
	v->terminal = -1;
	file_close(&w->in);
	file_close(&w->out);
	file_close(&w->err);
	file_close(&p.pidfd);
	if (!p.ended)
		spawn_stop(w->pid, STOP_MS);
	return p.status;
}
