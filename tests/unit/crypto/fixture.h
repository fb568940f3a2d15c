/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the tests of lib/crypto share: a context, texts as keys,
 * RSA pairs. */

#include "../test.h"

#include <string.h>

#include "crypto/crypt.h"
#include "crypto/key_ec.h"
#include "crypto/key_rsa.h"
#include "crypto/key_secret.h"
#include "crypto/stream.h"
#include "spec/pkcs11.h"

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

	assert_ok(key_secret(bytes_of_text(text), &k));
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

/* The value, to be read or spoiled. */
static inline struct bytes
made_value(const struct key_made *made, uint64_t type)
{
	struct bytes value = key_made_value(made, type);

	assert_true(value.len > 0);
	return value;
}

static inline void
made_spoil(struct key_made *made, uint64_t type, size_t at)
{
	for (unsigned i = 0; i < made->n; i++)
		if (made->rows[i].type == type)
			made->rows[i].value.ptr[at] ^= 1;
}

static inline struct rsa_parts
rsa_parts_of(const struct key_made *made)
{
	return (struct rsa_parts){ made_value(made, CKA_MODULUS),
		made_value(made, CKA_PUBLIC_EXPONENT),
		made_value(made, CKA_PRIVATE_EXPONENT),
		made_value(made, CKA_PRIME_1), made_value(made, CKA_PRIME_2),
		made_value(made, CKA_EXPONENT_1),
		made_value(made, CKA_EXPONENT_2),
		made_value(made, CKA_COEFFICIENT) };
}

static inline void
rsa_pair(unsigned bits, struct key **out_private, struct key **out_public)
{
	CLEARED_BY(key_made_clear) struct key_made made = { 0 };
	struct rsa_parts parts;

	assert_ok(key_rsa_generate(c, bits, bytes_of(NULL, 0), &made));
	parts = rsa_parts_of(&made);
	assert_ok(key_rsa_private(&parts, out_private));
	assert_ok(key_rsa_public(parts.n, parts.e, out_public));
	assert_int_equal(key_bits(*out_public), bits);
}

static inline void
ec_pair(struct bytes params, struct key **out_private, struct key **out_public)
{
	CLEARED_BY(key_made_clear) struct key_made made = { 0 };

	assert_ok(key_ec_generate(c, params, &made));
	assert_ok(key_ec_private(params, made_value(&made, CKA_VALUE),
	    out_private));
	assert_ok(key_ec_public(params, made_value(&made, CKA_EC_POINT),
	    out_public));
}
