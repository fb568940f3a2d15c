/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of a key's values. They are short, so every search is linear. */
#include "crypto/key_values.h"

bool
key_values_get(const struct key_values *v, uint64_t type, struct bytes *out)
{
	for (unsigned i = 0; i < v->n; i++) {
		if (v->rows[i].type != type)
			continue;
		*out = v->rows[i].value;
		return true;
	}
	return false;
}

struct bytes
key_value(const struct key_values *v, uint64_t type)
{
	struct bytes value = { 0 };

	(void)key_values_get(v, type, &value);
	return value;
}

uint64_t
key_value_number(const struct key_values *v, uint64_t type)
{
	struct bytes value = key_value(v, type);

	return value.len == 8 ? bytes_u64(value.ptr) : 0;
}

enum err
key_made_add(struct key_made *made, uint64_t type, unsigned halves, size_t len,
    uint8_t **out)
{
	must(made->n < KEY_MADE_MAX);
	TRY(secret_make(&made->rows[made->n].value, len));
	made->rows[made->n].type = type;
	made->rows[made->n].halves = halves;
	*out = made->rows[made->n++].value.ptr;
	return ERR_OK;
}

struct bytes
key_made_value(const struct key_made *made, uint64_t type)
{
	for (unsigned i = 0; i < made->n; i++)
		if (made->rows[i].type == type)
			return secret_bytes(&made->rows[i].value);
	return (struct bytes){ 0 };
}

struct key_values
key_made_half(const struct key_made *made, enum key_half half,
    struct attribute *rows)
{
	struct key_values v = { .rows = rows };

	for (unsigned i = 0; i < made->n; i++)
		if (made->rows[i].halves & half)
			rows[v.n++] = (struct attribute){ made->rows[i].type,
				secret_bytes(&made->rows[i].value) };
	return v;
}

void
key_made_clear(struct key_made *made)
{
	for (unsigned i = 0; i < made->n; i++)
		secret_clear(&made->rows[i].value);
	*made = (struct key_made){ 0 };
}
