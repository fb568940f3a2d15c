/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connects to an appliance. All steps share one deadline. The appliance judges
 * our certificate after our side of the handshake is done, so a refusal shows
 * only with the first message.
 */
#include "client/dial.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "tls/problem.h"
#include "tls/tls.h"

/* --- TCP --- */

/* Small requests are sent at once, and a peer that is gone is noticed within a
 * minute even while no call is made. */
static void
set_options(int fd, bool keep_alive)
{
	int on = 1, idle = 20, interval = 10, probes = 3, lost_ms = 60000;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &lost_ms, sizeof(lost_ms));
	if (!keep_alive)
		return;
	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof(probes));
}

static enum err
connect_address(const struct addrinfo *a, int64_t deadline, int *out)
{
	CLEARED_BY(file_close) int fd = socket(a->ai_family,
	    SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int problem = 0;
	socklen_t size = sizeof(problem);

	if (fd < 0)
		return ERR_NOT_CONNECTED;
	if (connect(fd, a->ai_addr, a->ai_addrlen) != 0) {
		if (errno != EINPROGRESS)
			return ERR_NOT_CONNECTED;
		TRY(transport_wait(fd, POLLOUT, deadline));
		if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &problem, &size) != 0 ||
		    problem != 0)
			return ERR_NOT_CONNECTED;
	}
	*out = fd;
	fd = -1;
	return ERR_OK;
}

static void
free_addresses(struct addrinfo **a)
{
	if (*a != NULL)
		freeaddrinfo(*a);
}

static enum err
connect_server(const struct server_name *s, int64_t deadline, int *out)
{
	CLEARED_BY(free_addresses) struct addrinfo *list = NULL;
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICSERV };
	enum err e = ERR_NOT_CONNECTED;
	char port[8];

	snprintf(port, sizeof(port), "%u", s->port);
	if (getaddrinfo(s->host, port, &hints, &list) != 0)
		return ERR_NOT_CONNECTED;
	for (struct addrinfo *a = list; a != NULL && e != ERR_OK; a = a->ai_next)
		e = connect_address(a, deadline, out);
	return e;
}

/* --- TLS --- */

struct secured {
	struct tls *tls;
	int fd;
};

static enum err
secured_read(void *ctx, struct buf *in)
{
	struct secured *s = ctx;

	return tls_read(s->tls, in);
}

static enum err
secured_write(void *ctx, struct bytes out, size_t *sent)
{
	struct secured *s = ctx;

	return tls_write(s->tls, out, sent);
}

static bool
secured_has_pending(void *ctx)
{
	struct secured *s = ctx;

	return tls_has_pending(s->tls);
}

/* Shuts the socket down, because closing is not enough: a child may have a copy
 * of the descriptor. */
static void
secured_end(void *ctx)
{
	struct secured *s = ctx;

	tls_end(s->tls);
	shutdown(s->fd, SHUT_RDWR);
	close(s->fd);
	mem_free(s);
}

static void
secured_free(struct secured **s)
{
	if (*s != NULL)
		secured_end(*s);
}

static enum err
shake_hands(struct secured *s, int64_t deadline)
{
	for (;;) {
		enum err e = tls_handshake(s->tls);

		if (e != ERR_AGAIN)
			return e;
		TRY(transport_wait(s->fd,
		    tls_wants_write(s->tls) ? POLLOUT : POLLIN, deadline));
	}
}

/* The certificates of all servers are in one file; beside it each has a file of
 * its own, as `vtl addServer` leaves it. */
static enum err
check_server(const struct dialer *d, const struct tls *t)
{
	const char *all = d->settings->authorities, *slash = strrchr(all, '/');
	const char *host = d->server->host;
	char own[PATH_MAX + sizeof(d->server->host) + 16];

	snprintf(own, sizeof(own), "%.*s%sCert.pem",
	    slash != NULL ? (int)(slash - all) + 1 : 0, all, host);
	return tls_check_server(t, host, own);
}

static enum err
open_secured(struct dialer *d, int *fd, int64_t deadline, struct transport *out)
{
	CLEARED_BY(secured_free) struct secured *s = mem_alloc(1, sizeof(*s));

	if (s == NULL)
		return ERR_NO_MEMORY;
	s->fd = *fd;
	*fd = -1;
	TRY(tls_open(d->config, s->fd, &s->tls));
	TRY(shake_hands(s, deadline));
	TRY(check_server(d, s->tls));
	*out = (struct transport){
		.fd = s->fd,
		.read = secured_read,
		.write = secured_write,
		.has_pending = secured_has_pending,
		.end = secured_end,
		.ctx = s,
	};
	s = NULL;
	return ERR_OK;
}

/* --- the first message --- */

static enum err
greet(struct connection *c, struct greeting *out)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct caller caller = connection_caller(c);
	struct msg_hello_response answer;
	struct msg_hello_request in = { .version = PROTOCOL_VERSION };

	TRY(call_hello(&caller, &in, &answer, &reply));
	if (answer.version != PROTOCOL_VERSION)
		return ERR_VERSION;
	TRY(text_copy(out->model, sizeof(out->model), answer.model));
	return text_copy(out->firmware, sizeof(out->firmware), answer.firmware);
}

static enum err
try_dial(struct dialer *d, struct connection **out, struct greeting *out_greeting)
{
	CLEARED_BY(connection_unref) struct connection *c = NULL;
	CLEARED_BY(file_close) int fd = -1;
	int64_t deadline = clock_ms() + d->settings->connect_ms;
	struct transport t;

	if (d->config == NULL)
		TRY(tls_client_open(d->settings->certificate, d->settings->key,
		    d->settings->authorities, &d->config));
	TRY(connect_server(d->server, deadline, &fd));
	set_options(fd, d->settings->keep_alive);
	TRY(open_secured(d, &fd, deadline, &t));
	TRY(connection_open(&t, d->settings->connect_ms, &c));
	TRY(greet(c, out_greeting));
	connection_set_timeout(c, d->settings->receive_ms);
	*out = c;
	c = NULL;
	return ERR_OK;
}

enum err
dial(struct dialer *d, struct connection **out, struct greeting *out_greeting)
{
	enum err e = try_dial(d, out, out_greeting);

	/* The certificates may be replaced, so they are read again next time. */
	if (e != ERR_OK)
		dialer_clear(d);
	return e;
}

const char *
dial_words(enum err e)
{
	switch (e) {
	case ERR_CLIENT_UNKNOWN:
		return "this client's certificate is not registered there "
		       "('client register' in LunaSH)";
	case ERR_REFUSED:
		return "no partition is assigned to this client "
		       "('client assignPartition' in LunaSH)";
	case ERR_CERTIFICATE:
	case ERR_FILE:
		return tls_problem();
	case ERR_NOT_CONNECTED:
	case ERR_TIMEOUT:
		return "the appliance cannot be reached";
	default:
		return err_words(e);
	}
}

void
dialer_clear(struct dialer *d)
{
	tls_config_free(d->config);
	d->config = NULL;
}
