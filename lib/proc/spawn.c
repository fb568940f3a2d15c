/* SPDX-License-Identifier: Apache-2.0 */
/* Forks, arranges exactly the named descriptors, and executes. Between fork and
 * exec only async-signal-safe functions are called, because callers may have
 * threads. */
#include "proc/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"

#define ENV_MAX 64

extern char **environ;

/* Folders where our programs stand, from the folder of our own executable:
 * beside it; ../<name>/ (build tree); ../libexec/lunette (installed), and from
 * there ../../bin. */
static const char *const places[] = { "%s/%s", "%s/../%s/%s",
	"%s/../libexec/lunette/%s", "%s/../../bin/%s" };

enum err
spawn_find(const char *program, char *out, size_t size)
{
	char own[4096];
	ssize_t n = readlink("/proc/self/exe", own, sizeof(own) - 1);

	if (program[0] == '/') {
		snprintf(out, size, "%s", program);
		return access(out, X_OK) == 0 ? ERR_OK : ERR_NOT_FOUND;
	}
	if (n <= 0)
		return ERR_NOT_FOUND;
	own[n] = '\0';
	*strrchr(own, '/') = '\0';
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-extra-args"
		int len = snprintf(out, size, places[i], own, program, program);
#pragma GCC diagnostic pop

		if (len < (int)size && access(out, X_OK) == 0)
			return ERR_OK;
	}
	return ERR_NOT_FOUND;
}

/* The person who starts a lab may have its passwords in the environment
 * (`. DIR/env`); no gate may get them. */
static bool
env_is_kept(const char *entry)
{
	static const char *const kept[] = { "PATH=", "HOME=", "LANG=", "TERM=",
		"TZ=", "LUNETTE_COMMAND=", "ASAN_OPTIONS=", "UBSAN_OPTIONS=",
		"TSAN_OPTIONS=", "LSAN_OPTIONS=" };

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (strncmp(entry, kept[i], strlen(kept[i])) == 0)
			return true;
	return false;
}

static void
env_filter(const char **out)
{
	size_t n = 0;

	for (char **e = environ; *e != NULL && n < ENV_MAX - 1; e++)
		if (env_is_kept(*e))
			out[n++] = *e;
	out[n] = NULL;
}

/* In the child: descriptor `fd` becomes number `as`. No source is overwritten,
 * because all of them were moved above the targets before. */
static void
place_fd(int fd, int as)
{
	if (fd < 0 && as <= 2)
		fd = open("/dev/null", as == 0 ? O_RDONLY : O_WRONLY);
	if (fd >= 0 && dup2(fd, as) < 0)
		_exit(127);
}

static int
move_up(int fd)
{
	return fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 10);
}

static _Noreturn void
child(const struct spawn *s, const char *path, char *const *env, pid_t parent)
{
	int in = move_up(s->in), out = move_up(s->out), err = move_up(s->err);
	int channel = move_up(s->channel);
	sigset_t none;

	if (s->new_session)
		setsid();
	if (s->die_with_parent) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(127);
	}
	place_fd(in, 0);
	place_fd(out, 1);
	place_fd(err, 2);
	place_fd(channel, 3);
	if (s->own_terminal)
		ioctl(0, TIOCSCTTY, 0);
	close_range(s->channel >= 0 ? 4 : 3, ~0u, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	execve(path, (char *const *)s->argv, env);
	_exit(127);
}

enum err
spawn_start(const struct spawn *s, pid_t *out)
{
	const char *filtered[ENV_MAX];
	char path[4096];
	pid_t parent = getpid(), pid;

	TRY(spawn_find(s->program, path, sizeof(path)));
	env_filter(filtered);
	pid = fork();
	if (pid == 0)
		child(s, path, (char *const *)(s->env != NULL ? s->env : filtered), parent);
	if (pid < 0)
		return ERR_NO_MEMORY;
	*out = pid;
	return ERR_OK;
}

void
spawn_stop(pid_t pid, int ms)
{
	int64_t until = clock_ms() + ms;

	if (pid <= 0)
		return;
	kill(pid, SIGTERM);
	while (waitpid(pid, NULL, WNOHANG) == 0) {
		if (clock_ms() >= until) {
			kill(pid, SIGKILL);
			waitpid(pid, NULL, 0);
			return;
		}
		clock_sleep_ms(5);
	}
}
