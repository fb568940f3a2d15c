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
#include "crypto/crypto.h"
#include "crypto/ec.h"

struct key;

enum key_kind {
	KEY_SECRET, /* AES, generic secret */
	KEY_RSA_PRIVATE,
	KEY_RSA_PUBLIC,
	KEY_EC_PRIVATE,
	KEY_EC_PUBLIC,
};

/* Big-endian, as in CKA_MODULUS and the rest; leading zeros are permitted.
 * Public: n and e. Private: n, e, d, and either all of the five or none. */
struct rsa_parts {
	struct bytes n, e, d;
	struct bytes p, q, dp, dq, qinv;
};

/* All copy what they are given. ERR_KEY_SIZE, ERR_ATTRIBUTE_VALUE, ERR_CURVE. */
enum err key_from_secret(struct bytes value, struct key **out);
enum err key_from_rsa_private(const struct rsa_parts *parts, struct key **out);
enum err key_from_rsa_public(struct bytes n, struct bytes e, struct key **out);
/* `params` is CKA_EC_PARAMS, `value` CKA_VALUE. */
enum err key_from_ec_private(struct bytes params, struct bytes value,
    struct key **out);
/* `point` is CKA_EC_POINT (or the raw point). That it lies on the curve is
 * checked at first use. */
enum err key_from_ec_public(struct bytes params, struct bytes point,
    struct key **out);

struct key *key_ref(struct key *k);
/* Drops the reference and leaves NULL; accepts NULL. The last one wipes. */
void key_unref(struct key **k);

/* Bits of modulus or order; of the value for a secret. */
unsigned key_bits(const struct key *k);
