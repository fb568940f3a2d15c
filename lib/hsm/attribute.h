/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The rows of spec/attributes.def, and what they say of one attribute of one
 * kind of object. For lib/hsm and whoever converts values (the card). */

#include "base/bytes.h"

enum attribute_kind {
	ATTRIBUTE_BOOL,   /* 1 byte, 0 or 1 */
	ATTRIBUTE_ULONG,  /* 8 bytes, big-endian */
	ATTRIBUTE_ULONGS, /* any number of those */
	ATTRIBUTE_BYTES,  /* also strings and big integers */
	ATTRIBUTE_DATE,   /* 0 or 8 digits */
};

struct attribute_row {
	const char *name; /* CKA_LABEL */
	uint64_t type;
	enum attribute_kind kind;
	unsigned classes, keys, otherwise, given, rule; /* attributes.def */
};

/* The row for this attribute of an object of that CKO_ and CKK_ (any, if it is
 * no key); NULL if such an object has none. */
const struct attribute_row *attribute_row(uint64_t type, uint64_t class,
    uint64_t key_type);
/* All rows; several may have one type. */
const struct attribute_row *attribute_rows(unsigned *out_n);
