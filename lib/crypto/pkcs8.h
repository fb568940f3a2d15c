/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * PrivateKeyInfo (PKCS#8, RFC 5208) in DER: the form private keys have while
 * they are wrapped. They come in by C_UnwrapKey; none goes out (partition
 * policy 1 is off), so there is no way back into this form.
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

/* ERR_WRAPPED_KEY_INVALID if it is none, or of another kind of key; ERR_CURVE.
 * Bytes behind it are refused. */
enum err pkcs8_decode(struct crypto *c, struct bytes der, struct pkcs8 *out);
void pkcs8_clear(struct pkcs8 *p);
