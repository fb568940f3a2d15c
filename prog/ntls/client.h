/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * One TLS connection, from the handshake to its end, and its link on the card.
 * Only the thread of its lane touches it.
 */

#include "lane.h"

struct client;

struct client *client_next(const struct client *c);
/* It has not shown a certificate yet. */
bool client_is_shaking(const struct client *c);
/* Takes over an accepted socket. */
enum err client_open(struct lane *l, int *fd, const char *peer, struct client **out);
/* A response of the card for it. */
void client_deliver(struct client *c, struct bytes encoded);
/* Looks at the table again; ends it or updates its partitions. */
void client_recheck(struct client *c, const struct clients *t);
/* Ends it if the handshake takes too long. */
void client_tick(struct client *c, int64_t now_ms);
/* Closes; tells the card. */
void client_close(struct client *c);
/* The judge of full handshakes (tls_judge_fn); ctx is the gate. */
enum err client_judge(void *ctx, struct bytes der);
