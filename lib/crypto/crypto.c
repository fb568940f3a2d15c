/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pool of thread contexts. A context is never destroyed: keys keep objects
 * of its library context, and 32 of them are a bound, not a leak. Never the
 * default library context, and no configuration file of the machine's.
 */
#include <pthread.h>

#include <openssl/crypto.h>

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
