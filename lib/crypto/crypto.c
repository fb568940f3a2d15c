/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pool of thread contexts. A context is never destroyed: keys keep objects
 * of its library context, and 32 of them are a bound, not a leak. Never the
 * default library context, and no configuration file of the machine's.
 */
#include <pthread.h>

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "base/mem.h"
#include "crypto/library.h"

static struct crypto *pool[CRYPTO_MAX];
static pthread_mutex_t pool_lock = PTHREAD_MUTEX_INITIALIZER;

static enum err
crypto_make(unsigned slot, struct crypto **out)
{
	struct crypto *c = mem_alloc(1, sizeof(*c));
	enum err e;

	if (c == NULL)
		return ERR_NO_MEMORY;
	c->slot = slot;
	e = library_fetch(c);
	if (e != ERR_OK) {
		library_drop(c);
		mem_free(c);
		return e;
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
		return library_failed(ERR_CRYPTO);
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

/* --- random bytes --- */

enum err
crypto_draw(struct crypto *c, uint8_t *out, size_t len)
{
	if (RAND_priv_bytes_ex(c->lib, out, len, 0) != 1)
		return library_failed(ERR_RANDOM);
	return ERR_OK;
}

/* The generators that threads draw from have this one as their parent, and seed
 * themselves anew when it was; libcrypto locks it. */
static bool
mix(struct crypto *c, const uint8_t *seed, size_t len)
{
	EVP_RAND_CTX *parent = RAND_get0_primary(c->lib);

	return parent != NULL &&
	    EVP_RAND_reseed(parent, 0, NULL, 0, seed, len) == 1;
}

/* Its digest goes in, so that a long seed costs no more than a short one. */
enum err
crypto_seed(struct crypto *c, struct bytes seed)
{
	uint8_t digest[EVP_MAX_MD_SIZE];
	bool good = true;
	unsigned len;

	if (EVP_DigestInit_ex2(c->md_ctx, c->md[HASH_SHA512], NULL) != 1 ||
	    EVP_DigestUpdate(c->md_ctx, seed.ptr, seed.len) != 1 ||
	    EVP_DigestFinal_ex(c->md_ctx, digest, &len) != 1)
		return library_failed(ERR_CRYPTO);
	pthread_mutex_lock(&pool_lock);
	for (unsigned i = 0; i < CRYPTO_MAX && pool[i] != NULL; i++)
		good = mix(pool[i], digest, len) && good;
	pthread_mutex_unlock(&pool_lock);
	mem_wipe(digest, sizeof(digest));
	return good ? ERR_OK : library_failed(ERR_RANDOM);
}
