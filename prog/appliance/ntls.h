/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The NTLS service as the box runs it: its certificate, its address, and the
 * table of clients. The program ntls itself holds the certificate's key and faces
 * the network; the box hands it channels to the card.
 */

#include "box.h"

/* The address it listens on: the one it is bound to, else the appliance's own. */
const char *ntls_address(const struct box *b);
/* Makes the certificate if there is none yet. */
enum err ntls_prepare(struct box *b);
/* Starts ntls. ERR_OK if it runs already; ERR_NOT_CONNECTED if there is no
 * card. */
enum err ntls_start(struct box *b);
void ntls_stop(struct box *b);
/* Takes every partition that is not in the card's list away from the clients. */
void ntls_keep_partitions(struct box *b, struct bytes list);
/* Sends the whole table of clients. `done` is called when ntls applies it, or has
 * failed to; with NULL a failure is logged. ERR_NOT_CONNECTED: ntls does not run,
 * and will start with this table. After an error `done` is not called. */
enum err ntls_push_clients(struct box *b, inquiry_fn *done, uint64_t ctx);
