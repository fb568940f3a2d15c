/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lunette console NAME: this terminal becomes the serial terminal of an
 * appliance. Ctrl-] leaves and hangs up, which ends the session there. When
 * standard input is no terminal, bytes are passed until the input ends, and then
 * until nothing has come back for three seconds.
 */
#include "console.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>

#include "base/file.h"
#include "device.h"
#include "lab.h"

#define LEAVE 0x1d /* Ctrl-] */
#define LINGER_MS 3000

static struct termios before;

static bool
make_raw(void)
{
	struct termios raw;

	if (tcgetattr(STDIN_FILENO, &before) != 0)
		return false;
	raw = before;
	cfmakeraw(&raw);
	return tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
}

/* Passes on what one side has sent; false at its end. */
static bool
pass(int from, int to, bool leave_key)
{
	uint8_t block[4096];
	ssize_t n = read(from, block, sizeof(block));
	uint8_t *leave;

	if (n < 0)
		return errno == EINTR || errno == EAGAIN;
	leave = leave_key && n > 0 ? memchr(block, LEAVE, (size_t)n) : NULL;
	if (leave != NULL)
		n = leave - block;
	if (file_write_fd(to, bytes_of(block, (size_t)n)) != ERR_OK)
		return false;
	return n > 0 && leave == NULL;
}

static void
connect_both(int line, bool terminal)
{
	struct pollfd p[2] = { { STDIN_FILENO, POLLIN, 0 }, { line, POLLIN, 0 } };
	int wait = -1;

	while (poll(p, 2, wait) > 0) {
		if ((p[1].revents & (POLLIN | POLLHUP)) != 0 &&
		    !pass(line, STDOUT_FILENO, false))
			return;
		if ((p[0].revents & (POLLIN | POLLHUP)) != 0 &&
		    !pass(STDIN_FILENO, line, terminal)) {
			if (terminal)
				return;
			p[0].fd = -1;
			wait = LINGER_MS;
		}
	}
}

static enum err
open_line(struct lab *l, const char *name, int *out)
{
	struct lab_path path;
	struct device *d;
	struct termios raw;

	TRY(lab_device(l, name, &d));
	if (!d->is_hsm)
		return lab_fail(ERR_ARGUMENT, "%s has no serial console", name);
	if (device_pid(l, d) == 0)
		return lab_fail(ERR_NOT_CONNECTED, "%s is switched off", name);
	*out = open(lab_path(l, &path, "%s/console", d->name),
	    O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (*out < 0)
		return lab_fail(ERR_FILE, "%s: %m", path.s);
	if (flock(*out, LOCK_EX | LOCK_NB) != 0) /* the lock that picocom uses too */
		return lab_fail(ERR_BUSY, "somebody sits at the console of %s already",
		    name);
	if (tcgetattr(*out, &raw) == 0) { /* as every terminal program does */
		cfmakeraw(&raw);
		tcsetattr(*out, TCSANOW, &raw);
	}
	return ERR_OK;
}

int
cmd_console(int argc, char **argv)
{
	CLEARED_BY(file_close) int line = -1;
	struct lab l;
	bool terminal;
	enum err e = lab_begin(&argc, argv, &l);

	if (e == ERR_OK && argc != 1)
		e = lab_fail(ERR_ARGUMENT, "usage: lunette console HSM");
	if (e == ERR_OK)
		e = open_line(&l, argv[0], &line);
	if (e != ERR_OK)
		return 1;
	terminal = isatty(STDIN_FILENO);
	if (terminal)
		fprintf(stderr, "Serial console of %s. Ctrl-] leaves (and hangs up).\n",
		    argv[0]);
	terminal = terminal && make_raw();
	connect_both(line, terminal);
	if (terminal) {
		tcsetattr(STDIN_FILENO, TCSANOW, &before);
		fputc('\n', stderr);
	}
	return 0;
}
