/* SPDX-License-Identifier: Apache-2.0 */
/* Looks up the rows of spec/attributes.def for every template and every answer.
 * It keeps no state. */
#include "hsm/attribute.h"

#include "spec/limits.h"
#include "spec/pkcs11.h"

/* The short words of the table. */
enum {
	DATA = CLASS_DATA,
	CERT = CLASS_CERT,
	PUBLIC = CLASS_PUBLIC,
	PRIVATE = CLASS_PRIVATE,
	SECRET = CLASS_SECRET,
	ANY = KEYS_ANY,
	RSA = KEYS_RSA,
	EC = KEYS_EC,
	VALUE = KEYS_VALUE,
	C = GIVEN_CREATE,
	G = GIVEN_GENERATE,
	U = GIVEN_UNWRAP,
	P = GIVEN_COPY,
	S = GIVEN_SET,
};

static const struct attribute_row rows[] = {
#define ATTRIBUTE(name, number, kind, classes, keys, otherwise, given, rule) \
	{ "CKA_" #name, number, ATTRIBUTE_##kind, classes, keys,             \
		OTHERWISE_##otherwise, given, RULE_##rule },
#include "spec/attributes.def"
#undef ATTRIBUTE
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

const struct attribute_row *
attribute_rows(unsigned *out_n)
{
	*out_n = N_ROWS;
	return rows;
}

unsigned
attribute_class(uint64_t class)
{
	switch (class) {
	case CKO_DATA:
		return CLASS_DATA;
	case CKO_CERTIFICATE:
		return CLASS_CERT;
	case CKO_PUBLIC_KEY:
		return CLASS_PUBLIC;
	case CKO_PRIVATE_KEY:
		return CLASS_PRIVATE;
	case CKO_SECRET_KEY:
		return CLASS_SECRET;
	default:
		return 0;
	}
}

unsigned
attribute_keys(uint64_t key_type)
{
	switch (key_type) {
#define KEY_TYPE(name, number, halves, group, kind, serves, unit, min, max, \
    step)                                                                   \
	case number:                                                        \
		return KEYS_##group;
#include "spec/key_types.def"
#undef KEY_TYPE
	}
	return 0;
}

enum key_half
attribute_half(uint64_t class)
{
	switch (class) {
	case CKO_PUBLIC_KEY:
		return KEY_PUBLIC;
	case CKO_PRIVATE_KEY:
		return KEY_PRIVATE;
	case CKO_SECRET_KEY:
		return KEY_SECRET;
	}
	return KEY_NO_HALF;
}

const struct attribute_row *
attribute_row(uint64_t type, uint64_t class, uint64_t key_type)
{
	unsigned class_bit = attribute_class(class);
	unsigned keys = class_bit & (CLASS_DATA | CLASS_CERT)
	    ? KEYS_ANY : attribute_keys(key_type);

	for (size_t i = 0; i < N_ROWS; i++)
		if (rows[i].type == type && (rows[i].classes & class_bit) &&
		    (rows[i].keys & keys))
			return &rows[i];
	return NULL;
}

static bool
is_date(struct bytes value)
{
	if (value.len != 0 && value.len != 8)
		return false;
	for (size_t i = 0; i < value.len; i++)
		if (value.ptr[i] < '0' || value.ptr[i] > '9')
			return false;
	return true;
}

enum err
attribute_check(const struct attribute_row *row, struct bytes value)
{
	bool good = false;

	switch (row->kind) {
	case ATTRIBUTE_BOOL:
		good = value.len == 1 && value.ptr[0] <= 1;
		break;
	case ATTRIBUTE_ULONG:
		good = value.len == 8;
		break;
	case ATTRIBUTE_ULONGS:
		good = value.len % 8 == 0;
		break;
	case ATTRIBUTE_BYTES:
		good = value.len <= LIMIT_VALUE;
		break;
	case ATTRIBUTE_DATE:
		good = is_date(value);
		break;
	}
	return good ? ERR_OK : ERR_ATTRIBUTE_VALUE;
}
