/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Keys on the curves of ec.h, for ECDSA and ECDH. */

#include "crypto/crypto.h"
#include "crypto/ec.h"
#include "crypto/key.h"

/* `params` is CKA_EC_PARAMS, `value` CKA_VALUE. Both copy what they are given.
 * ERR_CURVE, ERR_ATTRIBUTE_VALUE. */
enum err key_ec_private(struct bytes params, struct bytes value,
    struct key **out);
/* `point` is CKA_EC_POINT (or the raw point). That it lies on the curve is
 * checked at first use. */
enum err key_ec_public(struct bytes params, struct bytes point,
    struct key **out);

/* A pair: CKA_VALUE, as long as the order, and CKA_EC_POINT. ERR_CURVE. */
enum err key_ec_generate(struct crypto *c, struct bytes params,
    struct key_made *out);
/* Appends the public point (CKA_EC_POINT) that belongs to a private value. */
enum err key_ec_point(struct crypto *c, struct bytes params,
    struct bytes value, struct buf *out);
