/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A key ready for use: decoded once, never changed, counted by references and
 * used by any number of threads. It is made from the values of its PKCS#11
 * attributes and keeps, for every thread that used it, what libcrypto prepared
 * for it; all of that dies with the last reference. It knows nothing of
 * permissions: those are the object's, and lib/hsm asks them.
 */

#include "base/secret.h"
#include "crypto/key_values.h"

struct key;
struct key_kind;

/* For key_<kind>.c: a key whose parts are copies of `parts`, leading zeros
 * too; the first n_reversed of them are turned little-endian. */
enum err key_from_parts(const struct key_kind *kind, enum key_half half,
    const struct bytes *parts, unsigned n_parts, unsigned n_reversed,
    struct key **out);

struct key *key_ref(struct key *k);
/* Drops the reference and leaves NULL; accepts NULL. The last one wipes. */
void key_unref(struct key **k);

/* Bits of modulus or order; of the value for a secret. */
unsigned key_bits(const struct key *k);
