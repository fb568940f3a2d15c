/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Records: a struct of numbers and secrets to bytes and back, by a table of its
 * fields. A byte with the version, then each field that this version has, in the
 * order of their numbers: u8 number, u32 length, value (a number: 8 bytes). All
 * of it is big-endian. In version 1 the fields stood without numbers, and numbers
 * without a length. Pairs are u32 number, u64 value each, in any order: one that
 * is not stored keeps its default, one that is unknown is of a newer version.
 *
 * A field belongs to the versions from `since` to below `until`. So each version
 * has exactly one set of fields, and what is missing, is twice or is unknown in
 * it is damage. For lib/hsm only.
 */

#include "spec/stored.h"
#include "base/secret.h"

enum record_field_kind {
	FIELD_NUMBER, /* uint64_t */
	FIELD_BYTES,  /* struct secret */
	FIELD_PAIRS,  /* array of uint64_t, each stored with a number */
};

struct record_field {
	unsigned number; /* 1 to 255, rising; never given to another field */
	const char *name;
	enum record_field_kind kind;
	size_t offset;
	size_t max;      /* NUMBER: the largest value; BYTES: length; PAIRS: how
			  * many */
	unsigned since;  /* the first version that has it */
	unsigned until;  /* the first that has it no more; 0: all have */
	const uint32_t *numbers; /* PAIRS */
};

struct record_shape {
	const char *name;
	const struct record_field *fields;
	unsigned n;
	size_t size; /* of the struct */
};

#define RECORD_SHAPE(shape, name, type, table)                       \
	const struct record_shape shape = { name, table,             \
		sizeof(table) / sizeof((table)[0]), sizeof(type) }

/* Appends the record in this version's form. */
enum err record_put(const struct record_shape *shape, const void *in,
    struct secret *out);
/* Reads a record. A field that is younger than the record keeps the value it has
 * in `out`, which is its default. ERR_STORE_NEWER, ERR_CORRUPT: then `out` is
 * cleared. */
enum err record_read(const struct record_shape *shape, struct bytes in,
    void *out);
/* Clears all BYTES fields and zeroes the struct. */
void record_clear(const struct record_shape *shape, void *what);
