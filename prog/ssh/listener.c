/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where connections arrive. Each gets a process of its own. Who has not logged
 * in yet has one of few places: while all are taken others wait, and whoever
 * has been silent for ten seconds gives way. So a crowd of strangers cannot
 * keep an administrator out, nor the box busy with passwords.
 */
#include "listener.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "gate.h"
#include "hostkey.h"
#include "monitor.h"

#define CONNECTIONS_MAX 64
#define STRANGERS_MAX 16
#define STRANGER_MS 10000
#define PAUSE_MS 20 /* between two connections: at most 50 a second */

static volatile sig_atomic_t stopping;

static void
stop(int signal_number)
{
	stopping = 1;
}

static void
wake(int signal_number)
{
}

enum err
listener_open(const struct gate_options *o, int *out)
{
	CLEARED_BY(file_close) int fd = -1;
	struct sockaddr_in v4 = { .sin_family = AF_INET,
		.sin_port = htons(o->port) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6,
		.sin6_port = htons(o->port) };
	bool is_v4 = inet_pton(AF_INET, o->address, &v4.sin_addr) == 1;
	int on = 1;

	if (!is_v4 && inet_pton(AF_INET6, o->address, &v6.sin6_addr) != 1)
		return ERR_ARGUMENT;
	fd = socket(is_v4 ? AF_INET : AF_INET6,
	    SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
	    bind(fd, is_v4 ? (void *)&v4 : (void *)&v6,
		is_v4 ? sizeof(v4) : sizeof(v6)) != 0 || listen(fd, 64) != 0) {
		log_error("%s port %u: %m", o->address, o->port);
		return ERR_FILE;
	}
	*out = fd;
	fd = -1;
	return ERR_OK;
}

/* "address/port", as the logs of a Luna have it. */
static void
name_peer(const struct sockaddr_storage *from, char *out, size_t size)
{
	const struct sockaddr_in *v4 = (const void *)from;
	const struct sockaddr_in6 *v6 = (const void *)from;
	bool is_v4 = from->ss_family == AF_INET;
	char text[INET6_ADDRSTRLEN] = "?";

	inet_ntop(from->ss_family, is_v4 ? (const void *)&v4->sin_addr
	    : (const void *)&v6->sin6_addr, text, sizeof(text));
	snprintf(out, size, "%s/%u", text,
	    ntohs(is_v4 ? v4->sin_port : v6->sin6_port));
}

/* A peer that is unreachable for 15 seconds is gone. */
static void
watch_peer(int fd)
{
	int on = 1, idle = 5, interval = 5, count = 2;

	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof(count));
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

/* --- the places --- */

struct place {
	pid_t pid; /* 0: free */
	int64_t since;
};

struct listener {
	const struct gate_options *o;
	ssh_bind bind;
	int fd;
	pid_t maker; /* of the RSA host key */
	struct place places[CONNECTIONS_MAX];
	bool *known; /* shared with the connections: has logged in */
};

/* How many have not logged in, and which of them came first. */
static size_t
count_strangers(struct listener *l, struct place **out_first)
{
	size_t n = 0;

	*out_first = NULL;
	for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
		struct place *p = &l->places[i];

		if (p->pid == 0 || l->known[i])
			continue;
		n++;
		if (*out_first == NULL || p->since < (*out_first)->since)
			*out_first = p;
	}
	return n;
}

static bool
may_take(struct listener *l)
{
	struct place *first;

	if (count_strangers(l, &first) < STRANGERS_MAX)
		return true;
	if (clock_ms() - first->since > STRANGER_MS) {
		log_warn("too many connections that do not log in");
		kill(first->pid, SIGTERM);
		first->since = clock_ms(); /* its place is free when it is reaped */
	}
	return false;
}

static struct place *
free_place(struct listener *l)
{
	for (size_t i = 0; i < CONNECTIONS_MAX; i++)
		if (l->places[i].pid == 0)
			return &l->places[i];
	return NULL;
}

static void
serve(struct listener *l)
{
	struct sockaddr_storage from = { 0 };
	socklen_t size = sizeof(from);
	int fd = accept4(l->fd, (struct sockaddr *)&from, &size, SOCK_CLOEXEC);
	struct place *p = free_place(l);
	char peer[80];

	if (fd < 0)
		return;
	name_peer(&from, peer, sizeof(peer));
	if (p == NULL) {
		log_warn("%s: too many connections", peer);
		close(fd);
		return;
	}
	l->known[p - l->places] = false;
	*p = (struct place){ fork(), clock_ms() };
	if (p->pid == 0) {
		signal(SIGTERM, SIG_DFL);
		signal(SIGCHLD, SIG_DFL);
		close(l->fd);
		watch_peer(fd);
		_exit(monitor_run(l->o, l->bind, fd, peer,
		    &l->known[p - l->places]));
	}
	if (p->pid < 0)
		p->pid = 0;
	close(fd);
	clock_sleep_ms(PAUSE_MS);
}

static void
reap(struct listener *l)
{
	pid_t pid;

	while ((pid = waitpid(-1, NULL, WNOHANG)) > 0) {
		for (size_t i = 0; i < CONNECTIONS_MAX; i++)
			if (l->places[i].pid == pid)
				l->places[i].pid = 0;
		if (pid != l->maker)
			continue;
		l->maker = 0;
		if (hostkey_load_made(l->o->keys, l->bind) != ERR_OK)
			log_error("no RSA host key in %s", l->o->keys);
	}
}

void
listener_run(const struct gate_options *o, ssh_bind bind, int fd,
    pid_t maker)
{
	static const struct sigaction on_stop = { .sa_handler = stop };
	static const struct sigaction on_wake = { .sa_handler = wake };
	struct listener l = { o, bind, fd, maker };
	struct pollfd at = { fd, POLLIN, 0 };

	l.known = mmap(NULL, CONNECTIONS_MAX * sizeof(bool), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	must(l.known != MAP_FAILED);
	sigaction(SIGTERM, &on_stop, NULL);
	sigaction(SIGCHLD, &on_wake, NULL);
	while (!stopping) {
		if (!may_take(&l))
			clock_sleep_ms(PAUSE_MS);
		else if (poll(&at, 1, 1000) > 0)
			serve(&l);
		reap(&l);
	}
}
