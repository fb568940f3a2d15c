/* SPDX-License-Identifier: Apache-2.0 */
/* RSA signatures over a digest that the engines make (RFC 8017): PKCS#1 v1.5
 * and PSS. */
#include "crypto/rsa.h"

static enum err
digest_sign(const struct operation *o, struct bytes digest, struct output *out)
{
	const enum rsa_padding *padding = o->family->variant;

	return rsa_sign_digest(o, *padding, o->row->hash, digest, out);
}

static enum err
digest_verify(const struct operation *o, struct bytes digest,
    struct bytes signature)
{
	const enum rsa_padding *padding = o->family->variant;

	return rsa_verify_digest(o, *padding, o->row->hash, digest, signature);
}

static const enum rsa_padding pkcs1 = RSA_PADDING_PKCS1;
static const enum rsa_padding pss = RSA_PADDING_PSS;

const struct family family_rsa_hash = {
	.variant = &pkcs1,
	.check = operation_takes_any,
	.is_long = rsa_is_long,
	.hashes = true,
	.sign = digest_sign,
	.verify = digest_verify,
};

const struct family family_pss_hash = {
	.variant = &pss,
	.check = operation_takes_any,
	.is_long = rsa_is_long,
	.hashes = true,
	.sign = digest_sign,
	.verify = digest_verify,
};
