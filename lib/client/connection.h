/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * One link to an appliance, used by many threads at once. Requests of several
 * threads go out in one write; a thread that waits reads for all, so there is no
 * thread of our own in somebody else's program. Lost once is lost for good:
 * every call fails, and a new connection has to be opened.
 */

#include "client/transport.h"
#include "wire/call.h"

struct connection;

/* Takes over the transport. Without a frame or heartbeat for timeout_ms while
 * someone waits, the peer is taken for dead; so it is after FRAME_TIMEOUTS_MAX
 * times as long, heartbeats or not. The caller holds the one reference there is. */
enum err connection_open(struct transport *t, int timeout_ms, struct connection **out);
/* For the calls that come. */
void connection_set_timeout(struct connection *c, int timeout_ms);
/* For the stubs of wire/call.h. ERR_NOT_CONNECTED once the link is lost; the
 * calls that were under way get the reason (ERR_CLOSED, ERR_TIMEOUT, an alert's
 * error). Blocks the calling thread only. */
struct caller connection_caller(struct connection *c);
bool connection_is_alive(const struct connection *c);
/* Every call under way gets ERR_CLOSED. */
void connection_end(struct connection *c);

/* In a forked child: closes its copy of the socket; the memory is lost, for
 * locks in it may be held by threads that are not here. */
void connection_abandon(struct connection *c);

void connection_ref(struct connection *c);
/* Gives a reference back and leaves NULL; the last one frees. Accepts NULL
 * inside; for CLEARED_BY. */
void connection_unref(struct connection **c);
