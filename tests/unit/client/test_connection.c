/* SPDX-License-Identifier: Apache-2.0 */
/* One connection, many threads, and a peer that answers out of order, is slow,
 * dies or talks rubbish. */
#include "../test.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "client/connection.h"
#include "wire/frame.h"

enum manner { ECHOES, BACKWARDS, MUTE, BEATS, BEATS_ON, STRANGE_ID, STRANGE_OP,
	TWICE, HANGS_UP, RUBBISH };

struct peer {
	int fd;
	enum manner manner;
	pthread_t thread;
	unsigned reads; /* how often something came: coalesced writes */
};

static struct connection *connection;
static struct peer peer;

static void
answer(int fd, const struct frame *f, uint16_t flags, struct bytes body)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(2 * FRAME_MAX);
	struct frame r = { .op = f->op, .flags = (uint16_t)(FRAME_RESPONSE | flags),
		.id = f->id, .body = body };

	assert_ok(frame_put(&out, &r));
	IGNORE(file_write_fd(fd, buf_bytes(&out)));
}

/* What is handled at once: frames that came together, the last first. */
static void
answer_backwards(struct peer *p, struct bytes in)
{
	struct frame f;
	size_t size;

	if (frame_parse(in, &f, &size) != ERR_OK)
		return;
	answer_backwards(p, bytes_of(in.ptr + size, in.len - size));
	answer(p->fd, &f, 0, f.body);
}

static void
beat(struct peer *p, struct bytes in)
{
	struct frame f;
	size_t size;

	assert_ok(frame_parse(in, &f, &size));
	for (int i = 0; i < 5; i++) {
		clock_sleep_ms(100);
		answer(p->fd, &f, FRAME_HEARTBEAT, bytes_of(NULL, 0));
	}
	answer(p->fd, &f, 0, f.body);
}

/* Never comes to an end by itself. */
static void
beat_on(struct peer *p, struct bytes in)
{
	struct frame f;
	size_t size;
	char at;

	assert_ok(frame_parse(in, &f, &size));
	while (recv(p->fd, &at, 1, MSG_PEEK | MSG_DONTWAIT) != 0) {
		answer(p->fd, &f, FRAME_HEARTBEAT, bytes_of(NULL, 0));
		clock_sleep_ms(1);
	}
}

/* What was asked for, with one thing wrong. */
static void
answer_wrong(struct peer *p, struct bytes in)
{
	struct frame f;
	size_t size;

	assert_ok(frame_parse(in, &f, &size));
	if (p->manner == TWICE)
		answer(p->fd, &f, 0, f.body);
	f.id += p->manner == STRANGE_ID;
	f.op = (uint16_t)(f.op + (p->manner == STRANGE_OP));
	answer(p->fd, &f, 0, f.body);
}

static void
handle(struct peer *p, struct bytes in)
{
	static const uint8_t rubbish[64] = { 0xff, 0xff, 0xff };

	if (p->manner == ECHOES || p->manner == BACKWARDS)
		answer_backwards(p, in);
	else if (p->manner == BEATS)
		beat(p, in);
	else if (p->manner == BEATS_ON)
		beat_on(p, in);
	else if (p->manner >= STRANGE_ID && p->manner <= TWICE)
		answer_wrong(p, in);
	else if (p->manner == HANGS_UP)
		shutdown(p->fd, SHUT_RDWR);
	else if (p->manner == RUBBISH)
		IGNORE(file_write_fd(p->fd, bytes_of(rubbish, sizeof(rubbish))));
}

static void *
be_peer(void *arg)
{
	CLEARED_BY(buf_clear) struct buf in = buf_up_to(8 * FRAME_MAX);
	struct peer *p = arg;
	struct frame f;
	size_t size, whole;
	ssize_t n;

	for (;;) {
		assert_ok(buf_reserve(&in, 65536));
		n = recv(p->fd, in.ptr + in.len, 65536, 0);
		if (n <= 0)
			break;
		p->reads++;
		in.len += (size_t)n;
		for (whole = 0; frame_parse(bytes_of(in.ptr + whole,
		    in.len - whole), &f, &size) == ERR_OK; whole += size)
			;
		handle(p, bytes_of(in.ptr, whole));
		buf_consume(&in, whole);
	}
	return NULL;
}

/* --- a connection over one end of a socketpair --- */

#define READ_STEP 16384

static enum err
socket_read(void *ctx, struct buf *in)
{
	int fd = (int)(intptr_t)ctx;
	ssize_t n;

	TRY(buf_reserve(in, READ_STEP));
	do
		n = recv(fd, in->ptr + in->len, in->cap - in->len, 0);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return errno == EAGAIN ? ERR_AGAIN : ERR_CLOSED;
	in->len += (size_t)n;
	return n == 0 ? ERR_CLOSED : ERR_OK;
}

static enum err
socket_write(void *ctx, struct bytes out, size_t *sent)
{
	int fd = (int)(intptr_t)ctx;
	ssize_t n;

	do
		n = send(fd, out.ptr, out.len, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return errno == EAGAIN ? ERR_AGAIN : ERR_CLOSED;
	*sent += (size_t)n;
	return ERR_OK;
}

static bool
socket_has_pending(void *ctx)
{
	return false;
}

static void
socket_end(void *ctx)
{
	int fd = (int)(intptr_t)ctx;

	shutdown(fd, SHUT_RDWR);
	close(fd);
}

static struct transport
transport_of(int fd)
{
	return (struct transport){
		.fd = fd,
		.read = socket_read,
		.write = socket_write,
		.has_pending = socket_has_pending,
		.end = socket_end,
		.ctx = (void *)(intptr_t)fd,
	};
}

static void
begin(enum manner manner, int timeout_ms)
{
	struct transport t;
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
	assert_int_equal(fcntl(pair[0], F_SETFL, O_NONBLOCK), 0);
	peer = (struct peer){ .fd = pair[1], .manner = manner };
	t = transport_of(pair[0]);
	assert_ok(connection_open(&t, timeout_ms, &connection));
	pthread_create(&peer.thread, NULL, be_peer, &peer);
}

static void
end(void)
{
	connection_unref(&connection);
	shutdown(peer.fd, SHUT_RDWR);
	pthread_join(peer.thread, NULL);
	close(peer.fd);
}

static enum err
send_text(const char *text, size_t len)
{
	CLEARED_BY(buf_clear) struct buf reply = buf_up_to(LIMIT_FRAME_BODY);
	struct caller c = connection_caller(connection);

	TRY(c.exchange(c.ctx, 0, OP_ping_request, bytes_of(text, len), &reply));
	return bytes_equal(buf_bytes(&reply), bytes_of(text, len)) ? ERR_OK
								   : ERR_CORRUPT;
}

struct worker {
	pthread_t thread;
	unsigned number, calls;
	enum err result;
};

static void *
work(void *arg)
{
	struct worker *w = arg;
	static const size_t sizes[] = { 0, 1, 100, 5000, 70000 };
	char *text = mem_alloc(1, 70000);

	for (unsigned i = 0; i < w->calls && w->result == ERR_OK; i++) {
		memset(text, (int)(w->number * 16 + i % 16), 70000);
		w->result = send_text(text, sizes[(i + w->number) % 5]);
	}
	mem_free(text);
	return NULL;
}

/* A thread that comes too late to be under way hears that nothing is there. */
static void
many(unsigned calls, enum err want)
{
	struct worker w[16] = { 0 };

	for (unsigned i = 0; i < 16; i++) {
		w[i].number = i;
		w[i].calls = calls;
		pthread_create(&w[i].thread, NULL, work, &w[i]);
	}
	for (unsigned i = 0; i < 16; i++) {
		pthread_join(w[i].thread, NULL);
		if (want == ERR_OK || w[i].result != ERR_NOT_CONNECTED)
			assert_err(want, w[i].result);
	}
}

static void
many_threads_get_their_own_answers(void **state)
{
	begin(BACKWARDS, 20000);
	many(300, ERR_OK);
	assert_true(connection_is_alive(connection));
	end();
}

static void
a_mute_peer_is_noticed(void **state)
{
	int64_t begun = clock_ms();

	begin(MUTE, 300);
	many(1, ERR_TIMEOUT);
	assert_in_range(clock_ms() - begun, 290, 3000);
	assert_err(ERR_NOT_CONNECTED, send_text("x", 1));
	end();
}

static void
heartbeats_give_time(void **state)
{
	begin(BEATS, 250);
	assert_ok(send_text("slow", 4));
	end();
}

/* However alive it seems: a call ends. */
static void
heartbeats_do_not_give_for_ever(void **state)
{
	int64_t begun = clock_ms();

	begin(BEATS_ON, 10);
	assert_err(ERR_TIMEOUT, send_text("x", 1));
	assert_in_range(clock_ms() - begun, 10, 10000); /* a late beat ends it, too */
	end();
}

static void
answers_to_nothing_end_the_link(void **state)
{
	begin(STRANGE_ID, 20000);
	assert_err(ERR_MALFORMED, send_text("x", 1));
	end();
	begin(STRANGE_OP, 20000);
	assert_err(ERR_MALFORMED, send_text("x", 1));
	end();
	begin(TWICE, 20000);
	IGNORE(send_text("x", 1)); /* both may come at once */
	assert_true(send_text("x", 1) != ERR_OK);
	assert_false(connection_is_alive(connection));
	end();
}

static void
a_lost_link_ends_all_calls(void **state)
{
	begin(HANGS_UP, 20000);
	assert_err(ERR_CLOSED, send_text("x", 1));
	assert_err(ERR_NOT_CONNECTED, send_text("x", 1));
	assert_false(connection_is_alive(connection));
	end();
	begin(RUBBISH, 20000);
	assert_err(ERR_MALFORMED, send_text("x", 1));
	end();
}

static void *
end_soon(void *arg)
{
	clock_sleep_ms(100);
	connection_end(connection);
	return NULL;
}

static void
end_wakes_everybody(void **state)
{
	pthread_t t;

	begin(MUTE, 20000);
	pthread_create(&t, NULL, end_soon, NULL);
	many(1, ERR_CLOSED);
	pthread_join(t, NULL);
	end();
}

static void
a_child_leaves_the_stream_alone(void **state)
{
	int status;
	pid_t pid;

	begin(ECHOES, 20000);
	assert_ok(send_text("a", 1));
	pid = fork();
	if (pid == 0) {
		bool refused = send_text("b", 1) == ERR_NOT_CONNECTED;

		connection_abandon(connection);
		_exit(refused ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_ok(send_text("c", 1));
	end();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_threads_get_their_own_answers),
		cmocka_unit_test(a_mute_peer_is_noticed),
		cmocka_unit_test(heartbeats_give_time),
		cmocka_unit_test(heartbeats_do_not_give_for_ever),
		cmocka_unit_test(answers_to_nothing_end_the_link),
		cmocka_unit_test(a_lost_link_ends_all_calls),
		cmocka_unit_test(end_wakes_everybody),
		cmocka_unit_test(a_child_leaves_the_stream_alone),
	};

	signal(SIGPIPE, SIG_IGN); /* peers write to who has gone */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
