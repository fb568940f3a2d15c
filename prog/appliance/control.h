/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Requests of the box to card and ntls, on the channels by which it controls
 * them. */

#include "box.h"

/* Sends a request on a control channel, with a descriptor or -1. If the card or
 * ntls refuses it, that is logged. */
enum err control_tell(struct box *b, struct channel *to, int fd,
    const struct message *request, const void *in);
