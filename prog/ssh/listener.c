/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accepts every connection at once and lets it wait (waiting.h). When its client
 * has sent its first bytes and the limits of strangers allow it (places.h), it
 * gets a monitor. So a crowd of strangers can neither keep an administrator out
 * nor keep the box busy with passwords.
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
#include "places.h"
#include "waiting.h"

#define BACKLOG 1024
#define ACCEPTED_MAX 64 /* in one round */
#define START_MS 20     /* between two processes: at most 50 a second */
#define ROUND_MS 5      /* the least between two rounds */
#define IDLE_MS 1000
#define REPORT_MS 60000

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
		is_v4 ? sizeof(v4) : sizeof(v6)) != 0 || listen(fd, BACKLOG) != 0) {
		log_error("%s port %u: %m", o->address, o->port);
		return ERR_FILE;
	}
	*out = fd;
	fd = -1;
	return ERR_OK;
}

/* "address/port", as a Luna's logs name a peer. */
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

/* --- those who wait --- */

struct listener {
	const struct gate_options *o;
	ssh_bind bind;
	int fd;
	pid_t maker; /* of the RSA host key */
	struct places places;
	struct waiting waiting;
	int64_t next_start, next_report;
	unsigned n_told; /* how many had to leave a place */
};

static void
accept_all(struct listener *l)
{
	for (int i = 0; i < ACCEPTED_MAX; i++) {
		struct sockaddr_storage from = { 0 };
		socklen_t size = sizeof(from);
		int fd = accept4(l->fd, (struct sockaddr *)&from, &size, SOCK_CLOEXEC);
		struct arrival c = { .source = source_of(&from), .since = clock_ms() };

		if (fd < 0)
			return;
		name_peer(&from, c.peer, sizeof(c.peer));
		waiting_add(&l->waiting, &fd, &c);
	}
}

/* Of those who may have a process, one whose source has the fewest strangers;
 * of these the latest, for in a crowd the others have waited in vain. */
static bool
choose(const struct listener *l, int64_t now, size_t *out)
{
	bool silent_too = places_strangers(&l->places, NULL) < SOURCE_STRANGERS_MAX / 2;
	size_t fewest = SIZE_MAX;

	for (size_t i = l->waiting.n; i-- > 0;) {
		const struct arrival *c = &l->waiting.list[i];
		size_t n;

		if (!waiting_is_ready(c, now, silent_too))
			continue;
		n = places_strangers(&l->places, &c->source);
		if (n >= fewest)
			continue;
		fewest = n;
		*out = i;
	}
	return fewest != SIZE_MAX;
}

/* --- those who have a process --- */

static void
start(struct listener *l, struct place *p, struct arrival c)
{
	size_t i = (size_t)(p - l->places.list);

	l->places.stages[i] = STAGE_CONNECTED;
	*p = (struct place){ fork(), clock_ms(), c.source, false };
	if (p->pid == 0) {
		signal(SIGTERM, SIG_DFL);
		signal(SIGCHLD, SIG_DFL);
		close(l->fd);
		waiting_clear(&l->waiting); /* they are the listener's */
		watch_peer(c.fd);
		_exit(monitor_run(l->o, l->bind, c.fd, c.peer, &l->places.stages[i]));
	}
	if (p->pid < 0)
		p->pid = 0;
	file_close(&c.fd);
}

static void
send_away(struct listener *l, struct place *p)
{
	kill(p->pid, SIGTERM);
	p->leaves = true;
	l->n_told++;
}

/* At most one process, so that a crowd cannot make us busy with starting them. */
static void
serve_one(struct listener *l)
{
	struct place *p, *leaver;
	int64_t now = clock_ms();
	const struct source *from;
	size_t i;

	if (now < l->next_start || !choose(l, now, &i))
		return;
	from = &l->waiting.list[i].source;
	p = places_find(&l->places, from, now, &leaver);
	if (p == NULL && leaver != NULL) {
		send_away(l, leaver);
		p = places_find(&l->places, from, now, &leaver);
	}
	if (p == NULL)
		return;
	l->next_start = now + START_MS;
	start(l, p, waiting_take(&l->waiting, i));
}

static void
reap(struct listener *l)
{
	pid_t pid;

	while ((pid = waitpid(-1, NULL, WNOHANG)) > 0) {
		for (size_t i = 0; i < PLACES_MAX; i++)
			if (l->places.list[i].pid == pid)
				l->places.list[i].pid = 0;
		if (pid != l->maker)
			continue;
		l->maker = 0;
		if (hostkey_load_made(l->o->keys, l->bind) != ERR_OK)
			log_error("no RSA host key in %s", l->o->keys);
	}
}

/* One line a minute: a crowd must not fill the log. */
static void
report(struct listener *l)
{
	unsigned n = l->waiting.dropped + l->n_told;

	if (n == 0 || clock_ms() < l->next_report)
		return;
	log_warn("too many connections that do not log in: %u were closed for later ones", n);
	l->waiting.dropped = l->n_told = 0;
	l->next_report = clock_ms() + REPORT_MS;
}

static void
turn(struct listener *l)
{
	struct pollfd at[WAITING_MAX + 1];
	size_t n = l->waiting.n;

	at[n] = (struct pollfd){ l->fd, POLLIN, 0 };
	waiting_prepare(&l->waiting, at);
	if (poll(at, n + 1, n > 0 ? START_MS : IDLE_MS) > 0) {
		waiting_update(&l->waiting, at);
		if (at[n].revents != 0)
			accept_all(l);
	}
	waiting_expire(&l->waiting, clock_ms());
	reap(l);
	serve_one(l);
	report(l);
}

void
listener_run(const struct gate_options *o, ssh_bind bind, int fd,
    pid_t maker)
{
	static const struct sigaction on_stop = { .sa_handler = stop };
	static const struct sigaction on_wake = { .sa_handler = wake };
	static struct listener l;

	l.o = o;
	l.bind = bind;
	l.fd = fd;
	l.maker = maker;
	l.places.stages = mmap(NULL, PLACES_MAX, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	must(l.places.stages != MAP_FAILED);
	sigaction(SIGTERM, &on_stop, NULL);
	sigaction(SIGCHLD, &on_wake, NULL);
	while (!stopping) {
		turn(&l);
		clock_sleep_ms(ROUND_MS);
	}
	waiting_clear(&l.waiting);
}
