/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* RSA keys. */

#include "crypto/crypto.h"
#include "crypto/key.h"

/* Big-endian, as in CKA_MODULUS and the rest; leading zeros are permitted.
 * Public: n and e. Private: n, e, d, and either all of the five or none. */
struct rsa_parts {
	struct bytes n, e, d;
	struct bytes p, q, dp, dq, qinv;
};

/* Both copy what they are given. ERR_KEY_SIZE, ERR_ATTRIBUTE_VALUE. */
enum err key_rsa_private(const struct rsa_parts *parts, struct key **out);
enum err key_rsa_public(struct bytes n, struct bytes e, struct key **out);

/* A pair of 2048 to 4096 bits in steps of 64, else ERR_KEY_SIZE; for the
 * exponent see key_rsa_exponent_check; no exponent: 65537. Takes from a tenth of
 * a second to several. */
enum err key_rsa_generate(struct crypto *c, unsigned bits,
    struct bytes exponent, struct key_made *out);
/* A public exponent is odd, from 3 (`fips`: from 65537, FIPS 186-5 A.1.1) and
 * below 2^256. ERR_ATTRIBUTE_VALUE. */
enum err key_rsa_exponent_check(struct bytes exponent, bool fips);
