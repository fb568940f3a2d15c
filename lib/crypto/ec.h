/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Named curves, and their encodings in PKCS#11 attributes. */

#include "base/bytes.h"

struct curve {
	const char *group;   /* libcrypto's name: "prime256v1" */
	const char *name;    /* what people call it: "P-256" */
	unsigned bits;       /* of the order */
	bool quick;          /* signs within about 50 us */
	size_t len;          /* bytes of a scalar and of a coordinate */
	struct bytes params; /* CKA_EC_PARAMS: the DER of the OID */
	struct bytes order;  /* of the base point, `len` bytes (SP 800-186) */
};

#define EC_POINT_MAX 133 /* 04 || x || y on P-521 */

/* NULL if it is not a curve of ours (ERR_CURVE is the caller's answer). */
const struct curve *curve_of_params(struct bytes params);
/* The curve of either name; NULL. */
const struct curve *curve_of_name(const char *name);
/* A private value is 1 to the order less 1; zeros may stand before it.
 * ERR_ATTRIBUTE_VALUE. */
enum err ec_value_check(const struct curve *curve, struct bytes value);
/* The raw uncompressed point (04 || x || y) in a CKA_EC_POINT, which is a DER
 * OCTET STRING; the raw point itself is taken too, as many programs send it.
 * ERR_ATTRIBUTE_VALUE if it is neither. Borrowed from `in`. */
enum err ec_point_raw(const struct curve *curve, struct bytes in,
    struct bytes *out);
/* Appends the DER OCTET STRING of a raw point. */
enum err ec_point_put(struct bytes raw, struct buf *out);
