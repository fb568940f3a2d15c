/* SPDX-License-Identifier: Apache-2.0 */
/* Making keys, for all mechanisms that need nothing but the type of the key: its
 * kind knows how. */
#include "crypto/family.h"
#include "crypto/key_kind.h"

static enum err
generate(const struct operation *o, const struct key_values *asked,
    struct key_made *out)
{
	const struct key_type *t = key_type(o->row->key_type);

	if (t == NULL || t->kind->generate == NULL)
		return ERR_MECHANISM_INVALID;
	return t->kind->generate(o->c, asked, out);
}

const struct family family_key_gen = {
	.check = operation_takes_any,
	.generate = generate,
};
