/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * One handler for each row of calls.def; a row without a handler does not link.
 * `in` is decoded and permitted to its origin, a call on path MECHANISM is
 * prepared (r->prepared), `out` is zeroed; what `out` points to has to live in
 * r->reply. Handlers may block on the desk and in a worker, never in a lane.
 * ERR_AGAIN: commit_later has it.
 */

#include "commit.h"
#include "hsm/object.h"
#include "mech/mech.h"

#define CALL(name, ...)                                                     \
	enum err handle_##name(struct request *r,                           \
	    const struct msg_##name##_request *in,                          \
	    struct msg_##name##_response *out);
#include "spec/calls.def"
#undef CALL
