/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The NTLS service as the box runs it: its certificate, where it listens, and
 * who may come in. The program ntls itself holds the certificate's key and
 * faces the network; the box hands it channels to the card.
 */

#include "box.h"

/* What it listens on: the address it is bound to, else the appliance's own. */
const char *ntls_address(const struct box *b);
/* Makes the certificate if there is none. */
enum err ntls_prepare(struct box *b);
/* ERR_NOT_CONNECTED when the card is not there; ERR_OK if it runs already. */
enum err ntls_start(struct box *b);
void ntls_stop(struct box *b);
/* Takes from clients the partitions that are not in the card's list. */
void ntls_keep_partitions(struct box *b, struct bytes list);
/* Sends the whole table of clients; `done` hears whether ntls goes by it now
 * (NULL: failures are logged). ERR_NOT_CONNECTED: it does not run, and will
 * start with this table; on errors `done` is not called. */
enum err ntls_push_clients(struct box *b, inquiry_fn *done, uint64_t ctx);
