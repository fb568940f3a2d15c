/* SPDX-License-Identifier: Apache-2.0 */
/* Sends one request and reads frames until its response arrives. The late
 * response of a request that timed out before is skipped. */
#include "proc/ask.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "wire/frame.h"

void
ask_open(struct ask *a, int *fd, int timeout_ms)
{
	*a = (struct ask){ .fd = *fd, .timeout_ms = timeout_ms, .next_id = 1,
		.received_fd = -1, .in = buf_up_to(2 * FRAME_MAX) };
	*fd = -1;
}

void
ask_close(struct ask *a)
{
	file_close(&a->fd);
	file_close(&a->received_fd);
	buf_clear(&a->in);
}

int
ask_take_fd(struct ask *a)
{
	int fd = a->received_fd;

	a->received_fd = -1;
	return fd;
}

static enum err
wait_for(const struct ask *a, short events)
{
	struct pollfd wait = { a->fd, events, 0 };
	int64_t ms = a->deadline - clock_ms();
	int n = poll(&wait, 1, ms > 0 ? (int)ms : 0);

	if (n == 0)
		return ERR_TIMEOUT;
	return n > 0 || errno == EINTR ? ERR_OK : ERR_CLOSED;
}

/* A peer that stops reading must not block us. A half-sent frame makes the
 * connection unusable. */
static enum err
send_frame(struct ask *a, struct bytes encoded, int fd)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = { 0 };

	while (encoded.len > 0) {
		struct iovec part = { (void *)encoded.ptr, encoded.len };
		struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
		ssize_t n;

		if (fd >= 0) {
			struct cmsghdr *h = &control.align;

			message.msg_control = control.bytes;
			message.msg_controllen = sizeof(control.bytes);
			h->cmsg_level = SOL_SOCKET;
			h->cmsg_type = SCM_RIGHTS;
			h->cmsg_len = CMSG_LEN(sizeof(int));
			memcpy(CMSG_DATA(h), &fd, sizeof(fd));
		}
		n = sendmsg(a->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0 && (errno == EINTR || errno == EAGAIN)) {
			enum err e = wait_for(a, POLLOUT);

			if (e != ERR_OK)
				file_close(&a->fd);
			TRY(e);
			continue;
		}
		if (n <= 0)
			return ERR_CLOSED;
		fd = -1;
		encoded = bytes_of(encoded.ptr + n, encoded.len - (size_t)n);
	}
	return ERR_OK;
}

static void
take_fd(struct ask *a, struct msghdr *message)
{
	struct cmsghdr *h = CMSG_FIRSTHDR(message);

	if (h == NULL || h->cmsg_level != SOL_SOCKET || h->cmsg_type != SCM_RIGHTS)
		return;
	file_close(&a->received_fd);
	memcpy(&a->received_fd, CMSG_DATA(h), sizeof(int));
}

/* Waits for bytes and appends them. */
static enum err
receive(struct ask *a)
{
	char control[CMSG_SPACE(sizeof(int))];
	struct iovec part;
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1,
		.msg_control = control, .msg_controllen = sizeof(control) };
	ssize_t n;

	TRY(wait_for(a, POLLIN));
	TRY(buf_reserve(&a->in, 65536));
	part = (struct iovec){ a->in.ptr + a->in.len, 65536 };
	n = recvmsg(a->fd, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return ERR_OK;
	if (n <= 0)
		return ERR_CLOSED;
	take_fd(a, &message);
	a->in.len += (size_t)n;
	return ERR_OK;
}

/* Only a heartbeat of this very request moves the deadline. */
static void
give_time(struct ask *a, const struct frame *f, uint64_t id, int64_t latest)
{
	int64_t until = clock_ms() + a->timeout_ms;

	if (f->id == id && (f->flags & FRAME_RESPONSE) != 0)
		a->deadline = until < latest ? until : latest;
}

/* The next whole frame of a->in, if it is the response to `id`. */
static enum err
take_response(struct ask *a, uint64_t id, int64_t latest, struct buf *reply,
    bool *out_done)
{
	struct frame f;
	size_t size;
	enum err e = frame_parse(buf_bytes(&a->in), &f, &size);

	if (e == ERR_AGAIN)
		return receive(a);
	if (e != ERR_OK)
		return e;
	if (f.flags & FRAME_HEARTBEAT)
		give_time(a, &f, id, latest);
	*out_done = f.id == id && (f.flags & FRAME_RESPONSE) != 0 &&
	    (f.flags & FRAME_HEARTBEAT) == 0;
	if (*out_done) {
		e = err_from_number(f.status);
		if (e == ERR_OK)
			e = buf_put(reply, f.body);
	}
	buf_consume(&a->in, size);
	if (!*out_done && clock_ms() >= a->deadline)
		return ERR_TIMEOUT;
	return e;
}

enum err
ask_with_fd(struct ask *a, uint32_t link, uint16_t op, struct bytes body, int fd,
    struct buf *reply)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(FRAME_MAX);
	struct frame f = { .op = op, .link = link, .id = a->next_id++,
		.flags = fd >= 0 ? FRAME_WITH_FD : 0, .body = body };
	int64_t latest;
	bool done = false;

	if (a->fd < 0)
		return ERR_NOT_CONNECTED;
	file_close(&a->received_fd);
	TRY(frame_put(&out, &f));
	a->deadline = clock_ms() + a->timeout_ms;
	TRY(send_frame(a, buf_bytes(&out), fd));
	a->deadline = clock_ms() + a->timeout_ms;
	latest = clock_ms() + (int64_t)FRAME_TIMEOUTS_MAX * a->timeout_ms;
	while (!done)
		TRY(take_response(a, f.id, latest, reply, &done));
	return ERR_OK;
}

static enum err
exchange(void *ctx, uint32_t link, uint16_t op, struct bytes body,
    struct buf *reply)
{
	return ask_with_fd(ctx, link, op, body, -1, reply);
}

struct caller
ask_caller(struct ask *a, uint32_t link)
{
	return (struct caller){ exchange, a, link };
}
