/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * One whole operation in one call. Which mechanism does what is in
 * spec/mechanisms.def. NULL with length 0 is legal input everywhere. Output is
 * appended to `out` (which has to be permitted to grow: buf_up_to); on failure
 * nothing was appended. All may be called by several threads with one key.
 */

#include "base/secret.h"
#include "crypto/crypto.h"
#include "crypto/key.h"
#include "mech/mech.h"

/* May this mechanism with these parameters do this with this key (NULL: no key
 * is meant, as for digests)? The errors C_xxxInit gives: ERR_MECHANISM_INVALID,
 * ERR_MECHANISM_PARAM, ERR_KEY_TYPE, ERR_KEY_SIZE. */
enum err crypt_check(const struct mech *m, const struct key *k,
    enum mech_use use);

/* An upper bound of the output for that much input (all of it, also in parts);
 * exact for everything but unpadding and unwrapping. What a length query
 * answers. `m` has passed crypt_check. */
size_t crypt_size(const struct mech *m, const struct key *k, enum mech_use use,
    size_t in_len);

/* Takes longer than about 50 us: for the worker pool. */
bool crypt_is_long(const struct mech *m, const struct key *k,
    enum mech_use use, size_t in_len);

/* Encrypts, decrypts, wraps, signs or digests without a check: the operation
 * has passed crypt_check. Errors as below. */
enum err crypt_run(struct crypto *c, struct key *k, const struct mech *m,
    enum mech_use use, struct bytes in, struct buf *out);
enum err crypt_run_verify(struct crypto *c, struct key *k,
    const struct mech *m, struct bytes data, struct bytes signature);

/* ERR_DATA_LENGTH for input the mechanism cannot take. */
enum err crypt_encrypt(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes plain, struct buf *out);
/* ERR_ENCRYPTED_INVALID for a wrong tag or padding, ERR_ENCRYPTED_LENGTH. */
enum err crypt_decrypt(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes encrypted, struct buf *out);

/* Signatures and MACs. */
enum err crypt_sign(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes data, struct buf *out);
/* ERR_SIGNATURE_INVALID, ERR_SIGNATURE_LENGTH. */
enum err crypt_verify(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes data, struct bytes signature);

enum err crypt_digest(struct crypto *c, const struct mech *m,
    struct bytes data, struct buf *out);

/* The same as encrypting, but under the rules for wrapping. */
enum err crypt_wrap(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes key_material, struct buf *out);
/* What was wrapped lands in a secret; ERR_WRAPPED_KEY_INVALID. */
enum err crypt_unwrap(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes wrapped, struct secret *out);

/* ECDH with the private key k and m->peer: the x coordinate, in full. */
enum err crypt_derive(struct crypto *c, struct key *k, const struct mech *m,
    struct secret *out);

/* A new key (use: USE_GENERATE) or pair (USE_GENERATE_PAIR) of the type that the
 * mechanism's row names. `asked`: the template, of a pair that of the public
 * half; it has passed key_type_check_asked. */
enum err crypt_generate(struct crypto *c, const struct mech *m,
    enum mech_use use, const struct key_values *asked, struct key_made *out);
