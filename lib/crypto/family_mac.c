/* SPDX-License-Identifier: Apache-2.0 */
/* HMAC (FIPS 198-1) and AES-CMAC (SP 800-38B), whole or cut to a length. CMAC is
 * the mechanism without a hash. */
#include "crypto/family.h"
#include "crypto/mac.h"

static enum err
mac_check(const struct operation *o)
{
	size_t wanted = bound_mac(o->m);

	return wanted >= 1 && wanted <= bound_full_mac(o->row) ? ERR_OK :
	    ERR_MECHANISM_PARAM;
}

static enum err
sign(const struct operation *o, struct bytes in, struct output *out)
{
	uint8_t made[EVP_MAX_MD_SIZE];

	TRY(mac_make(o->c, o->k, o->row->hash, in, made));
	output_put(out, bytes_of(made, bound_mac(o->m)));
	return ERR_OK;
}

static enum err
compare(const uint8_t *made, struct bytes signature)
{
	return secret_equal(bytes_of(made, signature.len), signature) ?
	    ERR_OK : ERR_SIGNATURE_INVALID;
}

static enum err
verify(const struct operation *o, struct bytes in, struct bytes signature)
{
	uint8_t made[EVP_MAX_MD_SIZE];

	if (signature.len != bound_mac(o->m))
		return ERR_SIGNATURE_LENGTH;
	TRY(mac_make(o->c, o->k, o->row->hash, in, made));
	return compare(made, signature);
}

/* --- in parts --- */

static enum err
step_open(struct stream *s)
{
	return mac_open(s->o.c, s->o.k, s->o.row->hash, &s->mac);
}

static enum err
step_update(struct stream *s, struct bytes in, struct output *out)
{
	return in.len == 0 || EVP_MAC_update(s->mac, in.ptr, in.len) == 1 ?
	    ERR_OK : library_failed(ERR_CRYPTO);
}

static enum err
step_final(struct stream *s, struct output *out)
{
	uint8_t made[EVP_MAX_MD_SIZE];

	TRY(mac_finish(s->mac, made));
	output_put(out, bytes_of(made, bound_mac(&s->m)));
	return ERR_OK;
}

static enum err
step_verify(struct stream *s, struct bytes signature)
{
	uint8_t made[EVP_MAX_MD_SIZE];

	if (signature.len != bound_mac(&s->m))
		return ERR_SIGNATURE_LENGTH;
	TRY(mac_finish(s->mac, made));
	return compare(made, signature);
}

const struct family family_mac = {
	.check = mac_check,
	.sign = sign,
	.verify = verify,
	.streams = USE_SIGN | USE_VERIFY,
	.steps = {
		.open = step_open,
		.update = step_update,
		.final = step_final,
		.verify = step_verify,
	},
};
