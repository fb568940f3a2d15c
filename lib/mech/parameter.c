/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the table of parameters. A form is a message whose fields are members of
 * struct mech, so the codec fills the struct directly.
 */
#include "mech/parameter.h"

#include "wire/messages.h"

/* --- forms --- */

#define WIRE_NUMBER KIND_U32
#define WIRE_FLAG KIND_BOOL
#define WIRE_BYTES KIND_BYTES
#define WIRE_HASH KIND_U32
#define WIRE_MGF KIND_U32

/* What MECH_VALUE says of a value, by the value's name. */
enum {
#define MECH_VALUE(kind, name, words) \
	KIND_OF_##name = VALUE_##kind, WIRE_OF_##name = WIRE_##kind,
#define PARAMETER(form, presence, structure)
#define TAKES(form, value, least, most, step, place)
#define END(form)
#include "spec/parameters.def"
#undef MECH_VALUE
#undef PARAMETER
#undef TAKES
#undef END
};

#define MECH_VALUE(kind, name, words) \
	static const char words_##name[] = words;
#define PARAMETER(form, presence, structure)
#define TAKES(form, value, least, most, step, place)
#define END(form)
#include "spec/parameters.def"
#undef MECH_VALUE
#undef PARAMETER
#undef TAKES
#undef END

/* The last row only keeps the array from being empty. */
#define MECH_VALUE(kind, name, words)
#define PARAMETER(form, presence, structure) \
	static const struct field fields_##form[] = {
#define TAKES(form, value, least, most, step, place)                        \
	{ (enum kind)WIRE_OF_##value,                                       \
		(int)KIND_OF_##value == VALUE_BYTES ? (most) : 0,           \
		offsetof(struct mech, value), #value, words_##value },
#define END(form) { KIND_BOOL, 0, 0, "", "" } };
#include "spec/parameters.def"
#undef PARAMETER
#undef TAKES
#undef END
#define PARAMETER(form, presence, structure) \
	static const struct value_limit limits_##form[] = {
#define TAKES(form, value, least, most, step, place) \
	{ (enum value_kind)KIND_OF_##value, least, most, step },
#define END(form) { VALUE_FLAG, 0, 0, 1 } };
#include "spec/parameters.def"
#undef PARAMETER
#undef TAKES
#undef END

#define N_FIELDS(form) (sizeof(fields_##form) / sizeof(fields_##form[0]) - 1)

const struct parameter parameters[N_PARAMETERS] = {
#define PARAMETER(form, presence, structure)                                \
	[PARAMETER_##form] = {                                              \
		{ 0, #form, "", fields_##form, N_FIELDS(form),              \
			sizeof(struct mech) },                              \
		limits_##form, PRESENCE_##presence,                         \
	},
#define TAKES(form, value, least, most, step, place)
#define END(form)
#include "spec/parameters.def"
#undef MECH_VALUE
#undef PARAMETER
#undef TAKES
#undef END
};

#define MECH_VALUE(kind, name, words)
#define PARAMETER(form, presence, structure) \
	_Static_assert(N_FIELDS(form) <= MECH_VALUES, #form);
#define TAKES(form, value, least, most, step, place)
#define END(form)
#include "spec/parameters.def"
#undef MECH_VALUE
#undef PARAMETER
#undef TAKES
#undef END

/* --- checks --- */

static bool
in_limits(const struct value_limit *l, uint64_t n)
{
	return n >= l->least && n <= l->most &&
	    (l->step == 1 || (n - l->least) % l->step == 0);
}

static bool
hash_fits(const struct mech_row *row, uint64_t number)
{
	enum hash h = hash_of_mech(number);

	return h != HASH_NONE && (row->hash == HASH_NONE || row->hash == h);
}

static uint64_t
number_at(const void *at)
{
	uint64_t n;

	memcpy(&n, at, sizeof(n));
	return n;
}

static size_t
len_at(const void *at)
{
	struct bytes v;

	memcpy(&v, at, sizeof(v));
	return v.len;
}

static bool
value_is_good(const struct mech_row *row, const struct value_limit *l,
    const void *at)
{
	switch (l->kind) {
	case VALUE_NUMBER:
		return in_limits(l, number_at(at));
	case VALUE_FLAG:
		return number_at(at) <= 1;
	case VALUE_BYTES:
		return in_limits(l, len_at(at));
	case VALUE_HASH:
		return hash_fits(row, number_at(at));
	case VALUE_MGF:
		return hash_of_mgf(number_at(at)) != HASH_NONE;
	}
	return false;
}

static const void *
value_at(const struct parameter *p, const struct mech *m, size_t i)
{
	return (const uint8_t *)m + p->message.fields[i].offset;
}

static bool
value_is_empty(const struct value_limit *l, const void *at)
{
	return l->kind == VALUE_BYTES ? len_at(at) == 0 : number_at(at) == 0;
}

/* True for an optional parameter that was not given. */
static bool
is_absent(const struct parameter *p, const struct mech *m)
{
	if (p->presence == PRESENCE_REQUIRED || m->given)
		return false;
	for (size_t i = 0; i < p->message.n_fields; i++)
		if (!value_is_empty(&p->limits[i], value_at(p, m, i)))
			return false;
	return true;
}

enum err
parameter_check(const struct mech_row *row, const struct mech *m)
{
	const struct parameter *p = &parameters[row->parameter];

	if (is_absent(p, m))
		return ERR_OK;
	for (size_t i = 0; i < p->message.n_fields; i++)
		if (!value_is_good(row, &p->limits[i], value_at(p, m, i)))
			return ERR_MECHANISM_PARAM;
	return ERR_OK;
}

void
parameter_shape(const struct mech_row *row, const struct mech *m,
    uint32_t out[MECH_VALUES])
{
	const struct parameter *p = &parameters[row->parameter];

	for (size_t i = 0; i < p->message.n_fields; i++) {
		const void *at = value_at(p, m, i);

		out[i] = (uint32_t)(p->limits[i].kind == VALUE_BYTES ?
		    len_at(at) : number_at(at));
	}
}

/* --- messages --- */

enum err
parameter_decode(const struct mech_row *row, struct bytes encoded,
    struct mech *out)
{
	const struct parameter *p = &parameters[row->parameter];

	*out = (struct mech){ 0 };
	if (encoded.len == 0)
		return p->presence == PRESENCE_REQUIRED ? ERR_MECHANISM_PARAM :
		    ERR_OK;
	if (wire_decode(&p->message, encoded, out) != ERR_OK)
		return ERR_MECHANISM_PARAM;
	out->given = true;
	return parameter_check(row, out);
}

enum err
parameter_encode(const struct mech_row *row, const struct mech *m,
    struct buf *out)
{
	const struct parameter *p = &parameters[row->parameter];

	if (is_absent(p, m))
		return buf_put_u32(out, 0);
	return rows_put(out, &p->message, m) == ERR_OK ? ERR_OK :
	    ERR_MECHANISM_PARAM;
}
