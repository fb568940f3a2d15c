/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * What the files of lib/crypto share among themselves and with nobody else.
 * Functions that write to a bare pointer are promised crypt_size() bytes there.
 */

#include <stdatomic.h>

#include <openssl/evp.h>

#include "crypto/crypt.h"
#include "crypto/generate.h"
#include "mech/bound.h"

enum cipher_mode {
	CIPHER_ECB,
	CIPHER_CBC,
	CIPHER_CTR,
	CIPHER_GCM,
	CIPHER_KW,
	CIPHER_KWP,
	N_CIPHER_MODES,
};

struct crypto {
	unsigned slot; /* index into key->slot */
	bool taken;
	OSSL_LIB_CTX *lib;
	EVP_MD *md[N_HASHES];
	EVP_CIPHER *cipher[N_CIPHER_MODES][3]; /* fetched at first use */
	EVP_MAC *hmac, *cmac;
	EVP_MD_CTX *md_ctx;
	EVP_CIPHER_CTX *seal_ctx;
};

enum key_part {
	PART_N,
	PART_E,
	PART_D,
	PART_P,
	PART_Q,
	PART_DP,
	PART_DQ,
	PART_QINV,
	N_RSA_PARTS,
	PART_VALUE = 0, /* symmetric key; EC scalar */
	PART_POINT = 1, /* raw EC point */
};

/* What one thread's libcrypto prepared for a key. */
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

/*
 * The components lie behind one another in `all`. Integers for libcrypto (RSA
 * and the EC scalar) are little-endian there, so that they go into
 * EVP_PKEY_fromdata without a detour over BIGNUMs.
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
 * The context dies with the key, so that no schedule outlives a zeroized key.
 */
struct key {
	atomic_uint n_refs;
	enum key_kind kind;
	unsigned bits;
	const struct curve *curve;
	struct secret all;
	struct bytes part[N_RSA_PARTS];
	struct key_slot *slot[CRYPTO_MAX];
};

/* Empties libcrypto's error queue and passes the error on. */
enum err crypto_failed(enum err e);
enum err crypto_cipher(struct crypto *c, enum cipher_mode mode, size_t key_len,
    EVP_CIPHER **out);
/* The name libcrypto fetches a digest by. */
const char *hash_name(enum hash h);

/* This thread's place in the key, made at first use. */
enum err key_slot(struct crypto *c, struct key *k, struct key_slot **out);
/* The key as libcrypto wants it, in this thread's library context. */
enum err key_pkey(struct crypto *c, struct key *k, EVP_PKEY **out);
/* Builds it (pkey.c). */
enum err pkey_make(struct crypto *c, const struct key *k, EVP_PKEY **out);
/* A public point alone. */
enum err pkey_of_point(struct crypto *c, const struct curve *curve,
    struct bytes raw, EVP_PKEY **out);
/* The other way (parts.c); what was filled on failure is the caller's to
 * clear. */
enum err pkey_take_rsa(const EVP_PKEY *pkey, struct rsa_made *made);
enum err pkey_take_ec(const EVP_PKEY *pkey, const struct curve *curve,
    struct ec_made *made);

/* AES (aes.c). */
enum err aes_start(struct crypto *c, const struct key *k, const struct mech *m,
    bool encrypt, EVP_CIPHER_CTX *ctx);
enum err aes_crypt(struct crypto *c, struct key *k, const struct mech *m,
    bool encrypt, struct bytes in, uint8_t *out, size_t *out_len);
enum err aes_gcm_crypt(struct crypto *c, struct key *k, const struct mech *m,
    bool encrypt, struct bytes in, uint8_t *out, size_t *out_len);
enum err aes_wrap_crypt(struct crypto *c, struct key *k, const struct mech *m,
    bool encrypt, struct bytes in, uint8_t *out, size_t *out_len);
/* How many bytes the counter still has before it wraps. */
bool aes_ctr_fits(const struct mech *m, uint64_t len);

/* MACs (mac.c): the full MAC, at most EVP_MAX_MD_SIZE. */
enum err mac_start(struct crypto *c, const struct key *k, enum hash h,
    EVP_MAC_CTX *ctx);
enum err mac_compute(struct crypto *c, struct key *k, enum hash h,
    struct bytes in, uint8_t *out, size_t *out_len);
EVP_MAC *mac_of(struct crypto *c, enum hash h);

/* Digests. */
enum err digest_compute(struct crypto *c, enum hash h, struct bytes in,
    uint8_t *out, size_t *out_len);

/* RSA and ECDSA over what is to be signed in the end: the caller's data, or
 * the digest of it made with `h`. */
enum err rsa_sign(struct crypto *c, struct key *k, const struct mech *m,
    enum hash h, struct bytes in, uint8_t *out, size_t *out_len);
enum err rsa_verify(struct crypto *c, struct key *k, const struct mech *m,
    enum hash h, struct bytes in, struct bytes signature);
enum err rsa_crypt(struct crypto *c, struct key *k, const struct mech *m,
    bool encrypt, struct bytes in, uint8_t *out, size_t *out_len);
bool rsa_is_pss(const struct mech *m);
enum err ecdsa_sign(struct crypto *c, struct key *k, struct bytes in,
    uint8_t *out, size_t *out_len);
enum err ecdsa_verify(struct crypto *c, struct key *k, struct bytes in,
    struct bytes signature);
enum err ecdh_derive(struct crypto *c, struct key *k, const struct mech *m,
    uint8_t *out, size_t *out_len);

/* Signing what is hashed already (or need not be). */
enum err sign_prepared(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes in, uint8_t *out, size_t *out_len);
enum err verify_prepared(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes in, struct bytes signature);
bool is_mac(const struct mech_row *row);
