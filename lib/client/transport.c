/* SPDX-License-Identifier: Apache-2.0 */
/* The plain transport; the one over TLS is in dial.c. */
#include "client/transport.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

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

enum err
transport_socket(int *fd, struct transport *out)
{
	if (fcntl(*fd, F_SETFL, O_NONBLOCK) != 0)
		return ERR_FILE;
	*out = (struct transport){
		.fd = *fd,
		.read = socket_read,
		.write = socket_write,
		.has_pending = socket_has_pending,
		.end = socket_end,
		.ctx = (void *)(intptr_t)*fd,
	};
	*fd = -1;
	return ERR_OK;
}
