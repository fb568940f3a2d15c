/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pool of thread contexts. A context is never destroyed: keys keep objects
 * of its library context, and 32 of them are a bound, not a leak. Never the
 * default library context, and no configuration file of the machine's.
 */
#include <pthread.h>

#include <openssl/crypto.h>
#include <openssl/err.h>

#include "base/mem.h"
#include "crypto/internal.h"

static struct crypto *pool[CRYPTO_MAX];
static pthread_mutex_t pool_lock = PTHREAD_MUTEX_INITIALIZER;

enum err
crypto_failed(enum err e)
{
	ERR_clear_error();
	return e;
}

const char *
hash_name(enum hash h)
{
	static const char *const names[N_HASHES] = {
		"", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512",
	};

	return names[h];
}

static bool
fetch_all(struct crypto *c)
{
	for (unsigned h = HASH_SHA1; h < N_HASHES; h++) {
		c->md[h] = EVP_MD_fetch(c->lib, hash_name(h), NULL);
		if (c->md[h] == NULL)
			return false;
	}
	c->hmac = EVP_MAC_fetch(c->lib, "HMAC", NULL);
	c->cmac = EVP_MAC_fetch(c->lib, "CMAC", NULL);
	c->md_ctx = EVP_MD_CTX_new();
	c->seal_ctx = EVP_CIPHER_CTX_new();
	return c->hmac && c->cmac && c->md_ctx && c->seal_ctx;
}

/* Only for a context that could not be completed. */
static void
crypto_destroy(struct crypto *c)
{
	for (unsigned h = HASH_SHA1; h < N_HASHES; h++)
		EVP_MD_free(c->md[h]);
	EVP_MAC_free(c->hmac);
	EVP_MAC_free(c->cmac);
	EVP_MD_CTX_free(c->md_ctx);
	EVP_CIPHER_CTX_free(c->seal_ctx);
	OSSL_LIB_CTX_free(c->lib);
	mem_free(c);
}

static enum err
crypto_make(unsigned slot, struct crypto **out)
{
	struct crypto *c = mem_alloc(1, sizeof(*c));

	if (c == NULL)
		return ERR_NO_MEMORY;
	c->slot = slot;
	c->lib = OSSL_LIB_CTX_new();
	if (c->lib == NULL || !fetch_all(c)) {
		crypto_destroy(c);
		return crypto_failed(ERR_CRYPTO);
	}
	*out = c;
	return ERR_OK;
}

static enum err
pool_take(struct crypto **out)
{
	for (unsigned i = 0; i < CRYPTO_MAX; i++) {
		if (pool[i] == NULL)
			TRY(crypto_make(i, &pool[i]));
		if (pool[i]->taken)
			continue;
		pool[i]->taken = true;
		*out = pool[i];
		return ERR_OK;
	}
	return ERR_BUSY;
}

enum err
crypto_open(struct crypto **out)
{
	enum err e;

	if (OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL) != 1)
		return crypto_failed(ERR_CRYPTO);
	pthread_mutex_lock(&pool_lock);
	e = pool_take(out);
	pthread_mutex_unlock(&pool_lock);
	return e;
}

void
crypto_free(struct crypto **c)
{
	if (*c == NULL)
		return;
	/* The sealing key's schedule stays in it otherwise. */
	EVP_CIPHER_CTX_reset((*c)->seal_ctx);
	EVP_MD_CTX_reset((*c)->md_ctx);
	pthread_mutex_lock(&pool_lock);
	(*c)->taken = false;
	pthread_mutex_unlock(&pool_lock);
	*c = NULL;
}

enum err
crypto_cipher(struct crypto *c, enum cipher_mode mode, size_t key_len,
    EVP_CIPHER **out)
{
	static const char *const names[N_CIPHER_MODES][3] = {
		[CIPHER_ECB] = { "AES-128-ECB", "AES-192-ECB", "AES-256-ECB" },
		[CIPHER_CBC] = { "AES-128-CBC", "AES-192-CBC", "AES-256-CBC" },
		[CIPHER_CTR] = { "AES-128-CTR", "AES-192-CTR", "AES-256-CTR" },
		[CIPHER_GCM] = { "AES-128-GCM", "AES-192-GCM", "AES-256-GCM" },
		[CIPHER_KW] = { "AES-128-WRAP", "AES-192-WRAP",
		    "AES-256-WRAP" },
		[CIPHER_KWP] = { "AES-128-WRAP-PAD", "AES-192-WRAP-PAD",
		    "AES-256-WRAP-PAD" },
	};
	EVP_CIPHER **place;

	if (key_len != 16 && key_len != 24 && key_len != 32)
		return ERR_KEY_SIZE;
	place = &c->cipher[mode][key_len / 8 - 2];
	if (*place == NULL)
		*place = EVP_CIPHER_fetch(c->lib, names[mode][key_len / 8 - 2],
		    NULL);
	if (*place == NULL)
		return crypto_failed(ERR_CRYPTO);
	*out = *place;
	return ERR_OK;
}
