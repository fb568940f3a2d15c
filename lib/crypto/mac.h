/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* HMAC, and CMAC, which is the one without a hash. Inside lib/crypto. */

#include "crypto/key_slot.h"

/* A new context, with the key in it. */
enum err mac_open(struct crypto *c, const struct key *k, enum hash h,
    EVP_MAC_CTX **out);
/* All of the MAC. */
enum err mac_make(struct crypto *c, struct key *k, enum hash h,
    struct bytes in, uint8_t out[EVP_MAX_MD_SIZE]);
enum err mac_finish(EVP_MAC_CTX *ctx, uint8_t out[EVP_MAX_MD_SIZE]);
