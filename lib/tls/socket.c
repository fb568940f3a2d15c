/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A socket for libssl that never raises SIGPIPE: the signal would end an
 * application that uses our module, and ignoring it is the application's
 * choice.
 */
#include "tls/socket.h"

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/socket.h>

static BIO_METHOD *method;
static pthread_once_t method_once = PTHREAD_ONCE_INIT;

static int
outcome(BIO *b, ssize_t n, int retry)
{
	BIO_clear_retry_flags(b);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		BIO_set_flags(b, retry | BIO_FLAGS_SHOULD_RETRY);
	return (int)n;
}

static int
fd_of(BIO *b)
{
	return (int)(intptr_t)BIO_get_data(b);
}

static int
socket_read(BIO *b, char *out, int size)
{
	return outcome(b, recv(fd_of(b), out, (size_t)size, 0), BIO_FLAGS_READ);
}

static int
socket_write(BIO *b, const char *in, int len)
{
	return outcome(b, send(fd_of(b), in, (size_t)len, MSG_NOSIGNAL),
	    BIO_FLAGS_WRITE);
}

static long
socket_control(BIO *b, int what, long number, void *ptr)
{
	return what == BIO_CTRL_FLUSH || what == BIO_CTRL_DUP;
}

static void
method_make(void)
{
	BIO_METHOD *m = BIO_meth_new(BIO_TYPE_SOURCE_SINK | 127, "socket");

	if (m == NULL || !BIO_meth_set_read(m, socket_read) ||
	    !BIO_meth_set_write(m, socket_write) ||
	    !BIO_meth_set_ctrl(m, socket_control))
		return;
	method = m;
}

enum err
tls_set_socket(SSL *ssl, int fd)
{
	BIO *b;

	pthread_once(&method_once, method_make);
	b = method != NULL ? BIO_new(method) : NULL;
	if (b == NULL)
		return ERR_NO_MEMORY;
	BIO_set_data(b, (void *)(intptr_t)fd);
	BIO_set_init(b, 1);
	SSL_set_bio(ssl, b, b);
	return ERR_OK;
}
