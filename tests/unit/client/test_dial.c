/* SPDX-License-Identifier: Apache-2.0 */
/* Reaching an appliance over the network, and every reason why not. The
 * appliance here is a thread that answers hello and echoes. */
#include "../test.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "client/dial.h"
#include "tls/certificate.h"
#include "tls/tls.h"
#include "wire/frame.h"

static char folder[64];
static struct settings settings;
static struct dialer dialer;

static struct gate {
	int listener;
	struct tls_config *config;
	_Atomic(enum err) verdict;
	_Atomic(bool) mute;
	pthread_t thread;
} gate;

static enum err
judge(void *ctx, struct bytes der)
{
	return gate.verdict;
}

static char *
path_of(const char *name)
{
	static char path[4][160];
	static unsigned next;
	char *out = path[next++ % 4];

	snprintf(out, 160, "%s/%s", folder, name);
	return out;
}

static void
make_identity(const char *name, const char *host)
{
	CLEARED_BY(buf_clear) struct buf pem = buf_up_to(65536);
	CLEARED_BY(buf_clear) struct buf key = buf_up_to(65536);
	char file[80];

	assert_ok(certificate_create(
	    &(struct certificate_order){ host, NULL, 30 }, &pem, &key));
	snprintf(file, sizeof(file), "%s.pem", name);
	assert_ok(file_write(path_of(file), 0600, buf_bytes(&pem)));
	snprintf(file, sizeof(file), "%sKey.pem", name);
	assert_ok(file_write(path_of(file), 0600, buf_bytes(&key)));
}

/* --- the appliance --- */

static void
answer(struct tls *t, const struct frame *f)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(2 * FRAME_MAX);
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(1024);
	struct msg_hello_response hello = { .version = PROTOCOL_VERSION,
		.serial = 66331, .model = bytes_of_text("Luna K7"),
		.firmware = bytes_of_text("7.8.4") };
	struct frame r = { .op = f->op, .flags = FRAME_RESPONSE, .id = f->id,
		.body = f->body };
	size_t sent = 0;

	if (f->op == OP_hello_request) {
		assert_ok(wire_encode(&wire_hello_response, &hello, &body));
		r.body = buf_bytes(&body);
	}
	assert_ok(frame_put(&out, &r));
	IGNORE(tls_write(t, buf_bytes(&out), &sent));
}

static void
wait_readable(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	poll(&p, 1, 5000);
}

static void
serve(struct tls *t, int fd)
{
	CLEARED_BY(buf_clear) struct buf in = buf_up_to(4 * FRAME_MAX);
	struct frame f;
	size_t size;
	enum err e;

	while ((e = tls_handshake(t)) == ERR_AGAIN)
		wait_readable(fd);
	while (e == ERR_OK || e == ERR_AGAIN) {
		if (!tls_has_pending(t))
			wait_readable(fd);
		e = tls_read(t, &in);
		while (!gate.mute && frame_parse(buf_bytes(&in), &f, &size) == ERR_OK) {
			answer(t, &f);
			buf_consume(&in, size);
		}
	}
}

static void *
be_gate(void *arg)
{
	struct tls *t;
	int fd;

	while ((fd = accept4(gate.listener, NULL, NULL,
	    SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0) {
		assert_ok(tls_open(gate.config, fd, &t));
		serve(t, fd);
		tls_end(t);
		close(fd);
	}
	return NULL;
}

static void
open_gate(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t size = sizeof(a);

	inet_pton(AF_INET, "127.0.91.1", &a.sin_addr);
	gate.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(gate.listener, (struct sockaddr *)&a, size), 0);
	assert_int_equal(listen(gate.listener, 8), 0);
	assert_int_equal(getsockname(gate.listener, (struct sockaddr *)&a, &size), 0);
	assert_ok(tls_server_open(path_of("server.pem"), path_of("serverKey.pem"),
	    judge, NULL, &gate.config));
	pthread_create(&gate.thread, NULL, be_gate, NULL);
	settings.servers[0].port = ntohs(a.sin_port);
}

static int
set_up(void **state)
{
	snprintf(folder, sizeof(folder), "/tmp/lunette-dial-XXXXXX");
	if (mkdtemp(folder) == NULL)
		return -1;
	make_identity("server", "127.0.91.1");
	make_identity("client", "app");
	make_identity("other", "127.0.91.1");
	settings.receive_ms = 2000;
	settings.connect_ms = 2000;
	settings.n_servers = 1;
	snprintf(settings.servers[0].host, 64, "127.0.91.1");
	open_gate();
	dialer = (struct dialer){ .settings = &settings,
		.server = &settings.servers[0] };
	return 0;
}

static int
tear_down(void **state)
{
	static const char *const names[] = { "server", "client", "other" };
	char file[80];

	shutdown(gate.listener, SHUT_RDWR);
	pthread_join(gate.thread, NULL);
	close(gate.listener);
	tls_config_free(gate.config);
	dialer_clear(&dialer);
	for (int i = 0; i < 3; i++) {
		snprintf(file, sizeof(file), "%s.pem", names[i]);
		unlink(path_of(file));
		snprintf(file, sizeof(file), "%sKey.pem", names[i]);
		unlink(path_of(file));
	}
	return rmdir(folder);
}

static void
use(const char *client, const char *trusted)
{
	char file[80];

	snprintf(file, sizeof(file), "%s.pem", client);
	strcpy(settings.certificate, path_of(file));
	snprintf(file, sizeof(file), "%sKey.pem", client);
	strcpy(settings.key, path_of(file));
	snprintf(file, sizeof(file), "%s.pem", trusted);
	strcpy(settings.authorities, path_of(file));
	gate.verdict = ERR_OK;
	gate.mute = false;
	dialer_clear(&dialer);
}

static enum err
try(void)
{
	struct connection *c;
	struct greeting g;
	enum err e = dial(&dialer, &c, &g);

	if (e == ERR_OK) {
		assert_string_equal(g.model, "Luna K7");
		connection_unref(&c);
	}
	return e;
}

static void
an_appliance_is_reached(void **state)
{
	use("client", "server");
	assert_ok(try());
	assert_ok(try());
}

static void
each_refusal_has_its_reason(void **state)
{
	use("client", "other");
	assert_err(ERR_CERTIFICATE, try());
	use("client", "server");
	gate.verdict = ERR_CLIENT_UNKNOWN;
	assert_err(ERR_CLIENT_UNKNOWN, try());
	gate.verdict = ERR_CERTIFICATE;
	assert_err(ERR_CERTIFICATE, try());
	gate.verdict = ERR_REFUSED;
	assert_err(ERR_REFUSED, try());
	use("nobody", "server");
	assert_int_not_equal(try(), ERR_OK);
	use("client", "server");
	assert_ok(try());
}

static void
a_mute_appliance_is_given_up(void **state)
{
	int64_t begun = clock_ms();

	use("client", "server");
	gate.mute = true;
	settings.connect_ms = 300;
	assert_err(ERR_TIMEOUT, try());
	assert_in_range(clock_ms() - begun, 290, 1500);
	settings.connect_ms = 2000;
}

static void
nobody_there(void **state)
{
	struct server_name there = settings.servers[0];

	use("client", "server");
	settings.servers[0].port = 1;
	assert_err(ERR_NOT_CONNECTED, try());
	settings.servers[0] = there;
}

/* A peer that goes away while we write must not raise SIGPIPE: the default
 * action of it would end this test. */
static void
writing_to_the_dead_is_an_error(void **state)
{
	CLEARED_BY(buf_clear) struct buf reply = buf_up_to(LIMIT_FRAME_BODY);
	static uint8_t data[100000];
	struct connection *c;
	struct caller caller;
	struct greeting g;
	enum err e = ERR_OK;

	use("client", "server");
	assert_ok(dial(&dialer, &c, &g));
	caller = connection_caller(c);
	shutdown(gate.listener, SHUT_RDWR);
	for (int i = 0; i < 3 && e == ERR_OK; i++)
		e = caller.exchange(caller.ctx, 0, OP_ping_request,
		    bytes_of(data, sizeof(data)), &reply);
	connection_end(c);
	assert_err(ERR_NOT_CONNECTED, caller.exchange(caller.ctx, 0,
	    OP_ping_request, bytes_of(data, sizeof(data)), &reply));
	connection_unref(&c);
}

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* Not a test: with LUNETTE_MEASURE the round trip is printed. */
static void
measure(void **state)
{
	static int64_t us[20000];
	struct connection *c;
	struct caller caller;
	struct greeting g;

	if (getenv("LUNETTE_MEASURE") == NULL)
		return;
	use("client", "server");
	assert_ok(dial(&dialer, &c, &g));
	caller = connection_caller(c);
	for (int i = 0; i < 20000; i++) {
		CLEARED_BY(buf_clear) struct buf reply = buf_up_to(LIMIT_FRAME_BODY);
		uint8_t data[64] = { 0 };

		us[i] = clock_us();
		assert_ok(caller.exchange(caller.ctx, 0, OP_ping_request,
		    bytes_of(data, sizeof(data)), &reply));
		us[i] = clock_us() - us[i];
	}
	connection_unref(&c);
	qsort(us, 20000, sizeof(us[0]), compare);
	printf("round trip: p50 %d us, p99 %d us\n", (int)us[10000], (int)us[19800]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_appliance_is_reached),
		cmocka_unit_test(each_refusal_has_its_reason),
		cmocka_unit_test(a_mute_appliance_is_given_up),
		cmocka_unit_test(nobody_there),
		cmocka_unit_test(measure),
		cmocka_unit_test(writing_to_the_dead_is_an_error),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
