/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Making keys, as the values of their PKCS#11 attributes. (AES and generic
 * secrets are random bytes: crypto_random_secret.) */

#include "base/secret.h"
#include "crypto/crypto.h"

struct rsa_made {
	struct buf n, e;
	struct secret d, p, q, dp, dq, qinv;
};

struct ec_made {
	struct buf point;    /* CKA_EC_POINT, DER OCTET STRING */
	struct secret value; /* as long as the order */
};

/* 2048 to 4096 bits in steps of 64, else ERR_KEY_SIZE; an odd exponent from
 * 65537 to 64 bits, else ERR_ATTRIBUTE_VALUE; no exponent: 65537. Takes from a
 * tenth of a second to several. */
enum err generate_rsa(struct crypto *c, unsigned bits, struct bytes exponent,
    struct rsa_made *out);
void rsa_made_clear(struct rsa_made *made);

/* `params` is CKA_EC_PARAMS; ERR_CURVE. */
enum err generate_ec(struct crypto *c, struct bytes params,
    struct ec_made *out);
void ec_made_clear(struct ec_made *made);

/* The public point (CKA_EC_POINT) that belongs to a private value. */
enum err ec_point_of_value(struct crypto *c, struct bytes params,
    struct bytes value, struct buf *out);
