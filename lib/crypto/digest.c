/* SPDX-License-Identifier: Apache-2.0 */
/* Every thread has a digest context of its own for whole inputs; a stream makes
 * its own, since many may be open at a time. */
#include "crypto/digest.h"

enum err
digest_make(struct crypto *c, enum hash h, struct bytes in, struct digest *out)
{
	unsigned n;

	if (EVP_DigestInit_ex2(c->md_ctx, c->md[h], NULL) != 1 ||
	    (in.len > 0 && EVP_DigestUpdate(c->md_ctx, in.ptr, in.len) != 1) ||
	    EVP_DigestFinal_ex(c->md_ctx, out->bytes, &n) != 1)
		return library_failed(ERR_CRYPTO);
	out->len = n;
	return ERR_OK;
}

enum err
digest_open(struct stream *s)
{
	s->md = EVP_MD_CTX_new();
	if (s->md == NULL || EVP_DigestInit_ex2(s->md,
	    s->o.c->md[s->o.row->hash], NULL) != 1)
		return library_failed(ERR_NO_MEMORY);
	return ERR_OK;
}

enum err
digest_update(struct stream *s, struct bytes in, struct output *out)
{
	return in.len == 0 || EVP_DigestUpdate(s->md, in.ptr, in.len) == 1 ?
	    ERR_OK : library_failed(ERR_CRYPTO);
}

enum err
digest_finish(struct stream *s, struct digest *out)
{
	unsigned n;

	if (EVP_DigestFinal_ex(s->md, out->bytes, &n) != 1)
		return library_failed(ERR_CRYPTO);
	out->len = n;
	return ERR_OK;
}
