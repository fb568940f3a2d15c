/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The asking side of a channel for programs that may block (shells, tools): one
 * request at a time, from one thread. It fills a struct caller for the stubs of
 * wire/call.h.
 */

#include "wire/call.h"

struct ask {
	int fd;
	int timeout_ms;   /* without answer or heartbeat */
	uint64_t next_id;
	int received_fd;  /* a descriptor that came with the last response, or -1 */
	int64_t deadline; /* clock_ms; of the request under way */
	struct buf in;
};

/* Takes over the descriptor. timeout_ms: how long one answer may take; each
 * heartbeat starts it anew, up to FRAME_TIMEOUTS_MAX times as long in all. */
void ask_open(struct ask *a, int *fd, int timeout_ms);
/* For the stubs; the caller holds a pointer to `a`. */
struct caller ask_caller(struct ask *a, uint32_t link);
/* Sends a request with a descriptor, which stays the caller's. */
enum err ask_with_fd(struct ask *a, uint32_t link, uint16_t op, struct bytes body,
    int fd, struct buf *reply);
/* Takes the descriptor that came with the last response; -1 if none did. */
int ask_take_fd(struct ask *a);
void ask_close(struct ask *a);
