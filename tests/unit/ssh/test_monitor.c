/* SPDX-License-Identifier: Apache-2.0 */
/* What a monitor does with the requests of a hostile connection: this file is
 * the connection. */
#include "../test.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/file.h"
#include "connection.h"
#include "gate.h"
#include "monitor.h"
#include "proc/socket.h"
#include "request.h"

static int ends[2];

static int
open_ends(void **state)
{
	return socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends);
}

static int
close_ends(void **state)
{
	close(ends[0]);
	close(ends[1]);
	return 0;
}

/* Texts that nobody ended are ended; a length beyond the packet is refused. */
static void
requests(void **state)
{
	struct request out, r = { .kind = REQUEST_KEY, .credential = "key", .credential_len = 3 };

	memset(r.user, 'u', sizeof(r.user));
	memset(r.session.command, 'c', sizeof(r.session.command));
	memset(r.session.term, 't', sizeof(r.session.term));
	assert_int_equal((ssize_t)sizeof(r), write(ends[0], &r, sizeof(r)));
	assert_ok(request_take(ends[1], &out));
	assert_int_equal(REQUEST_KEY, out.kind);
	assert_memory_equal("key", out.credential, 3);
	assert_int_equal(sizeof(r.user) - 1, strlen(out.user));
	assert_int_equal(COMMAND_MAX - 1, strlen(out.session.command));
	assert_int_equal(sizeof(r.session.term) - 1, strlen(out.session.term));
	r.credential_len = sizeof(r.credential) + 1;
	assert_int_equal((ssize_t)sizeof(r), write(ends[0], &r, sizeof(r)));
	assert_err(ERR_MALFORMED, request_take(ends[1], &out));
}

static void
wrong_sizes(void **state)
{
	static const uint8_t zeros[2 * sizeof(struct request)];
	const size_t sizes[] = { 1, sizeof(struct request) - 1,
		sizeof(struct request) + 1, sizeof(zeros) };
	struct request out;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		assert_int_equal((ssize_t)sizes[i], write(ends[0], zeros, sizes[i]));
		assert_err(ERR_MALFORMED, request_take(ends[1], &out));
	}
	shutdown(ends[0], SHUT_RDWR);
	assert_err(ERR_CLOSED, request_take(ends[1], &out));
}

/* An answer brings as many descriptors as were given with it. */
static void
answers(void **state)
{
	struct answer got = { 0 }, a = { .status = ERR_OK };
	struct request r = { 0 };
	int pipes[2];
	char letter = 0;

	assert_int_equal(0, pipe(pipes));
	for (a.n_fds = 0; a.n_fds < REQUEST_FDS; a.n_fds++)
		a.fds[a.n_fds] = pipes[1];
	assert_ok(request_answer(ends[1], &a));
	assert_ok(request_run(ends[0], &r, &got));
	assert_int_equal(REQUEST_FDS, got.n_fds);
	while (got.n_fds > 0) {
		assert_int_equal(1, write(got.fds[--got.n_fds], "x", 1));
		assert_int_equal(1, read(pipes[0], &letter, 1));
		close(got.fds[got.n_fds]);
	}
	a = (struct answer){ .status = ERR_REFUSED };
	memset(a.why, 'w', sizeof(a.why));
	assert_ok(request_answer(ends[1], &a));
	assert_err(ERR_REFUSED, request_run(ends[0], &r, &got));
	assert_int_equal(0, got.n_fds);
	assert_int_equal(sizeof(a.why) - 1, strlen(got.why));
	close(pipes[0]);
	close(pipes[1]);
}

/* --- a monitor, and a connection that wants what it may not have --- */

static bool
is_over(int fd)
{
	struct pollfd at = { fd, POLLIN, 0 };
	char c;

	return poll(&at, 1, 5000) == 1 && recv(fd, &c, 1, 0) <= 0;
}

/* Runs in the monitor's child. */
int
connection_run(struct connection *c, ssh_bind bind, int fd)
{
	struct request r = { .kind = REQUEST_START, .user = "admin",
		.session = { .kind = SESSION_SHELL } };
	struct answer a = { 0 };

	if (request_run(c->monitor, &r, &a) != ERR_REFUSED || a.n_fds != 0)
		return 1;
	r.kind = 77;
	if (write(c->monitor, &r, sizeof(r)) != (ssize_t)sizeof(r) ||
	    !is_over(c->monitor))
		return 1;
	*c->stage = STAGE_LOGGED_IN;
	pause(); /* ends with its monitor */
	return 0;
}

/* Nothing is started for who has shown nothing, and the box is not even asked;
 * what no connection would send is the end. */
static void
nobody_starts_anything(void **state)
{
	char dir[] = "/tmp/monitorXXXXXX", path[64];
	const struct gate_options o = { .keys = dir, .box = path };
	volatile uint8_t *good = mmap(NULL, sizeof(*good), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int box = -1, asked = -1, client[2];
	char c;

	assert_true(good != MAP_FAILED);
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/box", dir);
	assert_ok(channel_listen(path, 0600, &box));
	assert_int_equal(0, socketpair(AF_UNIX, SOCK_STREAM, 0, client));
	assert_int_equal(0, monitor_run(&o, NULL, client[0], "here/1", good));
	for (int i = 0; i < 500 && *good != STAGE_LOGGED_IN; i++)
		usleep(10000);
	assert_int_equal(STAGE_LOGGED_IN, *good);
	assert_ok(channel_accept(box, &asked));
	assert_int_equal(0, recv(asked, &c, 1, MSG_DONTWAIT));
	close(asked);
	close(box);
	close(client[1]);
	unlink(path);
	rmdir(dir);
	munmap((void *)good, sizeof(*good));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(requests, open_ends, close_ends),
		cmocka_unit_test_setup_teardown(wrong_sizes, open_ends, close_ends),
		cmocka_unit_test_setup_teardown(answers, open_ends, close_ends),
		cmocka_unit_test(nobody_starts_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
