/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Argon2id. A verifier is version (1), passes (4), memory in KiB (4), salt
 * (16), hash (32), big-endian.
 */
#include "crypto/password.h"

#include <sodium.h>

#include "crypto/random.h"

#define VERSION 1
#define SALT_LEN 16
#define HASH_LEN 32
#define VERIFIER_LEN (1 + 4 + 4 + SALT_LEN + HASH_LEN)
/* Above this a verifier is damaged, not costly. */
#define PASSES_MAX 64
#define MEMORY_MAX_KIB (1024u * 1024u)

struct cost {
	uint32_t passes;
	uint32_t memory_kib;
};

/* The floor OWASP advises. */
static const struct cost default_cost = { 2, 19 * 1024 };
static const struct cost domain_cost = { 3, 64 * 1024 };
/* Part of what a domain is: changing it parts old HSMs from new ones. */
static const uint8_t domain_salt[SALT_LEN] = "lunette domain 1";

static enum err
stretch(const uint8_t salt[SALT_LEN], struct bytes password,
    const struct cost *cost, struct secret *out)
{
	CLEARED_BY(secret_clear) struct secret made = { 0 };

	if (cost->passes < 1 || cost->passes > PASSES_MAX ||
	    cost->memory_kib < 8 || cost->memory_kib > MEMORY_MAX_KIB)
		return ERR_ARGUMENT;
	if (sodium_init() < 0)
		return ERR_CRYPTO;
	TRY(secret_make(&made, HASH_LEN));
	/* Fails for want of memory only. */
	if (crypto_pwhash(made.ptr, made.len,
	    password.len ? (const char *)password.ptr : "", password.len,
	    salt, cost->passes, (size_t)cost->memory_kib * 1024,
	    crypto_pwhash_ALG_ARGON2ID13) != 0)
		return ERR_NO_MEMORY;
	secret_move(out, &made);
	return ERR_OK;
}

enum err
password_verifier_make(struct bytes password, struct buf *out)
{
	CLEARED_BY(secret_clear) struct secret hash = { 0 };
	const struct cost *cost = &default_cost;
	uint8_t salt[SALT_LEN];

	TRY(crypto_random(salt, sizeof(salt)));
	TRY(stretch(salt, password, cost, &hash));
	TRY(buf_reserve(out, VERIFIER_LEN));
	TRY(buf_put_u8(out, VERSION));
	TRY(buf_put_u32(out, cost->passes));
	TRY(buf_put_u32(out, cost->memory_kib));
	TRY(buf_put(out, bytes_of(salt, sizeof(salt))));
	return buf_put(out, secret_bytes(&hash));
}

enum err
password_verify(struct bytes verifier, struct bytes password)
{
	CLEARED_BY(secret_clear) struct secret hash = { 0 };
	struct cost cost;
	const uint8_t *salt;
	enum err e;

	if (verifier.len != VERIFIER_LEN || verifier.ptr[0] != VERSION)
		return ERR_CORRUPT;
	cost.passes = bytes_u32(verifier.ptr + 1);
	cost.memory_kib = bytes_u32(verifier.ptr + 5);
	salt = verifier.ptr + 9;
	e = stretch(salt, password, &cost, &hash);
	if (e == ERR_ARGUMENT)
		return ERR_CORRUPT;
	TRY(e);
	return secret_equal(secret_bytes(&hash), bytes_of(salt + SALT_LEN,
	    HASH_LEN)) ? ERR_OK : ERR_PIN_INCORRECT;
}

enum err
domain_stretch(struct bytes domain_string, struct secret *out)
{
	return stretch(domain_salt, domain_string, &domain_cost, out);
}
