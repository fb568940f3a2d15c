/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the engines hand to a family: what is to be computed, and where the result
 * goes. Inside lib/crypto. */

#include "crypto/key_slot.h"
#include "mech/mech.h"

struct family;

struct operation {
	struct crypto *c;
	struct key *k; /* NULL: none is meant, as for digests */
	const struct mech *m;
	const struct mech_row *row;
	const struct family *family;
	enum mech_use use;
};

/* Encrypts or wraps, and does not decrypt or unwrap. */
bool operation_encrypts(const struct operation *o);
/* The error for input of a length that cannot be: ERR_DATA_LENGTH or
 * ERR_ENCRYPTED_LENGTH. */
enum err operation_wrong_length(const struct operation *o);
/* The check of a family whose parameters spec/parameters.def says all of. */
enum err operation_takes_any(const struct operation *o);

/* Room for as much as lib/mech's bound promises, and what of it is used. */
struct output {
	uint8_t *ptr;
	size_t len, max;
};

/* Where n more bytes go; the caller adds to out->len what it wrote. A family
 * that needs more than its bound stops the process before it writes. */
static inline uint8_t *
output_room(const struct output *out, size_t n)
{
	must(n <= out->max - out->len);
	return out->ptr + out->len;
}

static inline void
output_put(struct output *out, struct bytes in)
{
	uint8_t *to = output_room(out, in.len);

	if (in.len > 0)
		memcpy(to, in.ptr, in.len);
	out->len += in.len;
}
