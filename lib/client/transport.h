/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The transport of a connection: TLS (dial.c), or in tests one end of a
 * socketpair. It never blocks; a connection calls it from one thread at a time
 * and waits on the descriptor itself.
 */

#include "base/bytes.h"

struct transport {
	int fd; /* to be polled */
	/* Appends what has arrived. ERR_AGAIN if there is nothing; ERR_CLOSED at the
	 * end, or the reason why the other side ended it. */
	enum err (*read)(void *ctx, struct buf *in);
	/* Sends from the front of `out` and adds to *sent. ERR_AGAIN if the socket is
	 * full; the next call must have the same bytes in front. */
	enum err (*write)(void *ctx, struct bytes out, size_t *sent);
	/* True if bytes wait inside that no event will announce. */
	bool (*has_pending)(void *ctx);
	/* Ends the transport and frees ctx. */
	void (*end)(void *ctx);
	void *ctx;
};

/* Waits until the descriptor can be read or written (POLLIN, POLLOUT).
 * ERR_TIMEOUT at the deadline (clock_ms); ERR_CLOSED if it cannot wait. */
enum err transport_wait(int fd, short events, int64_t deadline);
