/* SPDX-License-Identifier: Apache-2.0 */
/* HMAC and CMAC, and digests. As with ciphers, a key keeps the context it used
 * last, with the key in it. */
#include <openssl/core_names.h>
#include <openssl/params.h>

#include "crypto/internal.h"

EVP_MAC *
mac_of(struct crypto *c, enum hash h)
{
	return h == HASH_NONE ? c->cmac : c->hmac;
}

static const char *
cmac_cipher(size_t key_len)
{
	switch (key_len) {
	case 16:
		return "AES-128-CBC";
	case 24:
		return "AES-192-CBC";
	default:
		return "AES-256-CBC";
	}
}

enum err
mac_start(struct crypto *c, const struct key *k, enum hash h, EVP_MAC_CTX *ctx)
{
	const struct bytes key = k->part[PART_VALUE];
	const char *what = h == HASH_NONE ? OSSL_MAC_PARAM_CIPHER :
	    OSSL_MAC_PARAM_DIGEST;
	const char *name = h == HASH_NONE ? cmac_cipher(key.len) : hash_name(h);
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(what, (char *)name, 0),
		OSSL_PARAM_construct_end(),
	};

	if (EVP_MAC_init(ctx, key.ptr, key.len, params) != 1)
		return crypto_failed(ERR_CRYPTO);
	return ERR_OK;
}

static enum err
slot_mac(struct crypto *c, struct key *k, enum hash h, struct key_slot *s)
{
	if (s->mac_keyed && s->mac_hash == h) {
		if (EVP_MAC_init(s->mac, NULL, 0, NULL) == 1)
			return ERR_OK;
		return crypto_failed(ERR_CRYPTO);
	}
	EVP_MAC_CTX_free(s->mac);
	s->mac_keyed = false;
	s->mac = EVP_MAC_CTX_new(mac_of(c, h));
	if (s->mac == NULL)
		return crypto_failed(ERR_NO_MEMORY);
	s->mac_hash = h;
	return mac_start(c, k, h, s->mac);
}

enum err
mac_compute(struct crypto *c, struct key *k, enum hash h, struct bytes in,
    uint8_t *out, size_t *out_len)
{
	struct key_slot *s;
	size_t n;

	TRY(key_slot(c, k, &s));
	TRY(slot_mac(c, k, h, s));
	s->mac_keyed = false;
	if ((in.len > 0 && EVP_MAC_update(s->mac, in.ptr, in.len) != 1) ||
	    EVP_MAC_final(s->mac, out, &n, EVP_MAX_MD_SIZE) != 1)
		return crypto_failed(ERR_CRYPTO);
	s->mac_keyed = true;
	*out_len = n;
	return ERR_OK;
}

enum err
digest_compute(struct crypto *c, enum hash h, struct bytes in, uint8_t *out,
    size_t *out_len)
{
	unsigned n;

	if (EVP_DigestInit_ex2(c->md_ctx, c->md[h], NULL) != 1 ||
	    (in.len > 0 && EVP_DigestUpdate(c->md_ctx, in.ptr, in.len) != 1) ||
	    EVP_DigestFinal_ex(c->md_ctx, out, &n) != 1)
		return crypto_failed(ERR_CRYPTO);
	*out_len = n;
	return ERR_OK;
}
