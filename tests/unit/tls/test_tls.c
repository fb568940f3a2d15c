/* SPDX-License-Identifier: Apache-2.0 */
/* Client and server on a socket pair: which clients are accepted, and what the
 * others are told. */
#include "../test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "tls/certificate.h"
#include "tls/tls.h"

static char folder[] = "/tmp/lunette-tls-XXXXXX";

static char *
path(const char *name)
{
	static char paths[8][64];
	static int next;
	char *p = paths[next++ % 8];

	snprintf(p, sizeof(paths[0]), "%s/%s", folder, name);
	return p;
}

static void
make(const char *name, const char *host)
{
	CLEARED_BY(buf_clear) struct buf pem = buf_up_to(65536);
	CLEARED_BY(buf_clear) struct buf key = buf_up_to(65536);
	char file[40];

	assert_ok(certificate_create(
	    &(struct certificate_order){ host, NULL, 365 }, &pem, &key));
	snprintf(file, sizeof(file), "%s.pem", name);
	assert_ok(file_write(path(file), 0600, buf_bytes(&pem)));
	snprintf(file, sizeof(file), "%sKey.pem", name);
	assert_ok(file_write(path(file), 0600, buf_bytes(&key)));
}

static int
set_up(void **state)
{
	assert_non_null(mkdtemp(folder));
	make("server", "127.0.1.1");
	make("client", "client1");
	return 0;
}

static int
tear_down(void **state)
{
	static const char *const names[] = { "server.pem", "serverKey.pem",
		"client.pem", "clientKey.pem" };

	for (size_t i = 0; i < 4; i++)
		unlink(path(names[i]));
	return rmdir(folder);
}

static enum err
judge(void *ctx, struct bytes der)
{
	struct certificate_facts facts;

	assert_ok(certificate_facts(der, &facts));
	assert_string_equal(facts.name, "client1");
	return *(enum err *)ctx;
}

struct ends {
	int fds[2];
	struct tls_config *server_config, *client_config;
	struct tls *server, *client;
};

static void
ends_open(struct ends *e, enum err *verdict, const char *trusted)
{
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, e->fds), 0);
	assert_ok(tls_server_open(path("server.pem"), path("serverKey.pem"), judge,
	    verdict, &e->server_config));
	assert_ok(tls_client_open(path("client.pem"), path("clientKey.pem"),
	    path(trusted), &e->client_config));
	assert_ok(tls_open(e->server_config, e->fds[0], &e->server));
	assert_ok(tls_open(e->client_config, e->fds[1], &e->client));
}

static void
ends_close(struct ends *e)
{
	tls_end(e->server);
	tls_end(e->client);
	tls_config_free(e->server_config);
	tls_config_free(e->client_config);
	close(e->fds[0]);
	close(e->fds[1]);
}

static void
shake(struct ends *e, enum err *out_server, enum err *out_client)
{
	*out_server = *out_client = ERR_AGAIN;
	for (int i = 0; i < 20; i++) {
		if (*out_client == ERR_AGAIN)
			*out_client = tls_handshake(e->client);
		if (*out_server == ERR_AGAIN)
			*out_server = tls_handshake(e->server);
	}
}

static void
echo(void **state)
{
	CLEARED_BY(buf_clear) struct buf in = buf_up_to(1 << 20);
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(1 << 20);
	CLEARED_BY(buf_clear) struct buf der = buf_up_to(65536);
	enum err verdict = ERR_OK, server, client;
	size_t sent = 0;
	struct ends e;

	ends_open(&e, &verdict, "server.pem");
	shake(&e, &server, &client);
	assert_int_equal(server, ERR_OK);
	assert_int_equal(client, ERR_OK);
	assert_ok(tls_peer_certificate(e.server, &der));
	assert_true(certificate_is_for(buf_bytes(&der), "client1"));
	assert_false(certificate_is_for(buf_bytes(&der), "client2"));
	assert_ok(buf_reserve(&out, 300000));
	for (size_t i = 0; i < 300000; i++)
		out.ptr[out.len++] = (uint8_t)(i * 7);
	while (in.len < out.len) {
		if (sent < out.len)
			IGNORE(tls_write(e.client,
			    bytes_of(out.ptr + sent, out.len - sent), &sent));
		IGNORE(tls_read(e.server, &in));
	}
	assert_true(bytes_equal(buf_bytes(&in), buf_bytes(&out)));
	assert_err(ERR_AGAIN, tls_read(e.server, &in));
	ends_close(&e);
}

static void
the_client_is_told_why(void **state)
{
	static enum err verdicts[] = { ERR_CLIENT_UNKNOWN, ERR_CERTIFICATE, ERR_REFUSED };

	for (size_t i = 0; i < 3; i++) {
		CLEARED_BY(buf_clear) struct buf in = buf_up_to(65536);
		enum err server, client;
		struct ends e;

		ends_open(&e, &verdicts[i], "server.pem");
		shake(&e, &server, &client);
		assert_int_not_equal(server, ERR_OK);
		assert_int_not_equal(server, ERR_AGAIN);
		/* TLS 1.3: the client finds out when it reads. */
		assert_int_equal(client, ERR_OK);
		assert_int_equal(tls_read(e.client, &in), verdicts[i]);
		ends_close(&e);
	}
}

static void
another_server_is_refused(void **state)
{
	enum err verdict = ERR_OK, server, client;
	struct ends e;

	ends_open(&e, &verdict, "client.pem");
	shake(&e, &server, &client);
	assert_int_equal(client, ERR_CERTIFICATE);
	ends_close(&e);
}

/* Every server of the file is trusted, but as itself. */
static void
a_server_is_itself(void **state)
{
	char none[128], own[128], others[128], damaged[128];
	enum err verdict = ERR_OK, server, client;
	struct ends e;

	snprintf(none, sizeof(none), "%s", path("none.pem"));
	snprintf(own, sizeof(own), "%s", path("server.pem"));
	snprintf(others, sizeof(others), "%s", path("client.pem"));
	snprintf(damaged, sizeof(damaged), "%s", path("serverKey.pem"));
	ends_open(&e, &verdict, "server.pem");
	shake(&e, &server, &client);
	assert_int_equal(client, ERR_OK);
	assert_ok(tls_check_server(e.client, "127.0.1.1", none));
	assert_err(ERR_CERTIFICATE, tls_check_server(e.client, "127.0.1.2", none));
	assert_ok(tls_check_server(e.client, "127.0.1.2", own));
	assert_err(ERR_CERTIFICATE, tls_check_server(e.client, "127.0.1.1", others));
	assert_err(ERR_CERTIFICATE, tls_check_server(e.client, "127.0.1.1", damaged));
	ends_close(&e);
}

static void
certificate_files(void **state)
{
	CLEARED_BY(buf_clear) struct buf pem = buf_up_to(65536);
	CLEARED_BY(buf_clear) struct buf der = buf_up_to(65536);
	CLEARED_BY(buf_clear) struct buf back = buf_up_to(65536);
	struct certificate_facts facts;

	assert_ok(file_read(path("server.pem"), &pem));
	assert_ok(certificate_read_pem(buf_bytes(&pem), &der));
	assert_ok(certificate_facts(buf_bytes(&der), &facts));
	assert_string_equal(facts.name, "127.0.1.1");
	assert_int_equal(strlen(facts.fingerprint), 95);
	assert_true(facts.until - facts.from == 365 * 86400);
	assert_true(certificate_is_for(buf_bytes(&der), "127.0.1.1"));
	assert_ok(certificate_to_pem(buf_bytes(&der), &back));
	assert_true(bytes_equal(buf_bytes(&pem), buf_bytes(&back)));
	assert_ok(buf_put(&pem, buf_bytes(&back)));
	buf_reset(&der);
	assert_err(ERR_CERTIFICATE, certificate_read_pem(buf_bytes(&pem), &der));
	assert_err(ERR_CERTIFICATE, certificate_read_pem(bytes_of_text("no"), &der));
	assert_err(ERR_CERTIFICATE, certificate_facts(bytes_of_text("no"), &facts));
	buf_reset(&pem);
	buf_reset(&back);
	assert_ok(certificate_create(
	    &(struct certificate_order){ "hsm1", "127.0.1.1", 1 }, &pem, &back));
	assert_ok(certificate_read_pem(buf_bytes(&pem), &der));
	assert_ok(certificate_facts(buf_bytes(&der), &facts));
	assert_string_equal(facts.name, "hsm1");
	assert_true(certificate_is_for(buf_bytes(&der), "hsm1"));
	assert_true(certificate_is_for(buf_bytes(&der), "127.0.1.1"));
	assert_false(certificate_is_for(buf_bytes(&der), "127.0.1.2"));
	assert_err(ERR_NAME_INVALID, certificate_create(
	    &(struct certificate_order){ "", NULL, 1 }, &pem, &back));
}

/* "client1<NUL>.evil" is not client1, in the CN as little as in the others. */
static void
names_are_whole(void **state)
{
	CLEARED_BY(buf_clear) struct buf pem = buf_up_to(65536);
	CLEARED_BY(buf_clear) struct buf key = buf_up_to(65536);
	CLEARED_BY(buf_clear) struct buf der = buf_up_to(65536);
	static const char made[] = "client1-.evil";
	struct certificate_facts facts;
	unsigned found = 0;

	assert_ok(certificate_create(&(struct certificate_order){ made, NULL, 30 },
	    &pem, &key));
	assert_ok(certificate_read_pem(buf_bytes(&pem), &der));
	assert_true(certificate_is_for(buf_bytes(&der), made));
	assert_false(certificate_is_for(buf_bytes(&der), "client1"));
	for (size_t i = 0; i + sizeof(made) <= der.len; i++) {
		if (memcmp(der.ptr + i, made, sizeof(made) - 1) == 0) {
			der.ptr[i + strlen("client1")] = '\0';
			found++;
		}
	}
	assert_int_equal(3, found); /* issuer, subject, subjectAltName */
	assert_false(certificate_is_for(buf_bytes(&der), "client1"));
	assert_ok(certificate_facts(buf_bytes(&der), &facts));
	assert_string_equal("", facts.name);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(echo),
		cmocka_unit_test(the_client_is_told_why),
		cmocka_unit_test(another_server_is_refused),
		cmocka_unit_test(a_server_is_itself),
		cmocka_unit_test(certificate_files),
		cmocka_unit_test(names_are_whole),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
