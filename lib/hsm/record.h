/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Records: a struct of numbers and secrets to bytes and back, by a table of its
 * fields. One format byte, then the fields in order: u64; u32 length and bytes.
 * For lib/hsm only.
 */

#include "base/secret.h"

#define RECORD_FORMAT 1

enum record_field_kind {
	FIELD_NUMBER, /* uint64_t */
	FIELD_BYTES,  /* struct secret */
};

struct record_field {
	enum record_field_kind kind;
	size_t offset;
	size_t max; /* NUMBER: the largest value; BYTES: length */
};

struct record_shape {
	const struct record_field *fields;
	unsigned n;
	size_t size; /* of the struct */
};

#define RECORD_SHAPE(name, type, table)                            \
	const struct record_shape name = { table,                  \
		sizeof(table) / sizeof((table)[0]), sizeof(type) }

enum err record_put(const struct record_shape *shape, const void *in,
    struct secret *out);
/* ERR_STORE_NEWER, ERR_CORRUPT. `out` is zeroed or empty before. */
enum err record_read(const struct record_shape *shape, struct bytes in,
    void *out);
/* Clears all BYTES fields and zeroes the struct. */
void record_clear(const struct record_shape *shape, void *what);
