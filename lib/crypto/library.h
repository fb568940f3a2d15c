/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * libcrypto as one thread of this house uses it: its library context, and the
 * algorithms fetched from it. Inside lib/crypto.
 */

#include <openssl/evp.h>

#include "crypto/crypto.h"
#include "mech/hash.h"

enum cipher_mode {
#define CIPHER(name, suffix) CIPHER_##name,
#include "crypto/ciphers.def"
#undef CIPHER
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

/* Makes the library context and what is always needed of it; ERR_CRYPTO. The
 * struct is zeroed but for its slot, and stays as far as it came. */
enum err library_fetch(struct crypto *c);
/* Only for what could not be completed. */
void library_drop(struct crypto *c);
/* Empties libcrypto's error queue and passes the error on. */
enum err library_failed(enum err e);
/* AES in a mode, for a key of that many bytes. ERR_KEY_SIZE. */
enum err library_cipher(struct crypto *c, enum cipher_mode mode,
    size_t key_len, EVP_CIPHER **out);
/* The name libcrypto fetches a digest by. */
const char *library_hash_name(enum hash h);
