/* SPDX-License-Identifier: Apache-2.0 */
/* Curves: one row each. Named by their OID only; explicit parameters are
 * refused. */
#include "crypto/ec.h"

#define OID(...)                                      \
	{                                             \
		(const uint8_t[]){ __VA_ARGS__ },     \
		sizeof((const uint8_t[]){ __VA_ARGS__ }) \
	}

static const struct curve curves[] = {
	{ "prime256v1", "P-256", 256, true, 32, OID(0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
	    0x3d, 0x03, 0x01, 0x07) },
	{ "secp384r1", "P-384", 384, false, 48, OID(0x06, 0x05, 0x2b, 0x81, 0x04, 0x00,
	    0x22) },
	{ "secp521r1", "P-521", 521, false, 66, OID(0x06, 0x05, 0x2b, 0x81, 0x04, 0x00,
	    0x23) },
	{ "secp256k1", "secp256k1", 256, false, 32, OID(0x06, 0x05, 0x2b, 0x81, 0x04,
	    0x00, 0x0a) },
};

#define N_CURVES (sizeof(curves) / sizeof(curves[0]))

const struct curve *
curve_of_params(struct bytes params)
{
	for (size_t i = 0; i < N_CURVES; i++)
		if (bytes_equal(params, curves[i].params))
			return &curves[i];
	return NULL;
}

const struct curve *
curve_of_name(const char *name)
{
	for (size_t i = 0; i < N_CURVES; i++)
		if (strcmp(name, curves[i].group) == 0 ||
		    strcmp(name, curves[i].name) == 0)
			return &curves[i];
	return NULL;
}

/* Length of the DER header of a point on the curve: 2, or 3 from 128 bytes. */
static size_t
header_len(size_t raw_len)
{
	return raw_len < 128 ? 2 : 3;
}

enum err
ec_point_raw(const struct curve *curve, struct bytes in, struct bytes *out)
{
	size_t raw_len = 1 + 2 * curve->len;
	size_t header = header_len(raw_len);

	if (in.len == header + raw_len) {
		if (in.ptr[0] != 0x04 || in.ptr[header - 1] != raw_len ||
		    (header == 3 && in.ptr[1] != 0x81))
			return ERR_ATTRIBUTE_VALUE;
		in = bytes_of(in.ptr + header, raw_len);
	}
	if (in.len != raw_len || in.ptr[0] != 0x04)
		return ERR_ATTRIBUTE_VALUE;
	*out = in;
	return ERR_OK;
}

enum err
ec_point_put(struct bytes raw, struct buf *out)
{
	uint8_t header[3] = { 0x04, 0x81, (uint8_t)raw.len };

	if (raw.len > EC_POINT_MAX)
		return ERR_ATTRIBUTE_VALUE;
	if (header_len(raw.len) == 2)
		header[1] = (uint8_t)raw.len;
	TRY(buf_reserve(out, header_len(raw.len) + raw.len));
	TRY(buf_put(out, bytes_of(header, header_len(raw.len))));
	return buf_put(out, raw);
}
