/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the C structures by the rows of spec/parameters.def, which say where
 * each value stands. Pointers are the application's: what they point to is
 * copied into the message at once.
 */
#include "params.h"

#include "base/mem.h"
#include "mech/parameter.h"

/* --- where the structures have the values --- */

enum place_kind {
	PLACE_NUMBER,  /* an integer of that size */
	PLACE_INSIDE,  /* bytes of that size */
	PLACE_POINTED, /* a pointer; elsewhere its length */
	PLACE_ALL,     /* the parameter itself */
};

struct place {
	enum place_kind kind;
	size_t offset, size;
	size_t len_offset; /* PLACE_POINTED */
};

struct form {
	const struct place *places; /* one for each field of the form */
	size_t size;
};

#define MEMBER_SIZE(structure, member) sizeof(((structure *)0)->member)
#define AT(structure, member) \
	{ PLACE_NUMBER, offsetof(structure, member), MEMBER_SIZE(structure, member), 0 }
#define INSIDE(structure, member) \
	{ PLACE_INSIDE, offsetof(structure, member), MEMBER_SIZE(structure, member), 0 }
#define POINTED(structure, pointer, length) \
	{ PLACE_POINTED, offsetof(structure, pointer), 0, offsetof(structure, length) }
#define ALONE(type) { PLACE_NUMBER, 0, sizeof(type), 0 }
#define ALL { PLACE_ALL, 0, 0, 0 }

#define MECH_VALUE(kind, name, words)
/* The last place only keeps the arrays from being empty. */
#define PARAMETER(form, presence, structure) static const struct place places_##form[] = {
#define TAKES(form, value, least, most, step, place) place,
#define END(form) ALL };
#include "spec/parameters.def"
#undef PARAMETER
#undef TAKES
#undef END

static const struct form forms[N_PARAMETERS] = {
#define PARAMETER(form, presence, structure) \
	[PARAMETER_##form] = { places_##form, sizeof(structure) },
#define TAKES(form, value, least, most, step, place)
#define END(form)
#include "spec/parameters.def"
#undef MECH_VALUE
#undef PARAMETER
#undef TAKES
#undef END
};

/* --- reading --- */

/* A CK_ULONG, or a CK_BBOOL. */
static uint64_t
number_at(const uint8_t *at, size_t size)
{
	CK_ULONG number;

	if (size == sizeof(CK_BBOOL))
		return *at;
	must(size == sizeof(number));
	memcpy(&number, at, sizeof(number));
	return number;
}

static bool
read_pointed(const uint8_t *structure, const struct place *p, struct bytes *out)
{
	const void *ptr;
	CK_ULONG len;

	memcpy(&ptr, structure + p->offset, sizeof(ptr));
	memcpy(&len, structure + p->len_offset, sizeof(len));
	*out = bytes_of(ptr, len);
	return ptr != NULL || len == 0;
}

/* `out` is the value's place in struct mech. */
static bool
read_value(struct bytes parameter, const struct place *p, void *out)
{
	switch (p->kind) {
	case PLACE_NUMBER:
		*(uint64_t *)out = number_at(parameter.ptr + p->offset, p->size);
		return true;
	case PLACE_INSIDE:
		*(struct bytes *)out = bytes_of(parameter.ptr + p->offset, p->size);
		return true;
	case PLACE_POINTED:
		return read_pointed(parameter.ptr, p, out);
	case PLACE_ALL:
		*(struct bytes *)out = parameter;
		return true;
	}
	return false;
}

/* The length of the parameter is that of the structure, so that it may be read. */
static bool
has_structure(const struct form *f, struct bytes parameter)
{
	return f->places[0].kind == PLACE_ALL || parameter.len == f->size;
}

static bool
read_parameter(enum mech_parameter number, struct bytes parameter, struct mech *out)
{
	const struct message *fields = &parameters[number].message;
	const struct form *f = &forms[number];

	if (parameter.len == 0)
		return parameters[number].presence != PRESENCE_REQUIRED;
	if (parameter.ptr == NULL || fields->n_fields == 0 || !has_structure(f, parameter))
		return false;
	out->given = true;
	for (size_t i = 0; i < fields->n_fields; i++) {
		bool is_number = fields->fields[i].kind != KIND_BYTES;

		must(is_number == (f->places[i].kind == PLACE_NUMBER)); /* the rows agree */
		if (!read_value(parameter, &f->places[i],
		    (uint8_t *)out + fields->fields[i].offset))
			return false;
	}
	return true;
}

/* --- the structure of old programs --- */

/* Before v2.40 the structure had no ulIvBits; programs built then still run. */
struct old_gcm_params {
	CK_BYTE_PTR pIv;
	CK_ULONG ulIvLen;
	CK_BYTE_PTR pAAD;
	CK_ULONG ulAADLen;
	CK_ULONG ulTagBits;
};

/* The parameter as it is, or a present one in *room made of an old one. */
static struct bytes
present_form(enum mech_parameter number, struct bytes parameter, CK_GCM_PARAMS *room)
{
	struct old_gcm_params old;

	if (number != PARAMETER_gcm || parameter.ptr == NULL || parameter.len != sizeof(old))
		return parameter;
	memcpy(&old, parameter.ptr, sizeof(old));
	*room = (CK_GCM_PARAMS){ .pIv = old.pIv, .ulIvLen = old.ulIvLen,
		.pAAD = old.pAAD, .ulAADLen = old.ulAADLen,
		.ulTagBits = old.ulTagBits };
	return bytes_of(room, sizeof(*room));
}

/* --- the whole mechanism --- */

CK_RV
params_read(const CK_MECHANISM *m, struct params *out)
{
	CLEARED_BY(params_clear) struct params p = { .encoded = buf_up_to(LIMIT_FRAME_BODY) };
	struct mech given = { 0 };
	CK_GCM_PARAMS room;
	struct bytes parameter;

	if (m == NULL)
		return CKR_ARGUMENTS_BAD;
	p.row = mech_row(m->mechanism);
	if (p.row == NULL)
		return CKR_MECHANISM_INVALID;
	given.type = m->mechanism;
	parameter = present_form(p.row->parameter,
	    bytes_of(m->pParameter, m->ulParameterLen), &room);
	if (!read_parameter(p.row->parameter, parameter, &given) ||
	    mech_keep(&given, &p.encoded, &p.mech) != ERR_OK)
		return CKR_MECHANISM_PARAM_INVALID;
	*out = p;
	p = (struct params){ 0 };
	return CKR_OK;
}

void
params_clear(struct params *p)
{
	buf_clear(&p->encoded);
	*p = (struct params){ 0 };
}
