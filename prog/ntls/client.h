/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * One TLS connection, from the handshake to its end, and its link on the card.
 * Only the thread of its lane touches it.
 */

#include "lane.h"

struct client;

struct client *client_next(const struct client *c);
/* True until it has shown a certificate. */
bool client_is_shaking(const struct client *c);
/* Takes over an accepted socket. */
enum err client_open(struct lane *l, int *fd, const char *peer, struct client **out);
/* Sends it a response of the card. */
void client_deliver(struct client *c, struct bytes encoded);
/* Judges it by the new table: closes it, or sends its partitions to the card. */
void client_recheck(struct client *c, const struct clients *t);
/* Closes it if its handshake takes too long. */
void client_tick(struct client *c, int64_t now_ms);
/* Closes the connection and its link on the card. */
void client_close(struct client *c);
/* Judges the certificate of a full handshake (tls_judge_fn); ctx is the gate. */
enum err client_judge(void *ctx, struct bytes der);
