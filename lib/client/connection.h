/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A link to an appliance that many threads use at the same time. Requests of
 * several threads go out in one write, and one waiting thread reads for all, so
 * we need no thread of our own in the application. A lost connection stays lost:
 * every call fails, and a new connection must be opened.
 */

#include "client/transport.h"
#include "wire/call.h"

struct connection;

/*
 * Takes over the transport. A peer that sends no frame and no heartbeat for
 * timeout_ms while a thread waits is considered dead; so is one that answers a
 * call only with heartbeats for FRAME_TIMEOUTS_MAX times as long. The caller gets
 * the first reference.
 */
enum err connection_open(struct transport *t, int timeout_ms, struct connection **out);
/* Applies to calls that are made afterwards. */
void connection_set_timeout(struct connection *c, int timeout_ms);
/* A caller for the stubs of wire/call.h. It blocks the calling thread only.
 * ERR_NOT_CONNECTED once the link is lost; calls that were under way then get the
 * reason (ERR_CLOSED, ERR_TIMEOUT, an alert's error). */
struct caller connection_caller(struct connection *c);
bool connection_is_alive(const struct connection *c);
/* Ends the connection. Every call under way gets ERR_CLOSED. */
void connection_end(struct connection *c);

/* For a forked child: closes its copy of the socket. The memory leaks, because
 * its locks may be held by threads that the child does not have. */
void connection_abandon(struct connection *c);

void connection_ref(struct connection *c);
/* Drops a reference and leaves NULL; the last one frees. Accepts a pointer to
 * NULL, for CLEARED_BY. */
void connection_unref(struct connection **c);
