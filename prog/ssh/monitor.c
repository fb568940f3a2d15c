/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each connection has a monitor, because the process that reads what strangers
 * send may do next to nothing else: the monitor speaks to the box and starts
 * programs. It never reads a byte of the network, and starts only what the box
 * permits to a user who has shown a password or a key.
 */
#include "monitor.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "connection.h"
#include "gate.h"
#include "proc/socket.h"
#include "proc/spawn.h"
#include "quota.h"
#include "request.h"
#include "work.h"

#define BOX_MS 30000
#define STOP_MS 2000
#define LOOK_MS 50 /* how often, while files come in */

enum { AT_CONNECTION, AT_BOX, AT_PROGRAMS, N_EACH = 2 };

/* Holds a password back for as long as the appliance says. The wait is here
 * and not in the connection, which is not to be believed. */
static enum err
wait_before_password(struct monitor *m, const struct request *r)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct caller box = ask_caller(&m->box, 0);
	struct msg_auth_delay_request in = { bytes_of_text(r->user), bytes_of_text(m->peer) };
	struct pollfd gone = { m->connection, POLLRDHUP, 0 };
	struct msg_auth_delay_response out;

	TRY(call_auth_delay(&box, &in, &out, &reply));
	return poll(&gone, 1, (int)out.wait_ms) == 0 ? ERR_OK : ERR_CLOSED;
}

static enum err
try_password(struct monitor *m, const struct request *r)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct caller box = ask_caller(&m->box, 0);
	struct msg_auth_password_request in = { bytes_of_text(r->user),
		bytes_of(r->credential, r->credential_len), bytes_of_text(m->peer) };
	struct msg_auth_password_response out;

	TRY(wait_before_password(m, r));
	return call_auth_password(&box, &in, &out, &reply);
}

static enum err
try_key(struct monitor *m, const struct request *r)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct caller box = ask_caller(&m->box, 0);
	struct msg_auth_key_request in = { .user = bytes_of_text(r->user),
		.key = bytes_of(r->credential, r->credential_len),
		.peer = bytes_of_text(m->peer) };
	struct msg_auth_key_response out;

	return call_auth_key(&box, &in, &out, &reply);
}

/* Notes the user whose credential the box accepts. The last credential counts,
 * so a wrong one logs the user out. */
static enum err
prove(struct monitor *m, const struct request *r)
{
	m->user[0] = '\0';
	TRY(r->kind == REQUEST_PASSWORD ? try_password(m, r) : try_key(m, r));
	return text_copy(m->user, sizeof(m->user), bytes_of_text(r->user));
}

static struct program *
free_place(struct monitor *m)
{
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		if (m->programs[i].pid == 0)
			return &m->programs[i];
	return NULL;
}

static void
forget(struct program *g)
{
	file_close(&g->pidfd);
	file_close(&g->end);
	*g = (struct program){ .pidfd = -1, .end = -1 };
}

static enum err
watch(struct program *g, pid_t pid, const char filling[4096], int *out_far)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return ERR_FILE;
	*g = (struct program){ pid, (int)syscall(SYS_pidfd_open, pid, 0), ends[0] };
	memcpy(g->filling, filling, sizeof(g->filling));
	*out_far = ends[1];
	return ERR_OK;
}

/* On success a->fds are the connection's descriptors; our copies are closed
 * once it has them. */
static enum err
start(struct monitor *m, const struct session_request *r, struct answer *a)
{
	struct program *g = free_place(m);
	struct pipes pipes = { -1, -1, -1 };
	const char *why = "this session cannot be had";
	pid_t pid = 0;
	enum err e = ERR_REFUSED;
	int far = -1;

	if (g != NULL && m->user[0] != '\0')
		e = work_start(m, r, &pid, &pipes, &why);
	if (e == ERR_OK) {
		e = watch(g, pid, m->filling, &far);
		if (e != ERR_OK)
			spawn_stop(pid, STOP_MS);
	}
	snprintf(a->why, sizeof(a->why), "%s", why);
	if (e != ERR_OK) {
		work_close(&pipes);
		return e;
	}
	a->fds[a->n_fds++] = far;
	a->fds[a->n_fds++] = pipes.in;
	if (pipes.out != pipes.in) {
		a->fds[a->n_fds++] = pipes.out;
		a->fds[a->n_fds++] = pipes.err;
	}
	return ERR_OK;
}

/* False: the connection is gone, or its packet is none that our program sends. */
static bool
serve(struct monitor *m)
{
	struct answer a = { 0 };
	struct request r;
	enum err sent;

	if (request_take(m->connection, &r) != ERR_OK)
		return false;
	switch (r.kind) {
	case REQUEST_PASSWORD:
	case REQUEST_KEY: a.status = prove(m, &r); break;
	case REQUEST_START: a.status = start(m, &r.session, &a); break;
	default: return false;
	}
	explicit_bzero(&r, sizeof(r));
	sent = request_answer(m->connection, &a);
	while (a.n_fds > 0)
		file_close(&a.fds[--a.n_fds]);
	return sent == ERR_OK;
}

/* Tells the connection how the program has ended; stops the program when the
 * connection closes its end. */
static void
look_after(struct program *g, const struct pollfd at[N_EACH])
{
	int status;

	if (at[0].revents != 0 && waitpid(g->pid, &status, WNOHANG) == g->pid) {
		status = WIFEXITED(status) ? WEXITSTATUS(status) : 255;
		(void)send(g->end, &status, sizeof(status), MSG_NOSIGNAL);
		forget(g);
	} else if (at[1].revents != 0) {
		spawn_stop(g->pid, STOP_MS);
		forget(g);
	} else if (g->filling[0] != '\0' && quota_is_used_up(g->filling)) {
		status = STATUS_FULL;
		spawn_stop(g->pid, STOP_MS);
		(void)send(g->end, &status, sizeof(status), MSG_NOSIGNAL);
		forget(g);
	}
}

static bool
turn(struct monitor *m)
{
	struct pollfd at[AT_PROGRAMS + SESSIONS_MAX * N_EACH];
	int wait_ms = -1;

	at[AT_CONNECTION] = (struct pollfd){ m->connection, POLLIN, 0 };
	at[AT_BOX] = (struct pollfd){ m->box.fd, POLLRDHUP, 0 };
	for (size_t i = 0; i < SESSIONS_MAX; i++) {
		const struct program *g = &m->programs[i];
		struct pollfd *here = at + AT_PROGRAMS + i * N_EACH;

		here[0] = (struct pollfd){ g->pidfd, POLLIN, 0 };
		here[1] = (struct pollfd){ g->end, POLLRDHUP, 0 };
		if (g->filling[0] != '\0')
			wait_ms = LOOK_MS;
	}
	if (poll(at, sizeof(at) / sizeof(at[0]), wait_ms) < 0)
		return errno == EINTR;
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		if (m->programs[i].pid > 0)
			look_after(&m->programs[i], at + AT_PROGRAMS + i * N_EACH);
	if (at[AT_BOX].revents != 0) /* the appliance is gone */
		return false;
	return at[AT_CONNECTION].revents == 0 || serve(m);
}

static void
live(struct monitor *m)
{
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		forget(&m->programs[i]);
	while (turn(m))
		;
	for (size_t i = 0; i < SESSIONS_MAX; i++) {
		spawn_stop(m->programs[i].pid, STOP_MS);
		forget(&m->programs[i]);
	}
}

static pid_t
start_connection(struct connection *c, ssh_bind bind, int fd, const int ends[2])
{
	pid_t parent = getpid(), pid = fork();

	if (pid != 0)
		return pid;
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)prctl(PR_SET_NAME, "ssh-connection");
	if (getppid() != parent)
		_exit(1);
	close(ends[0]);
	c->monitor = ends[1];
	_exit(connection_run(c, bind, fd));
}

int
monitor_run(const struct gate_options *o, ssh_bind bind, int fd, const char *peer,
    volatile uint8_t *stage)
{
	static struct connection c;
	static struct monitor m;
	int ends[2], box = -1;
	enum err e;

	c.stage = stage;
	snprintf(c.peer, sizeof(c.peer), "%s", peer);
	m.options = o;
	m.peer = c.peer;
	/* A socket of packets: no request is ever half there. */
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0 ||
	    start_connection(&c, bind, fd, ends) < 0)
		return 1;
	close(ends[1]);
	close(fd);
	m.connection = ends[0];
	e = channel_connect(o->box, &box);
	if (e != ERR_OK) {
		log_error("%s: the appliance: %s", peer, err_words(e));
		return 1;
	}
	ask_open(&m.box, &box, BOX_MS);
	live(&m);
	file_close(&m.connection);
	ask_close(&m.box);
	return 0;
}
