/* SPDX-License-Identifier: Apache-2.0 */
/* Never the default library context, and no configuration file of the machine's.
 * Ciphers are fetched at first use: few threads use them all. */
#include "crypto/library.h"

#include <openssl/err.h>

enum err
library_failed(enum err e)
{
	ERR_clear_error();
	return e;
}

const char *
library_hash_name(enum hash h)
{
	static const char *const names[N_HASHES] = {
#define HASH(name, len, mgf, library) [HASH_##name] = (library),
#include "spec/hashes.def"
#undef HASH
	};

	return names[h];
}

static bool
fetch_all(struct crypto *c)
{
	for (unsigned h = HASH_NONE + 1; h < N_HASHES; h++) {
		c->md[h] = EVP_MD_fetch(c->lib, library_hash_name(h), NULL);
		if (c->md[h] == NULL)
			return false;
	}
	c->hmac = EVP_MAC_fetch(c->lib, "HMAC", NULL);
	c->cmac = EVP_MAC_fetch(c->lib, "CMAC", NULL);
	c->md_ctx = EVP_MD_CTX_new();
	c->seal_ctx = EVP_CIPHER_CTX_new();
	return c->hmac != NULL && c->cmac != NULL && c->md_ctx != NULL && c->seal_ctx != NULL;
}

enum err
library_fetch(struct crypto *c)
{
	c->lib = OSSL_LIB_CTX_new();
	return c->lib != NULL && fetch_all(c) ? ERR_OK :
	    library_failed(ERR_CRYPTO);
}

void
library_drop(struct crypto *c)
{
	for (unsigned h = 0; h < N_HASHES; h++)
		EVP_MD_free(c->md[h]);
	EVP_MAC_free(c->hmac);
	EVP_MAC_free(c->cmac);
	EVP_MD_CTX_free(c->md_ctx);
	EVP_CIPHER_CTX_free(c->seal_ctx);
	OSSL_LIB_CTX_free(c->lib);
}

enum err
library_cipher(struct crypto *c, enum cipher_mode mode, size_t key_len,
    EVP_CIPHER **out)
{
	static const char *const names[N_CIPHER_MODES][3] = {
#define CIPHER(name, suffix) \
	{ "AES-128-" suffix, "AES-192-" suffix, "AES-256-" suffix },
#include "crypto/ciphers.def"
#undef CIPHER
	};
	EVP_CIPHER **place;

	if (key_len != 16 && key_len != 24 && key_len != 32)
		return ERR_KEY_SIZE;
	place = &c->cipher[mode][key_len / 8 - 2];
	if (*place == NULL)
		*place = EVP_CIPHER_fetch(c->lib, names[mode][key_len / 8 - 2],
		    NULL);
	if (*place == NULL)
		return library_failed(ERR_CRYPTO);
	*out = *place;
	return ERR_OK;
}
