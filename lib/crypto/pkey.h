/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * libcrypto's form of asymmetric keys, for the kinds of keys that have one. They
 * are made from components: decoding PKCS#8 costs more than a signature does
 * (OpenSSL 3.0), EVP_PKEY_fromdata 5 us. Inside lib/crypto.
 */

#include <openssl/params.h>

#include "crypto/ec.h"
#include "crypto/key_values.h"
#include "crypto/library.h"

/* libcrypto's parameters are not const, but it only reads them. */
OSSL_PARAM pkey_number(const char *name, struct bytes little_endian);
OSSL_PARAM pkey_text(const char *name, const char *value);
OSSL_PARAM pkey_octets(const char *name, struct bytes value);

/* A key of those components; selection: EVP_PKEY_KEYPAIR or _PUBLIC_KEY.
 * ERR_ATTRIBUTE_VALUE. */
enum err pkey_make(struct crypto *c, const char *algorithm, int selection,
    OSSL_PARAM *params, EVP_PKEY **out);
/* The public half of a pair on a curve: a raw point. */
enum err pkey_of_point(struct crypto *c, const struct curve *curve,
    struct bytes raw, EVP_PKEY **out);
/* A new pair. */
enum err pkey_generate(struct crypto *c, const char *algorithm,
    const OSSL_PARAM *params, EVP_PKEY **out);

/* A component becomes a value; a number of `len` bytes, or as many as it needs
 * if that is 0. */
enum err pkey_take_number(const EVP_PKEY *pkey, const char *name, size_t len,
    uint64_t type, unsigned halves, struct key_made *out);
