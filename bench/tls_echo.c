/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A bare echo over mutual TLS 1.3 on the loopback: what this machine can carry
 * as request and reply with nothing behind it, the limit of the wire.  A
 * server process with a blocking thread for each connection; clients likewise.
 * Certificates (P-256: a CA, a server, a client) are made in memory.
 *
 *	tls_echo SECONDS THREADS[,THREADS]...
 */

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/err.h"
#include "base/mem.h"
#include "timing.h"

static SSL_CTX *server_ctx, *client_ctx;
static struct sockaddr_in address;
static size_t size; /* of a request, and of its reply */

static X509 *
certificate(const char *name, EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key)
{
	static long serial = 1;
	X509 *x = X509_new();
	X509_NAME *subject = X509_get_subject_name(x);

	X509_set_version(x, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(x), serial++);
	X509_gmtime_adj(X509_getm_notBefore(x), -3600);
	X509_gmtime_adj(X509_getm_notAfter(x), 86400);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const uint8_t *)name, -1, -1, 0);
	X509_set_issuer_name(x, issuer != NULL ? X509_get_subject_name(issuer) : subject);
	X509_set_pubkey(x, key);
	if (issuer == NULL) {
		X509_EXTENSION *ca =
			X509V3_EXT_conf_nid(NULL, NULL, NID_basic_constraints, "critical,CA:TRUE");

		must(ca != NULL && X509_add_ext(x, ca, -1) == 1);
		X509_EXTENSION_free(ca);
	}
	must(X509_sign(x, issuer_key, EVP_sha256()) > 0);
	return x;
}

static SSL_CTX *
context(const SSL_METHOD *method, const char *name, X509 *ca, EVP_PKEY *ca_key)
{
	SSL_CTX *ctx = SSL_CTX_new(method);
	EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
	X509 *x;

	must(ctx != NULL && key != NULL);
	x = certificate(name, key, ca, ca_key);
	must(SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION) == 1);
	must(SSL_CTX_use_certificate(ctx, x) == 1 && SSL_CTX_use_PrivateKey(ctx, key) == 1);
	must(X509_STORE_add_cert(SSL_CTX_get_cert_store(ctx), ca) == 1);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	SSL_CTX_set_num_tickets(ctx, 0);
	X509_free(x);
	EVP_PKEY_free(key);
	return ctx;
}

static void
make_contexts(void)
{
	EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
	X509 *ca;

	must(key != NULL);
	ca = certificate("tls_echo CA", key, NULL, key);
	server_ctx = context(TLS_server_method(), "server", ca, key);
	client_ctx = context(TLS_client_method(), "client", ca, key);
	X509_free(ca);
	EVP_PKEY_free(key);
}

static bool
read_all(SSL *ssl, uint8_t *to, size_t len)
{
	while (len > 0) {
		int n = SSL_read(ssl, to, (int)len);

		if (n <= 0)
			return false;
		to += n;
		len -= (size_t)n;
	}
	return true;
}

static SSL *
ssl_on(SSL_CTX *ctx, int fd)
{
	SSL *ssl = SSL_new(ctx);
	int on = 1;

	must(ssl != NULL);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	SSL_set_fd(ssl, fd);
	return ssl;
}

static void
ssl_end(SSL *ssl)
{
	int fd = SSL_get_fd(ssl);

	SSL_shutdown(ssl);
	SSL_free(ssl);
	close(fd);
}

static void *
serve_one(void *arg)
{
	uint8_t buf[4096];
	SSL *ssl = ssl_on(server_ctx, (int)(intptr_t)arg);

	if (SSL_accept(ssl) == 1)
		while (read_all(ssl, buf, size) && SSL_write(ssl, buf, (int)size) == (int)size)
			;
	ssl_end(ssl);
	return NULL;
}

static _Noreturn void
serve(int listener)
{
	pthread_t thread;
	int fd;

	while ((fd = accept(listener, NULL, NULL)) >= 0)
		if (pthread_create(&thread, NULL, serve_one, (void *)(intptr_t)fd) == 0)
			pthread_detach(thread);
	_exit(0);
}

static pid_t
server_start(void)
{
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	pid_t pid;

	address = (struct sockaddr_in){ .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	must(bind(fd, (struct sockaddr *)&address, len) == 0 && listen(fd, 128) == 0);
	must(getsockname(fd, (struct sockaddr *)&address, &len) == 0);
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		serve(fd);
	}
	close(fd);
	return pid;
}

static void *
client_start(unsigned number)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	SSL *ssl;

	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0)
		return NULL;
	ssl = ssl_on(client_ctx, fd);
	if (SSL_connect(ssl) != 1) {
		ssl_end(ssl);
		return NULL;
	}
	return ssl;
}

static bool
client_once(void *state)
{
	static const uint8_t request[4096];
	uint8_t reply[4096];

	return SSL_write(state, request, (int)size) == (int)size && read_all(state, reply, size);
}

static void
client_stop(void *state)
{
	ssl_end(state);
}

static bool
echo(double seconds, unsigned threads, size_t bytes)
{
	char mode[32];
	struct timing t = { mode, threads, seconds, client_start, client_once, client_stop };
	bool ok;
	pid_t server;

	size = bytes;
	snprintf(mode, sizeof(mode), "tls-echo-%zu", bytes);
	server = server_start();
	must(server > 0);
	ok = timing_run(&t);
	kill(server, SIGTERM);
	waitpid(server, NULL, 0);
	return ok;
}

int
main(int argc, char **argv)
{
	static const size_t sizes[] = { 64, 1024 };
	unsigned threads[8], n;
	double seconds;
	bool ok = true;

	if (!timing_arguments(argc, argv, &seconds, threads, &n)) {
		fputs("usage: tls_echo SECONDS THREADS[,THREADS]...\n", stderr);
		return 1;
	}
	signal(SIGPIPE, SIG_IGN);
	make_contexts();
	for (int i = 0; i < 2; i++)
		for (unsigned j = 0; j < n; j++)
			ok = echo(seconds, threads[j], sizes[i]) && ok;
	SSL_CTX_free(server_ctx);
	SSL_CTX_free(client_ctx);
	return ok ? 0 : 1;
}
