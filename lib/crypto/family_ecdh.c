/* SPDX-License-Identifier: Apache-2.0 */
/* ECDH (SP 800-56A), with and without cofactor: all our curves have cofactor 1.
 * What comes out is the x coordinate, in full. */
#include "crypto/ec.h"
#include "crypto/family.h"
#include "crypto/pkey.h"

/* That the point is on the curve is checked where it is decoded: a second check
 * costs as much as the derivation. */
static bool
agree(EVP_PKEY_CTX *ctx, EVP_PKEY *peer, uint8_t *out, size_t *out_len)
{
	return EVP_PKEY_derive_init(ctx) == 1 &&
	    EVP_PKEY_derive_set_peer_ex(ctx, peer, 0) == 1 &&
	    EVP_PKEY_derive(ctx, out, out_len) == 1;
}

static enum err
derive_with(const struct operation *o, EVP_PKEY *pkey, EVP_PKEY *peer,
    struct output *out)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(o->c->lib, pkey, NULL);
	size_t len = o->k->curve->len;
	bool good = ctx != NULL &&
	    agree(ctx, peer, output_room(out, len), &len);

	EVP_PKEY_CTX_free(ctx);
	if (!good || len != o->k->curve->len)
		return library_failed(ERR_CRYPTO);
	out->len += len;
	return ERR_OK;
}

static enum err
ecdh_derive(const struct operation *o, struct output *out)
{
	EVP_PKEY *pkey, *peer;
	struct bytes raw;
	enum err e;

	if (ec_point_raw(o->k->curve, o->m->peer, &raw) != ERR_OK)
		return ERR_MECHANISM_PARAM;
	TRY(key_slot_pkey(o->c, o->k, &pkey));
	if (pkey_of_point(o->c, o->k->curve, raw, &peer) != ERR_OK)
		return ERR_MECHANISM_PARAM;
	e = derive_with(o, pkey, peer, out);
	EVP_PKEY_free(peer);
	return e;
}

const struct family family_ecdh = {
	.check = operation_takes_any,
	.derive = ecdh_derive,
};
