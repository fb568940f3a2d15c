/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * PrivateKeyInfo (PKCS#8, RFC 5208) in DER: the form private keys have while
 * they are wrapped (PKCS#11, C_WrapKey). Nothing else here uses it.
 */

#include "crypto/generate.h"
#include "crypto/key.h"

/* A private key taken apart; `kind` says which half is filled. */
struct pkcs8 {
	enum key_kind kind;
	struct rsa_made rsa;
	const struct curve *curve;
	struct ec_made ec;
};

/* RSA and EC private keys, else ERR_KEY_TYPE. RSA without primes cannot be
 * put in that form: ERR_KEY_NOT_WRAPPABLE. */
enum err pkcs8_encode(struct crypto *c, struct key *k, struct secret *out);
/* ERR_WRAPPED_KEY_INVALID if it is none, or of another kind of key; ERR_CURVE.
 * Bytes behind it are refused. */
enum err pkcs8_decode(struct crypto *c, struct bytes der, struct pkcs8 *out);
void pkcs8_clear(struct pkcs8 *p);
