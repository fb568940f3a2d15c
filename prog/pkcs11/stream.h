/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The requests of an operation to the card: in one if all of it is here and
 * fits, else as a stream. */

#include "session.h"

/* May this key be used so? From memory if the card has said yes before. */
CK_RV stream_check(struct session *s, enum function f, const struct params *p,
    uint64_t key, uint32_t *out_key_bits);
/* One step; what comes out is added to the operation's result. The signature is
 * that to be verified, else empty. */
CK_RV stream_step(struct session *s, enum function f, enum step step,
    struct bytes in, struct bytes signature);
/* A part of what is to be signed, verified or digested, which has no result
 * yet; key: its value is the part (C_DigestKey), else 0. */
CK_RV stream_collect(struct session *s, enum function f, struct bytes in,
    uint64_t key);
/* Ends the operation, here and at the card. */
void stream_cancel(struct session *s, enum function f);
