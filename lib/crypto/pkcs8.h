/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * PrivateKeyInfo (PKCS#8, RFC 5208) in DER: the form private keys have while
 * they are wrapped. They come in by C_UnwrapKey; none goes out (the policy of
 * partitions forbids it), so there is no way back into this form.
 */

#include "crypto/key_type.h"

/* The key's type, and its values (those of the private half are what an object
 * of it has). ERR_WRAPPED_KEY_INVALID if it is none, or of another kind of key;
 * ERR_CURVE. Bytes behind it are refused. */
enum err pkcs8_decode(struct crypto *c, struct bytes der,
    const struct key_type **out_type, struct key_made *out);
