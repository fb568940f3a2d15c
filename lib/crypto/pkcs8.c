/* SPDX-License-Identifier: Apache-2.0 */
/* The decoding itself is libcrypto's; which kind of key it is, and its values,
 * the kinds know. */
#include "crypto/pkcs8.h"

#include <openssl/decoder.h>

#include "crypto/key_kind.h"

static const struct key_type *
type_of(const EVP_PKEY *pkey)
{
	const struct key_type *types;
	unsigned n;

	types = key_types(&n);
	for (unsigned i = 0; i < n; i++)
		if (types[i].kind->algorithm != NULL &&
		    EVP_PKEY_is_a(pkey, types[i].kind->algorithm))
			return &types[i];
	return NULL;
}

static enum err
take(const EVP_PKEY *pkey, const struct key_type **out_type,
    struct key_made *out)
{
	CLEARED_BY(key_made_clear) struct key_made made = { 0 };
	const struct key_type *t = type_of(pkey);

	if (t == NULL || t->kind->values == NULL)
		return ERR_WRAPPED_KEY_INVALID;
	TRY(t->kind->values(pkey, &made));
	key_made_clear(out);
	*out = made;
	*out_type = t;
	made = (struct key_made){ 0 };
	return ERR_OK;
}

enum err
pkcs8_decode(struct crypto *c, struct bytes der,
    const struct key_type **out_type, struct key_made *out)
{
	EVP_PKEY *pkey = NULL;
	OSSL_DECODER_CTX *ctx = OSSL_DECODER_CTX_new_for_pkey(&pkey, "DER",
	    "PrivateKeyInfo", NULL, EVP_PKEY_KEYPAIR, c->lib, NULL);
	int good;
	enum err e;

	if (ctx == NULL)
		return library_failed(ERR_NO_MEMORY);
	good = OSSL_DECODER_from_data(ctx, &der.ptr, &der.len);
	OSSL_DECODER_CTX_free(ctx);
	if (good != 1 || der.len != 0) {
		EVP_PKEY_free(pkey);
		return library_failed(ERR_WRAPPED_KEY_INVALID);
	}
	e = take(pkey, out_type, out);
	EVP_PKEY_free(pkey);
	return e;
}
