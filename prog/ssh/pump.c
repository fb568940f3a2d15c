/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Carries bytes between a client's channel and a program. It never reads more
 * from the program than the client's window takes, nor from the channel before
 * the last bytes are written, so that a slow side slows the other down and
 * nothing piles up.
 */
#include "pump.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "gate.h"
#include "quota.h"

static void
close_in(struct session *s)
{
	if (!s->request.pty) /* with a terminal the end of input is a key */
		file_close(&s->in);
}

/* Takes bytes from the channel for the program; false: there are none. */
static bool
take_input(struct session *s)
{
	int n;

	if (s->len > 0)
		return false;
	n = ssh_channel_read_nonblocking(s->channel, s->typed, sizeof(s->typed), 0);
	if (n > 0) {
		s->at = 0;
		s->len = (size_t)n;
		s->connection->last_input = clock_ms();
		return true;
	}
	if (ssh_channel_is_eof(s->channel))
		close_in(s);
	return false;
}

static void
give_input(struct session *s)
{
	while (s->len > 0) {
		ssize_t n = -1;

		errno = EPIPE;
		if (s->in >= 0)
			n = write(s->in, s->typed + s->at, s->len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n < 0) { /* nobody reads any more */
			s->len = 0;
			break;
		}
		s->at += (size_t)n;
		s->len -= (size_t)n;
	}
	explicit_bzero(s->typed, sizeof(s->typed)); /* passwords are typed too */
}

/* Carries output to the client; false when no more will come. */
static bool
pass_output(struct session *s, int fd, bool is_error)
{
	uint8_t block[BLOCK];
	uint32_t window = ssh_channel_window_size(s->channel);
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
		ssh_channel_write_stderr(s->channel, block, (uint32_t)n);
	else
		ssh_channel_write(s->channel, block, (uint32_t)n);
	return true;
}

static void
end_output(struct session *s, int *fd)
{
	if (s->request.pty)
		s->in = -1; /* the same descriptor */
	file_close(fd);
}

static void
end(struct session *s)
{
	static const char words[] = QUOTA_WORDS "\n";

	if (read(s->end, &s->status, sizeof(s->status)) != sizeof(s->status))
		s->status = 255;
	if (s->status == STATUS_FULL) {
		ssh_channel_write_stderr(s->channel, words, sizeof(words) - 1);
		s->status = 1;
	}
	s->ended = true;
	file_close(&s->end);
}

void
pump_wait(const struct session *s, struct pollfd at[N_POLLED])
{
	bool runs = s->started;
	bool room = runs && ssh_channel_window_size(s->channel) > 0;

	at[AT_OUT] = (struct pollfd){ room ? s->out : -1, POLLIN, 0 };
	at[AT_ERR] = (struct pollfd){ room ? s->err : -1, POLLIN, 0 };
	at[AT_IN] = (struct pollfd){ runs && s->len > 0 ? s->in : -1, POLLOUT, 0 };
	at[AT_END] = (struct pollfd){ runs ? s->end : -1, POLLIN, 0 };
}

bool
pump_step(struct session *s, const struct pollfd at[N_POLLED])
{
	/* Take all of it: no event announces what the library holds already. */
	give_input(s);
	while (take_input(s))
		give_input(s);
	if (at[AT_OUT].revents && !pass_output(s, s->out, false))
		end_output(s, &s->out);
	if (at[AT_ERR].revents && !pass_output(s, s->err, true))
		end_output(s, &s->err);
	if (at[AT_END].revents)
		end(s);
	return !(s->ended && s->out < 0 && s->err < 0);
}

void
pump_end(struct session *s)
{
	if (s->request.pty)
		s->in = -1;
	file_close(&s->in);
	file_close(&s->out);
	file_close(&s->err);
	file_close(&s->end); /* the monitor stops what still runs */
	s->started = false;
	explicit_bzero(s->typed, sizeof(s->typed));
}
