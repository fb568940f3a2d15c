/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading takes what is there and hands out every whole frame; writing gathers
 * a round's frames into one send. A descriptor goes with the first byte of its
 * frame: the frame is sent apart from the batch.
 */
#include "proc/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"

#define READ_SIZE (64u * 1024u)
#define WAITING_MAX (16u * 1024u * 1024u)
/* An answer that took this long is sent before the round ends, so that its
 * receiver can work meanwhile. Answers that took less travel together. */
#define LONG_US 45
#define FDS_MAX 8 /* descriptors that arrived and wait for their frame */

/* A descriptor that waits to be sent with the byte at `at` of the out buffer. */
struct out_fd {
	size_t at;
	int fd;
	struct out_fd *next;
};

struct channel {
	struct loop *loop;
	struct watch *watch;
	const struct channel_events *events;
	void *ctx;
	int fd;
	struct buf in, out;
	size_t sent; /* of out */
	struct out_fd *out_fds;
	int in_fds[FDS_MAX];
	int n_in_fds;
	bool want_write;
	int64_t handing_us; /* frames are being handed out, none sent since; or 0 */
	bool *freed; /* set when the channel is freed inside a callback */
	struct round_end flush;
};

static void
fail(struct channel *c, enum err why)
{
	watch_drop(c->watch);
	c->watch = NULL;
	c->events->closed(c->ctx, c, why);
}

/* How many bytes may be sent before the next descriptor; 0: it is its turn. */
static size_t
sendable(const struct channel *c)
{
	if (c->out_fds != NULL && c->out_fds->at > c->sent)
		return c->out_fds->at - c->sent;
	return c->out.len - c->sent;
}

static ssize_t
send_some(struct channel *c)
{
	struct out_fd *with = c->out_fds;
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	struct iovec part = { c->out.ptr + c->sent, sendable(c) };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
	struct cmsghdr *header;
	ssize_t n;

	if (with != NULL && with->at == c->sent) {
		/* Up to the descriptor after this one. */
		part.iov_len = with->next != NULL ? with->next->at - c->sent
						  : c->out.len - c->sent;
		message.msg_control = control.bytes;
		message.msg_controllen = sizeof(control.bytes);
		header = CMSG_FIRSTHDR(&message);
		header->cmsg_level = SOL_SOCKET;
		header->cmsg_type = SCM_RIGHTS;
		header->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(header), &with->fd, sizeof(int));
	}
	n = sendmsg(c->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (n > 0 && message.msg_control != NULL) {
		c->out_fds = with->next;
		close(with->fd);
		mem_free(with);
	}
	return n;
}

static enum err
send_all(struct channel *c)
{
	while (c->sent < c->out.len) {
		ssize_t n = send_some(c);

		if (n > 0)
			c->sent += (size_t)n;
		else if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return ERR_AGAIN;
		else if (n < 0 && errno != EINTR)
			return ERR_CLOSED;
	}
	buf_reset(&c->out);
	c->sent = 0;
	return ERR_OK;
}

static void
flush(void *ctx)
{
	struct channel *c = ctx;
	enum err e;
	bool want;

	if (c->watch == NULL)
		return;
	e = send_all(c);
	if (e == ERR_CLOSED) {
		fail(c, ERR_CLOSED);
		return;
	}
	want = e == ERR_AGAIN;
	if (want != c->want_write &&
	    watch_change(c->watch, want ? EPOLLIN | EPOLLOUT : EPOLLIN) == ERR_OK)
		c->want_write = want;
}

/* The out buffer is sent at the latest when the round ends. Failures are
 * handled then too, because here the caller still uses the channel. */
static void
queue(struct channel *c)
{
	int64_t now;

	if (c->handing_us != 0) {
		now = clock_us();
		if (now - c->handing_us > LONG_US && send_all(c) == ERR_OK) {
			c->handing_us = now;
			return;
		}
	}
	loop_at_round_end(c->loop, &c->flush);
}

static void
keep_fds(struct channel *c, struct msghdr *message)
{
	struct cmsghdr *header;

	for (header = CMSG_FIRSTHDR(message); header != NULL;
	     header = CMSG_NXTHDR(message, header)) {
		size_t n = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);

		if (header->cmsg_level != SOL_SOCKET ||
		    header->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t i = 0; i < n; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(header) + i * sizeof(int), sizeof(fd));
			if (c->n_in_fds < FDS_MAX)
				c->in_fds[c->n_in_fds++] = fd;
			else
				close(fd);
		}
	}
}

/* Reads once. ERR_AGAIN: nothing there. */
static enum err
receive(struct channel *c)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(FDS_MAX * sizeof(int))];
	} control;
	struct iovec part;
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes) };
	ssize_t n;

	TRY(buf_reserve(&c->in, READ_SIZE));
	part = (struct iovec){ c->in.ptr + c->in.len, READ_SIZE };
	n = recvmsg(c->fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	if (n == 0)
		return ERR_CLOSED;
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? ERR_AGAIN : ERR_CLOSED;
	keep_fds(c, &message);
	c->in.len += (size_t)n;
	return ERR_OK;
}

/* Gives the next descriptor to a frame that says it brings one; other frames
 * get none. */
static int
fd_for(struct channel *c, const struct frame *f)
{
	int fd;

	if (c->n_in_fds == 0 || (f->flags & FRAME_WITH_FD) == 0)
		return -1;
	fd = c->in_fds[0];
	memmove(c->in_fds, c->in_fds + 1, (size_t)--c->n_in_fds * sizeof(int));
	return fd;
}

/* Hands out whole frames; false when the channel was freed meanwhile. */
static bool
hand_out(struct channel *c, enum err *out_why)
{
	bool freed = false;
	size_t at = 0, size;
	struct frame f;

	c->freed = &freed;
	c->handing_us = clock_us();
	for (;;) {
		struct bytes rest = bytes_of(c->in.ptr + at, c->in.len - at);

		*out_why = frame_parse(rest, &f, &size);
		if (*out_why != ERR_OK)
			break;
		c->events->frame(c->ctx, c, &f, bytes_of(rest.ptr, size),
		    fd_for(c, &f));
		if (freed)
			return false;
		at += size;
	}
	c->freed = NULL;
	c->handing_us = 0;
	buf_consume(&c->in, at);
	return true;
}

static void
ready(void *ctx, uint32_t events)
{
	struct channel *c = ctx;
	enum err e;

	if (events & EPOLLOUT)
		loop_at_round_end(c->loop, &c->flush);
	if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0)
		return;
	e = receive(c);
	if (e == ERR_AGAIN)
		return;
	if (e == ERR_OK && !hand_out(c, &e))
		return;
	if (e != ERR_AGAIN)
		fail(c, e);
}

enum err
channel_open(struct loop *l, int *fd, const struct channel_events *events,
    void *ctx, struct channel **out)
{
	struct channel *c = mem_alloc(1, sizeof(*c));
	enum err e;

	if (c == NULL)
		return ERR_NO_MEMORY;
	*c = (struct channel){ .loop = l, .events = events, .ctx = ctx, .fd = *fd,
		.in = buf_up_to(FRAME_MAX + READ_SIZE),
		.out = buf_up_to(WAITING_MAX),
		.flush = { .fn = flush, .ctx = c } };
	e = loop_watch(l, c->fd, EPOLLIN, ready, c, &c->watch);
	if (e != ERR_OK) {
		mem_free(c);
		return e;
	}
	fcntl(c->fd, F_SETFL, fcntl(c->fd, F_GETFL) | O_NONBLOCK);
	*fd = -1;
	*out = c;
	return ERR_OK;
}

enum err
channel_send(struct channel *c, const struct frame *f)
{
	TRY(frame_put(&c->out, f));
	queue(c);
	return ERR_OK;
}

enum err
channel_relay(struct channel *c, struct bytes encoded, uint32_t link)
{
	size_t at = c->out.len;

	TRY(buf_put(&c->out, encoded));
	frame_set_link(c->out.ptr + at, link);
	queue(c);
	return ERR_OK;
}

enum err
channel_send_fd(struct channel *c, const struct frame *f, int fd)
{
	struct out_fd *node = mem_alloc(1, sizeof(*node)), **tail = &c->out_fds;
	struct frame with = *f;
	size_t at = c->out.len;
	enum err e;

	if (node == NULL)
		return ERR_NO_MEMORY;
	with.flags |= FRAME_WITH_FD;
	*node = (struct out_fd){ at, fcntl(fd, F_DUPFD_CLOEXEC, 3), NULL };
	e = node->fd < 0 ? ERR_ARGUMENT : frame_put(&c->out, &with);
	if (e != ERR_OK) {
		file_close(&node->fd);
		mem_free(node);
		return e;
	}
	while (*tail != NULL)
		tail = &(*tail)->next;
	*tail = node;
	queue(c);
	return ERR_OK;
}

size_t
channel_waiting(const struct channel *c)
{
	return c->out.len - c->sent;
}

void
channel_free(struct channel *c)
{
	if (c == NULL)
		return;
	if (c->watch != NULL)
		IGNORE(send_all(c));
	if (c->freed != NULL)
		*c->freed = true;
	loop_round_end_drop(c->loop, &c->flush);
	watch_drop(c->watch);
	while (c->out_fds != NULL) {
		struct out_fd *node = c->out_fds;

		c->out_fds = node->next;
		close(node->fd);
		mem_free(node);
	}
	while (c->n_in_fds > 0)
		close(c->in_fds[--c->n_in_fds]);
	close(c->fd);
	buf_clear(&c->in);
	buf_clear(&c->out);
	mem_free(c);
}
