/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* RSA as its families share it: the bare operation, and signatures over a
 * digest (RFC 8017). Inside lib/crypto. */

#include <openssl/params.h>

#include "crypto/family.h"

enum rsa_padding { RSA_PADDING_PKCS1, RSA_PADDING_PSS };

/* EVP_PKEY_sign_init_ex and its kin. */
typedef int rsa_init_fn(EVP_PKEY_CTX *ctx, const OSSL_PARAM params[]);

size_t rsa_modulus_len(const struct key *k);
bool rsa_is_long(const struct operation *o);
/* A context of libcrypto's for the operation's key. */
enum err rsa_start(const struct operation *o, rsa_init_fn *init,
    const OSSL_PARAM *params, EVP_PKEY_CTX **out);
/* x^d with a private key, x^e with a public one, without any padding; `in` and
 * `out` are as long as the modulus. ERR_DATA_INVALID. */
enum err rsa_raw(const struct operation *o, const uint8_t *in, uint8_t *out);
/* Over a digest made by `h`: PKCS#1 v1.5, or PSS with the parameters of o->m. */
enum err rsa_sign_digest(const struct operation *o, enum rsa_padding padding,
    enum hash h, struct bytes digest, struct output *out);
enum err rsa_verify_digest(const struct operation *o, enum rsa_padding padding,
    enum hash h, struct bytes digest, struct bytes signature);
