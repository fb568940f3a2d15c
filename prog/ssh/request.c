/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A connection's request to its monitor and the answer are one packet each.
 * Neither side trusts what it receives, because the connection reads what
 * strangers send.
 */
#include "request.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "base/file.h"
#include "gate.h"

#define FDS_SIZE (REQUEST_FDS * sizeof(int))

union control {
	struct cmsghdr align;
	char bytes[CMSG_SPACE(FDS_SIZE)];
};

static bool
is_whole(const struct msghdr *m, ssize_t n, size_t size)
{
	return n == (ssize_t)size && (m->msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0;
}

/* Receives one packet of exactly that size, and the descriptors that come with
 * it. */
static enum err
receive(int fd, void *packet, size_t size, int fds[REQUEST_FDS], size_t *out_n)
{
	union control control = { 0 };
	struct iovec part = { packet, size };
	struct msghdr m = { .msg_iov = &part, .msg_iovlen = 1,
		.msg_control = control.bytes, .msg_controllen = sizeof(control.bytes) };
	const struct cmsghdr *h;
	ssize_t n;

	do
		n = recvmsg(fd, &m, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	*out_n = 0;
	h = n > 0 ? CMSG_FIRSTHDR(&m) : NULL;
	if (h != NULL && h->cmsg_level == SOL_SOCKET && h->cmsg_type == SCM_RIGHTS) {
		*out_n = (h->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		memcpy(fds, CMSG_DATA(h), *out_n * sizeof(int));
	}
	if (is_whole(&m, n, size))
		return ERR_OK;
	while (*out_n > 0)
		file_close(&fds[--*out_n]);
	return n <= 0 ? ERR_CLOSED : ERR_MALFORMED;
}

static enum err
send_packet(int fd, const void *packet, size_t size, const int *fds, size_t n_fds)
{
	union control control = { 0 };
	struct iovec part = { (void *)packet, size };
	struct msghdr m = { .msg_iov = &part, .msg_iovlen = 1 };
	ssize_t n;

	if (n_fds > 0) {
		m.msg_control = control.bytes;
		m.msg_controllen = CMSG_SPACE(n_fds * sizeof(int));
		control.align.cmsg_level = SOL_SOCKET;
		control.align.cmsg_type = SCM_RIGHTS;
		control.align.cmsg_len = CMSG_LEN(n_fds * sizeof(int));
		memcpy(CMSG_DATA(&control.align), fds, n_fds * sizeof(int));
	}
	do
		n = sendmsg(fd, &m, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	return n == (ssize_t)size ? ERR_OK : ERR_CLOSED;
}

enum err
request_run(int monitor, const struct request *r, struct answer *out)
{
	TRY(send_packet(monitor, r, sizeof(*r), NULL, 0));
	/* The kernel fills out->fds and counts them; the packet's own are
	 * ignored. */
	TRY(receive(monitor, out, offsetof(struct answer, fds), out->fds, &out->n_fds));
	out->why[sizeof(out->why) - 1] = '\0';
	return out->status;
}

enum err
request_take(int connection, struct request *out)
{
	int fds[REQUEST_FDS];
	size_t n;

	TRY(receive(connection, out, sizeof(*out), fds, &n));
	while (n > 0) /* a connection has no descriptor to give */
		file_close(&fds[--n]);
	out->user[sizeof(out->user) - 1] = '\0';
	out->session.command[sizeof(out->session.command) - 1] = '\0';
	out->session.term[sizeof(out->session.term) - 1] = '\0';
	return out->credential_len <= sizeof(out->credential) ? ERR_OK : ERR_MALFORMED;
}

enum err
request_answer(int connection, const struct answer *a)
{
	return send_packet(connection, a, offsetof(struct answer, fds), a->fds, a->n_fds);
}
