/* SPDX-License-Identifier: Apache-2.0 */
/* Channels: frames and descriptors through a pair, relaying, and rubbish. */
#include "../test.h"

#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "proc/ask.h"
#include "proc/channel.h"
#include "proc/socket.h"

struct seen {
	struct loop *loop;
	struct channel *relay_to;
	int n, n_fds, closed;
	enum err why;
	uint32_t last_link;
	uint64_t bytes;
};

static void
on_frame(void *ctx, struct channel *c, const struct frame *f, struct bytes encoded,
    int fd)
{
	struct seen *s = ctx;

	s->n++;
	s->last_link = f->link;
	s->bytes += f->body.len;
	if (fd >= 0) {
		s->n_fds++;
		close(fd);
	}
	if (s->relay_to != NULL)
		assert_ok(channel_relay(s->relay_to, encoded, f->link + 100));
}

static void
on_closed(void *ctx, struct channel *c, enum err why)
{
	struct seen *s = ctx;

	s->closed++;
	s->why = why;
	channel_free(c);
}

static const struct channel_events events = { on_frame, on_closed };

static void
frames_and_descriptors(void **state)
{
	struct seen a = { 0 }, b = { 0 };
	struct channel *ca, *cb;
	struct loop *l;
	int pair[2];

	assert_ok(loop_open(&l));
	assert_ok(channel_pair(pair));
	assert_ok(channel_open(l, &pair[0], &events, &a, &ca));
	assert_ok(channel_open(l, &pair[1], &events, &b, &cb));
	for (uint32_t i = 0; i < 1000; i++) {
		struct frame f = { .op = 2, .link = i, .id = i,
			.body = bytes_of_text("some bytes of a body") };

		if (i % 100 == 50)
			assert_ok(channel_send_fd(ca, &f, 0));
		else
			assert_ok(channel_send(ca, &f));
	}
	for (int i = 0; i < 100 && b.n < 1000; i++)
		assert_ok(loop_once(l, 10));
	assert_int_equal(b.n, 1000);
	assert_int_equal(b.n_fds, 10);
	assert_int_equal(b.last_link, 999);
	channel_free(ca);
	assert_ok(loop_once(l, 100));
	assert_int_equal(b.closed, 1);
	assert_int_equal(b.why, ERR_CLOSED);
	loop_free(l);
}

static void
rubbish_closes(void **state)
{
	struct seen a = { 0 };
	struct channel *c;
	struct loop *l;
	int pair[2];

	assert_ok(loop_open(&l));
	assert_ok(channel_pair(pair));
	assert_ok(channel_open(l, &pair[0], &events, &a, &c));
	assert_ok(file_write_fd(pair[1], bytes_of_text("GET / HTTP/1.1\r\n\r\n........")));
	assert_ok(loop_once(l, 100));
	assert_int_equal(a.closed, 1);
	assert_int_equal(a.why, ERR_MALFORMED);
	close(pair[1]);
	loop_free(l);
}

static void
relay_changes_the_link_alone(void **state)
{
	struct seen in = { 0 }, out = { 0 };
	struct channel *first, *second, *source, *sink;
	struct frame f = { .op = 2, .link = 5, .id = 77, .body = bytes_of_text("x") };
	struct loop *l;
	int one[2], two[2];

	assert_ok(loop_open(&l));
	assert_ok(channel_pair(one));
	assert_ok(channel_pair(two));
	assert_ok(channel_open(l, &one[0], &events, &out, &source));
	assert_ok(channel_open(l, &one[1], &events, &in, &first));
	assert_ok(channel_open(l, &two[0], &events, &out, &second));
	assert_ok(channel_open(l, &two[1], &events, &out, &sink));
	in.relay_to = second;
	assert_ok(channel_send(source, &f));
	for (int i = 0; i < 10 && out.n == 0; i++)
		assert_ok(loop_once(l, 100));
	assert_int_equal(out.n, 1);
	assert_int_equal(out.last_link, 105);
	channel_free(source);
	channel_free(first);
	channel_free(second);
	channel_free(sink);
	loop_free(l);
}

struct slow {
	int peer, n;
	bool second_saw_answer;
};

static void
on_slow_frame(void *ctx, struct channel *c, const struct frame *f,
    struct bytes encoded, int fd)
{
	struct slow *s = ctx;
	struct pollfd there = { s->peer, POLLIN, 0 };

	if (++s->n == 2)
		s->second_saw_answer = poll(&there, 1, 0) == 1;
	clock_sleep_ms(1);
	assert_ok(s->n == 1 ? channel_send_fd(c, f, 0) : channel_send(c, f));
}

/* What took long to answer does not wait for the frames behind it. */
static void
long_answers_go_at_once(void **state)
{
	static const struct channel_events slow_events = { on_slow_frame, on_closed };
	CLEARED_BY(buf_clear) struct buf two = buf_up_to(1000);
	struct frame f = { .op = 2, .id = 1 };
	struct slow s = { 0 };
	struct channel *c;
	struct loop *l;
	int pair[2];

	assert_ok(loop_open(&l));
	assert_ok(channel_pair(pair));
	s.peer = pair[1];
	assert_ok(channel_open(l, &pair[0], &slow_events, &s, &c));
	assert_ok(frame_put(&two, &f));
	assert_ok(frame_put(&two, &f));
	assert_ok(file_write_fd(pair[1], buf_bytes(&two)));
	assert_ok(loop_once(l, 1000));
	assert_int_equal(s.n, 2);
	assert_true(s.second_saw_answer);
	assert_int_equal(channel_waiting(c), 0);
	channel_free(c);
	close(pair[1]);
	loop_free(l);
}

static void
job_fn(void *ctx)
{
	++*(int *)ctx;
}

static void
timers_and_jobs(void **state)
{
	struct loop *l;
	struct timer *t;
	int once = 0, again = 0, posted = 0;
	struct loop_job job = { job_fn, &posted, NULL };

	assert_ok(loop_open(&l));
	assert_ok(loop_after(l, 1, false, job_fn, &once, &t));
	assert_ok(loop_after(l, 1, true, job_fn, &again, &t));
	loop_post(l, &job);
	for (int i = 0; i < 50 && again < 3; i++)
		assert_ok(loop_once(l, 10));
	assert_int_equal(once, 1);
	assert_int_equal(posted, 1);
	assert_true(again >= 3);
	loop_free(l);
}

static void
ask_times_out_and_sees_the_end(void **state)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_ping_request in;
	struct msg_ping_response out;
	struct caller c;
	struct ask a;
	int pair[2];

	assert_ok(channel_pair(pair));
	ask_open(&a, &pair[0], 20);
	c = ask_caller(&a, 0);
	assert_err(ERR_TIMEOUT, call_ping(&c, &in, &out, &reply));
	close(pair[1]);
	assert_err(ERR_CLOSED, call_ping(&c, &in, &out, &reply));
	ask_close(&a);
	assert_err(ERR_NOT_CONNECTED, call_ping(&c, &in, &out, &reply));
}

/* A peer that answers the first request with nothing but frames of these. */
struct liar {
	int fd;
	uint16_t flags;
	uint64_t id_more;
	unsigned n_sent;
};

static void *
liar_run(void *ctx)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(100);
	struct liar *l = ctx;
	struct frame f = { .flags = l->flags, .id = 1 + l->id_more };
	uint8_t request[100];

	if (read(l->fd, request, sizeof(request)) <= 0)
		return NULL;
	f.op = bytes_u16(request + 4);
	assert_ok(frame_put(&out, &f));
	while (send(l->fd, out.ptr, out.len, MSG_NOSIGNAL) > 0) {
		l->n_sent++;
		clock_sleep_ms(1);
	}
	return NULL;
}

/* How long one call takes that is never answered, in ms. */
static int64_t
ms_of_a_call(struct liar *l, int timeout_ms)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_ping_request in;
	struct msg_ping_response out;
	struct caller c;
	struct ask a;
	pthread_t thread;
	int64_t begun = clock_ms();
	int pair[2];

	assert_ok(channel_pair(pair));
	l->fd = pair[1];
	assert_int_equal(0, pthread_create(&thread, NULL, liar_run, l));
	ask_open(&a, &pair[0], timeout_ms);
	c = ask_caller(&a, 0);
	assert_err(ERR_TIMEOUT, call_ping(&c, &in, &out, &reply));
	begun = clock_ms() - begun;
	ask_close(&a);
	pthread_join(thread, NULL);
	close(l->fd);
	assert_true(l->n_sent > 5);
	return begun;
}

static void
heartbeats_give_time_but_not_for_ever(void **state)
{
	int64_t ms = 0;

	/* On a busy machine a beat may come too late, and that ends the call. */
	for (int i = 0; i < 20 && ms < 20 * FRAME_TIMEOUTS_MAX; i++) {
		struct liar l = { .flags = FRAME_RESPONSE | FRAME_HEARTBEAT };

		ms = ms_of_a_call(&l, 20);
		assert_true(ms < 20000);
	}
	assert_in_range(ms, 20 * FRAME_TIMEOUTS_MAX, 20000);
}

static void
frames_of_others_give_none(void **state)
{
	struct liar beats = { .flags = FRAME_RESPONSE | FRAME_HEARTBEAT, .id_more = 1 };
	struct liar answers = { .flags = FRAME_RESPONSE, .id_more = 1 };

	assert_in_range(ms_of_a_call(&beats, 100), 100, 5000);
	assert_in_range(ms_of_a_call(&answers, 100), 100, 5000);
}

/* Whoever does not even read. */
static void
a_request_nobody_reads_is_given_up(void **state)
{
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(LIMIT_FRAME_BODY);
	CLEARED_BY(buf_clear) struct buf reply = buf_up_to(100);
	int64_t begun = clock_ms();
	enum err e = ERR_TIMEOUT;
	struct ask a;
	int pair[2];

	assert_ok(channel_pair(pair));
	assert_ok(buf_reserve(&body, LIMIT_FRAME_BODY));
	memset(body.ptr, 0, LIMIT_FRAME_BODY);
	body.len = LIMIT_FRAME_BODY;
	ask_open(&a, &pair[0], 20);
	for (int i = 0; i < 50 && e == ERR_TIMEOUT; i++)
		e = ask_with_fd(&a, 0, 1, buf_bytes(&body), -1, &reply);
	assert_err(ERR_NOT_CONNECTED, e);
	assert_in_range(clock_ms() - begun, 20, 10000);
	ask_close(&a);
	close(pair[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_and_descriptors),
		cmocka_unit_test(rubbish_closes),
		cmocka_unit_test(relay_changes_the_link_alone),
		cmocka_unit_test(long_answers_go_at_once),
		cmocka_unit_test(timers_and_jobs),
		cmocka_unit_test(ask_times_out_and_sees_the_end),
		cmocka_unit_test(heartbeats_give_time_but_not_for_ever),
		cmocka_unit_test(frames_of_others_give_none),
		cmocka_unit_test(a_request_nobody_reads_is_given_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
