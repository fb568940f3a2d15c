/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The rows of spec/attributes.def: what holds for one attribute of one kind of
 * object. lib/hsm uses them, and code that converts values. */

#include "crypto/key_values.h"

enum attribute_kind {
	ATTRIBUTE_BOOL,   /* 1 byte, 0 or 1 */
	ATTRIBUTE_ULONG,  /* 8 bytes, big-endian */
	ATTRIBUTE_ULONGS, /* any number of those */
	ATTRIBUTE_BYTES,  /* also strings and big integers */
	ATTRIBUTE_DATE,   /* 0 or 8 digits */
};

enum attribute_class {
	CLASS_DATA = 1,
	CLASS_CERT = 2,
	CLASS_PUBLIC = 4,
	CLASS_PRIVATE = 8,
	CLASS_SECRET = 16,
};

enum attribute_keys { KEYS_RSA = 1, KEYS_EC = 2, KEYS_VALUE = 4, KEYS_ANY = 7 };

enum attribute_otherwise {
	OTHERWISE_NEEDED,
	OTHERWISE_ABSENT,
	OTHERWISE_EMPTY,
	OTHERWISE_NO,
	OTHERWISE_YES,
	OTHERWISE_ZERO,
	OTHERWISE_COMPUTED,
};

enum attribute_given {
	GIVEN_CREATE = 1,
	GIVEN_GENERATE = 2,
	GIVEN_UNWRAP = 4, /* and derive */
	GIVEN_COPY = 8,
	GIVEN_SET = 16,
};

enum attribute_rule {
	RULE_PLAIN,
	RULE_HIDDEN,
	RULE_ONLY_YES,
	RULE_ONLY_NO,
	RULE_RAISES,
	RULE_LOWERS,
	RULE_SO_YES,
};

struct attribute_row {
	const char *name; /* CKA_LABEL */
	uint64_t type;
	enum attribute_kind kind;
	unsigned classes, keys, otherwise, given, rule; /* the enums above */
};

/* The row for this attribute of an object with that CKO_ and CKK_ (any, if it is
 * no key); NULL if such an object cannot have the attribute. */
const struct attribute_row *attribute_row(uint64_t type, uint64_t class,
    uint64_t key_type);
/* All rows; several rows may have the same type. */
const struct attribute_row *attribute_rows(unsigned *out_n);
/* The CLASS_ bit of a CKO_, and the KEYS_ bit of a CKK_; 0 if it is not
 * supported. */
unsigned attribute_class(uint64_t class);
unsigned attribute_keys(uint64_t key_type);
/* Which half of a key an object of that CKO_ is; KEY_NO_HALF if it is none. */
enum key_half attribute_half(uint64_t class);
/* ERR_ATTRIBUTE_VALUE unless the value has the form of its kind. */
enum err attribute_check(const struct attribute_row *row, struct bytes value);
