/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What whole operations (crypt.c) and those in parts (stream.c) share: finding
 * the family, asking whether it may, and calling it. Inside lib/crypto. */

#include "crypto/family.h"

/* The operation, unchecked but that the row offers the use.
 * ERR_MECHANISM_INVALID. */
enum err engine_start(struct crypto *c, struct key *k, const struct mech *m,
    enum mech_use use, struct operation *out);
/* The same, checked: the errors of crypt_check. Computes nothing: c may be
 * NULL. */
enum err engine_check(struct crypto *c, struct key *k, const struct mech *m,
    enum mech_use use, struct operation *out);
/* What the operation gives for all of its input. ERR_MECHANISM_INVALID if its
 * family does no such thing. */
enum err engine_give(const struct operation *o, struct bytes in,
    struct output *out);
enum err engine_verify(const struct operation *o, struct bytes in,
    struct bytes signature);
