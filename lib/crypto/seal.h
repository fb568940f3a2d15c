/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Sealing of records with AES-256-GCM: nonce (12 random bytes) || ciphertext
 * || tag (16). What the record is bound to (partition, handle, version) goes
 * into aad and has to be the same again at opening.
 */

#include "base/secret.h"
#include "crypto/crypto.h"

#define SEAL_KEY_LEN 32
#define SEAL_OVERHEAD 28 /* by how much a sealed record is longer */

/* Appends the sealed record to out. */
enum err seal_put(struct crypto *c, struct bytes key, struct bytes aad,
    struct bytes plain, struct buf *out);
/* ERR_CORRUPT if anything of it was changed, or key or aad are others. */
enum err seal_open(struct crypto *c, struct bytes key, struct bytes aad,
    struct bytes sealed, struct secret *out);
