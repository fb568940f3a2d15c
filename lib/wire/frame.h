/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Frames: what every wire carries, whether TLS, a channel between two of our
 * processes or a cable. A gate reads the header only and passes the body on
 * unread; all integers are big-endian.
 *
 *   u32 length   of all that follows this field (20 + body)
 *   u16 op       spec/messages.def
 *   u16 flags    FRAME_RESPONSE, FRAME_HEARTBEAT, FRAME_WITH_FD
 *   u32 link     which client; a gate renumbers it, a client uses 0
 *   u32 status   of a response: number from spec/errors.def; else 0
 *   u64 id       chosen by the asker, repeated in the response
 */

#include "base/bytes.h"
#include "spec/limits.h"

#define FRAME_HEADER 24u
#define FRAME_MAX (FRAME_HEADER + LIMIT_FRAME_BODY)

#define FRAME_RESPONSE 1u
/* A response that says "still at work" and is sent every 2 s; the real one
 * follows. */
#define FRAME_HEARTBEAT 2u
/* Heartbeats extend a timeout to this many times its length at most: the
 * applications' default of 20 seconds becomes 45 minutes, which is a Luna's own
 * limit (KeypairGenTimeOut). */
#define FRAME_TIMEOUTS_MAX 135
/* Between two of our processes: a descriptor comes with this frame. */
#define FRAME_WITH_FD 4u

struct frame {
	uint16_t op, flags;
	uint32_t link;
	uint32_t status;
	uint64_t id;
	struct bytes body; /* borrowed */
};

/* The first whole frame in `in`. ERR_AGAIN: more bytes are needed; otherwise
 * ERR_MALFORMED. out_size: how many bytes it took. */
enum err frame_parse(struct bytes in, struct frame *out, size_t *out_size);
/* Appends header and body. ERR_TOO_LARGE, and then nothing was appended. */
enum err frame_put(struct buf *out, const struct frame *f);
/* Changes the link number of an encoded frame in place. */
void frame_set_link(uint8_t *encoded, uint32_t link);
