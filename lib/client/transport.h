/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * What a connection runs over: TLS (dial.c), or in tests one end of a
 * socketpair. Never blocks; a connection calls it from one thread at a time and
 * waits on the descriptor itself.
 */

#include "base/bytes.h"

struct transport {
	int fd; /* to be polled */
	/* Appends what has arrived. ERR_AGAIN when nothing; ERR_CLOSED at the end,
	 * or why the other side ended it. */
	enum err (*read)(void *ctx, struct buf *in);
	/* Sends from the front of `out`, adds to *sent. ERR_AGAIN when full; then
	 * it is called again with the same bytes in front. */
	enum err (*write)(void *ctx, struct bytes out, size_t *sent);
	/* Bytes wait inside that no event will announce. */
	bool (*has_pending)(void *ctx);
	/* Ends it and frees ctx. */
	void (*end)(void *ctx);
	void *ctx;
};

/* Waits until the descriptor can be read or written (POLLIN, POLLOUT) or the
 * deadline (clock_ms) is there: ERR_TIMEOUT. ERR_CLOSED if it cannot wait. */
enum err transport_wait(int fd, short events, int64_t deadline);
