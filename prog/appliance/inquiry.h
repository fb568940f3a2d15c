/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the box itself asks card and ntls on their control channels, without
 * waiting: the answer comes to a function. */

#include "box.h"

/* body: of the response, if status is ERR_OK. */
typedef void inquiry_fn(struct box *b, uint64_t ctx, enum err status,
    struct bytes body);

/* fd: goes along (not taken over), or -1. fn may be NULL: a failure is logged
 * under the message's name. */
enum err inquiry_send(struct box *b, struct channel *to,
    const struct message *request, const void *in, int fd, inquiry_fn *fn,
    uint64_t ctx);
/* A frame came on one of the control channels. */
void inquiry_frame(struct box *b, const struct frame *f);
/* That channel is gone: everything asked there has failed. */
void inquiry_lost(struct box *b, const struct channel *from);
