/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* From a frame to the handler of its call, by the rows of spec/calls.def. */

#include "peer.h"

/* Once, before the first frame. */
void dispatch_prepare(void);
/* What came in. fd is owned by the callee, or -1. */
void dispatch(struct peer *p, const struct frame *f, int fd);
