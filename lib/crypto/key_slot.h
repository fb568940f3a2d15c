/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A key from within lib/crypto, and the place that each thread has in it for
 * what libcrypto prepared.
 *
 * Why a slot for each struct crypto: contexts that threads share, or copy from
 * a shared template, make them bounce the reference counts of libcrypto's
 * methods (two threads, OpenSSL 3.0: HMAC 1082 ns against 201, GCM 605 against
 * 168, P-256 21.0 us against 18.5), and a key used from another library
 * context is exported to it. So a thread finds here a context that is keyed
 * already, and two threads are no slower than one. Measured by
 * tests/unit/crypto/speed.c on a busy machine, ns of CPU a call, one thread /
 * two threads:
 *                          OpenSSL 3.0.22       3.5.7
 *   AES-256-GCM 1 KiB         505 /    531      299 /    289
 *   AES-256-GCM 16 B          278 /    279      151 /    153
 *   HMAC-SHA256 64 B          303 /    307      260 /    264
 *   SHA-256 64 B              173 /    174      151 /    151
 *   ECDSA P-256 sign       21,645 / 21,767   20,015 / 20,044
 *   ECDSA P-384 sign      847,964 /828,442  235,213 /234,976
 *   RSA-2048 sign         244,850 /245,333  244,006 /243,613
 * A GCM call is 30 to 40 ns above the same four EVP calls made bare.
 */

#include <stdatomic.h>

#include "crypto/key.h"
#include "crypto/library.h"

struct key_slot {
	EVP_PKEY *pkey;
	EVP_CIPHER_CTX *cipher;
	enum cipher_mode mode;
	bool keyed, encrypts;
	size_t iv_len;
	EVP_MAC_CTX *mac;
	bool mac_keyed;
	enum hash mac_hash; /* HASH_NONE: CMAC */
};

#define KEY_PARTS_MAX 8
#define PART_VALUE 0 /* the one part of a secret key */

/* The parts lie behind one another in `all`; what each is, its kind knows.
 * Integers for libcrypto (RSA and the EC scalar) are little-endian there, so that
 * they go into EVP_PKEY_fromdata without a detour over BIGNUMs. The slots die
 * with the key, so that no schedule outlives a zeroized key. */
struct key {
	atomic_uint n_refs;
	const struct key_kind *kind;
	enum key_half half;
	unsigned bits;
	const struct curve *curve; /* EC */
	struct secret all;
	struct bytes part[KEY_PARTS_MAX];
	struct key_slot *slot[CRYPTO_MAX];
};

/* This thread's place in the key, made at first use. */
enum err key_slot(struct crypto *c, struct key *k, struct key_slot **out);
/* The key as libcrypto wants it, in this thread's library context. */
enum err key_slot_pkey(struct crypto *c, struct key *k, EVP_PKEY **out);
/* Accepts NULL. */
void key_slot_free(struct key_slot *s);
