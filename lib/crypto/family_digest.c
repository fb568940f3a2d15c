/* SPDX-License-Identifier: Apache-2.0 */
/* Digests (FIPS 180-4). */
#include "crypto/digest.h"

static enum err
digest(const struct operation *o, struct bytes in, struct output *out)
{
	struct digest made;

	TRY(digest_make(o->c, o->row->hash, in, &made));
	output_put(out, digest_bytes(&made));
	return ERR_OK;
}

static enum err
final(struct stream *s, struct output *out)
{
	struct digest made;

	TRY(digest_finish(s, &made));
	output_put(out, digest_bytes(&made));
	return ERR_OK;
}

const struct family family_digest = {
	.check = operation_takes_any,
	.digest = digest,
	.streams = USE_DIGEST,
	.steps = {
		.open = digest_open,
		.update = digest_update,
		.final = final,
	},
};
