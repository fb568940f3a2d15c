/* SPDX-License-Identifier: Apache-2.0 */
/* The table of key types, read as data, and the way from a type to its kind. */
#include "crypto/key_type.h"

#include "crypto/key_kind.h"

enum type_index {
#define KEY_TYPE(name, number, halves, group, kind, serves, unit, min, max, \
    step)                                                                   \
	TYPE_##name,
#include "spec/key_types.def"
#undef KEY_TYPE
	N_TYPES,
};

enum { SECRET = false, PAIR = true };

static const struct key_type types[N_TYPES] = {
#define KEY_TYPE(name, number, halves, group, kind, serves, unit, min, max, \
    step)                                                                   \
	{ number, "CKK_" #name, halves, &key_kind_##kind, serves, unit, min, \
		max, step },
#include "spec/key_types.def"
#undef KEY_TYPE
};

const struct key_type *
key_type(uint64_t number)
{
	switch (number) {
#define KEY_TYPE(name, number, halves, group, kind, serves, unit, min, max, \
    step)                                                                   \
	case number:                                                        \
		return &types[TYPE_##name];
#include "spec/key_types.def"
#undef KEY_TYPE
	}
	return NULL;
}

const struct key_type *
key_types(unsigned *out_n)
{
	*out_n = N_TYPES;
	return types;
}

bool
key_type_serves(const struct key_type *t, const struct mech_row *row)
{
	return t->number == row->key_type || t->serves == row->key_type;
}

bool
key_type_size_fits(const struct mech_row *row, unsigned bits)
{
	const struct key_type *t = key_type(row->key_type);
	unsigned size;

	if (t == NULL || bits % t->step != 0)
		return false;
	size = bits / t->unit;
	return size >= row->min_key && size <= row->max_key;
}

static bool
half_fits(const struct key_type *t, enum key_half half)
{
	return (half != KEY_SECRET) == t->is_pair;
}

unsigned
key_type_bits(const struct key_type *t, const struct key_values *v)
{
	return t->kind->bits(v);
}

enum err
key_type_read(const struct key_type *t, enum key_half half,
    const struct key_values *v, struct key **out)
{
	return half_fits(t, half) ? t->kind->from_values(half, v, out) :
	    ERR_KEY_TYPE;
}

enum err
key_type_check_values(const struct key_type *t, enum key_half half,
    const struct key_values *v, bool fips)
{
	return half_fits(t, half) ? t->kind->sound(t, half, v, fips) :
	    ERR_TEMPLATE_INCONSISTENT;
}

enum err
key_type_check_asked(const struct key_type *t, const struct mech_row *row,
    const struct key_values *asked, bool fips)
{
	return t->kind->may_generate != NULL ?
	    t->kind->may_generate(t, row, asked, fips) : ERR_MECHANISM_INVALID;
}
