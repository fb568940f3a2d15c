/* SPDX-License-Identifier: Apache-2.0 */
/* As with ciphers, a key keeps the context it used last, with the key in it. */
#include "crypto/mac.h"

#include <openssl/core_names.h>
#include <openssl/params.h>

static const char *
cmac_cipher(size_t key_len)
{
	return key_len == 16 ? "AES-128-CBC" :
	    key_len == 24 ? "AES-192-CBC" : "AES-256-CBC";
}

static enum err
start(const struct key *k, enum hash h, EVP_MAC_CTX *ctx)
{
	const struct bytes key = k->part[PART_VALUE];
	const char *what = h == HASH_NONE ? OSSL_MAC_PARAM_CIPHER :
	    OSSL_MAC_PARAM_DIGEST;
	const char *name = h == HASH_NONE ? cmac_cipher(key.len) :
	    library_hash_name(h);
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(what, (char *)name, 0),
		OSSL_PARAM_construct_end(),
	};

	if (EVP_MAC_init(ctx, key.ptr, key.len, params) != 1)
		return library_failed(ERR_CRYPTO);
	return ERR_OK;
}

/* The caller frees what is there after a failure, too. */
enum err
mac_open(struct crypto *c, const struct key *k, enum hash h, EVP_MAC_CTX **out)
{
	*out = EVP_MAC_CTX_new(h == HASH_NONE ? c->cmac : c->hmac);
	if (*out == NULL)
		return library_failed(ERR_NO_MEMORY);
	return start(k, h, *out);
}

static enum err
slot_start(struct crypto *c, struct key *k, enum hash h, struct key_slot *s)
{
	if (s->mac_keyed && s->mac_hash == h) {
		if (EVP_MAC_init(s->mac, NULL, 0, NULL) == 1)
			return ERR_OK;
		return library_failed(ERR_CRYPTO);
	}
	EVP_MAC_CTX_free(s->mac);
	s->mac = NULL;
	s->mac_keyed = false;
	s->mac_hash = h;
	return mac_open(c, k, h, &s->mac);
}

enum err
mac_make(struct crypto *c, struct key *k, enum hash h, struct bytes in,
    uint8_t out[EVP_MAX_MD_SIZE])
{
	struct key_slot *s;

	TRY(key_slot(c, k, &s));
	TRY(slot_start(c, k, h, s));
	s->mac_keyed = false;
	if (in.len > 0 && EVP_MAC_update(s->mac, in.ptr, in.len) != 1)
		return library_failed(ERR_CRYPTO);
	TRY(mac_finish(s->mac, out));
	s->mac_keyed = true;
	return ERR_OK;
}

enum err
mac_finish(EVP_MAC_CTX *ctx, uint8_t out[EVP_MAX_MD_SIZE])
{
	size_t n;

	if (EVP_MAC_final(ctx, out, &n, EVP_MAX_MD_SIZE) != 1)
		return library_failed(ERR_CRYPTO);
	return ERR_OK;
}
