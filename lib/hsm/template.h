/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A list of attributes as somebody sent it: borrowed, small, in order. */

#include "spec/limits.h"
#include "crypto/key_values.h"

struct template {
	struct attribute rows[LIMIT_ATTRIBUTES];
	unsigned n;
};

/* From a ROWS field of wire_attribute. ERR_TOO_LARGE: more than
 * LIMIT_ATTRIBUTES; ERR_TEMPLATE_INCONSISTENT: one of them twice. */
enum err template_read(struct bytes rows, struct template *out);
/* ERR_TOO_LARGE. The value stays borrowed. */
enum err template_add(struct template *t, uint64_t type, struct bytes value);
/* The values of one half that came to be here. They stay borrowed. */
enum err template_add_made(struct template *t, const struct key_made *made,
    enum key_half half);
/* False if it is not there. */
bool template_get(const struct template *t, uint64_t type, struct bytes *out);
/* All of it, as lib/crypto takes a key's values. Borrowed. */
static inline struct key_values
template_values(const struct template *t)
{
	return (struct key_values){ t->rows, t->n };
}

/* The value of a number; `otherwise` if it is not there (or is no number). */
uint64_t template_number(const struct template *t, uint64_t type,
    uint64_t otherwise);
