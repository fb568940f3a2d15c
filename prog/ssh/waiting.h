/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Arrivals: accepted connections that have no process yet. */

#include "gate.h"
#include "proc/source.h"

#define WAITING_MAX 256
#define SILENT_MS 1000
#define WAIT_MS 120000

struct arrival {
	int fd;
	struct source source;
	char peer[80];
	int64_t since;
	bool has_spoken; /* a client sends its version unasked (RFC 4253, 4.2) */
};

/* In the order in which they came. */
struct waiting {
	struct arrival list[WAITING_MAX];
	size_t n;
	unsigned dropped; /* for want of room, since somebody asked */
};

/* Takes over *fd. If all room is taken, the earliest silent one is dropped. */
void waiting_add(struct waiting *w, int *fd, const struct arrival *who);
/* What to poll, into at[WAITING_MAX], and what was found there. */
void waiting_prepare(const struct waiting *w, struct pollfd *at);
void waiting_update(struct waiting *w, const struct pollfd *at);
/* May that arrival have a process? Who has spoken may; so may one that has been
 * silent for a while, should it wait for the server's first word. */
bool waiting_is_ready(const struct arrival *c, int64_t now, bool silent_too);
/* Drops whoever has waited for two minutes. */
void waiting_expire(struct waiting *w, int64_t now);
/* Takes out the one at that index; its descriptor is the taker's. */
struct arrival waiting_take(struct waiting *w, size_t i);
void waiting_clear(struct waiting *w);
