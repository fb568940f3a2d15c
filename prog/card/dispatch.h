/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The way from a frame to the handler of its call, by the rows of
 * spec/calls.def. */

#include "peer.h"

/* Called once, before the first frame. */
void dispatch_prepare(void);
/* Handles a frame that arrived on p. fd is -1, or a descriptor that is taken
 * over. */
void dispatch(struct peer *p, const struct frame *f, int fd);
