/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A channel carries frames between two of our processes over a unix stream
 * socket. A loop serves it, and it never blocks. Frames are sent in batches at
 * the end of a round; an answer that took long is sent at once. A frame may
 * carry one descriptor.
 */

#include "proc/loop.h"
#include "wire/frame.h"

struct channel;

struct channel_events {
	/* A whole frame; `encoded` is the same frame as it came (a relay may
	 * renumber and send it on). fd: a descriptor that came with it, owned
	 * by the callee, or -1. The frame ends with the call. The channel may
	 * be freed inside. */
	void (*frame)(void *ctx, struct channel *c, const struct frame *f,
	    struct bytes encoded, int fd);
	/* The other side is gone or sent something malformed (why); no event
	 * follows. The callee frees the channel. */
	void (*closed)(void *ctx, struct channel *c, enum err why);
};

/* Serves fd (taken over, made non-blocking). */
enum err channel_open(struct loop *l, int *fd, const struct channel_events *events,
    void *ctx, struct channel **out);
/* Queues a frame. ERR_TOO_LARGE when more than 16 MiB wait: the other side does
 * not read, and the channel should be closed. */
enum err channel_send(struct channel *c, const struct frame *f);
/* Queues an encoded frame under another link number. */
enum err channel_relay(struct channel *c, struct bytes encoded, uint32_t link);
/* Queues a frame with a descriptor (duplicated, stays the caller's). */
enum err channel_send_fd(struct channel *c, const struct frame *f, int fd);
/* How many bytes wait to be sent. A gate stops reading its clients while they
 * are many. */
size_t channel_waiting(const struct channel *c);
/* Sends what can be sent, closes, frees. Accepts NULL. */
void channel_free(struct channel *c);

