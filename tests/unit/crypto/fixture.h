/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the tests of lib/crypto share: a context, texts as keys,
 * RSA pairs. */

#include "../test.h"

#include <string.h>

#include "crypto/crypt.h"
#include "crypto/generate.h"
#include "crypto/stream.h"

static struct crypto *c;

static inline int
open_crypto(void **state)
{
	return crypto_open(&c) == ERR_OK ? 0 : -1;
}

static inline int
close_crypto(void **state)
{
	crypto_free(&c);
	return 0;
}

static inline struct key *
secret_key(const char *text)
{
	struct key *k = NULL;

	assert_ok(key_from_secret(bytes_of_text(text), &k));
	return k;
}

#define KEY_128 "0123456789abcdef"
#define KEY_256 "0123456789abcdef0123456789ABCDEF"
#define IV_16 "ABCDEFGHIJKLMNOP"

static const uint8_t oid_p256[] = { 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d,
	0x03, 0x01, 0x07 };
static const uint8_t oid_p384[] = { 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22 };
static const uint8_t oid_p521[] = { 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x23 };
#define PARAMS(oid) bytes_of(oid, sizeof(oid))

static inline void
rsa_pair(unsigned bits, struct key **out_private, struct key **out_public)
{
	CLEARED_BY(rsa_made_clear) struct rsa_made made = { 0 };
	struct rsa_parts parts;

	assert_ok(generate_rsa(c, bits, bytes_of(NULL, 0), &made));
	parts = (struct rsa_parts){ buf_bytes(&made.n), buf_bytes(&made.e),
		secret_bytes(&made.d), secret_bytes(&made.p),
		secret_bytes(&made.q), secret_bytes(&made.dp),
		secret_bytes(&made.dq), secret_bytes(&made.qinv) };
	assert_ok(key_from_rsa_private(&parts, out_private));
	assert_ok(key_from_rsa_public(parts.n, parts.e, out_public));
	assert_int_equal(key_bits(*out_public), bits);
}

static inline void
ec_pair(struct bytes params, struct key **out_private, struct key **out_public)
{
	CLEARED_BY(ec_made_clear) struct ec_made made = { 0 };

	assert_ok(generate_ec(c, params, &made));
	assert_ok(key_from_ec_private(params, secret_bytes(&made.value),
	    out_private));
	assert_ok(key_from_ec_public(params, buf_bytes(&made.point),
	    out_public));
}
