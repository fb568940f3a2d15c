/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The codec: one interpreter for every message of spec/messages.def.
 *
 * In memory a message is a struct whose integer fields are uint64_t and whose
 * byte fields are struct bytes; decoding borrows from the input and copies
 * nothing. On the wire:
 *
 *   BOOL U8 U32 U64       big-endian, of that size; BOOL is 0 or 1
 *   BYTES                 u32 length, then the bytes; at most `max`
 *   TEXT                  as BYTES; no control characters (0x00-0x1f, 0x7f)
 *   SECRET                as BYTES; printed as "(secret)"
 *   ROWS                  as BYTES; u32-length-prefixed messages of one kind
 *
 * A body holds exactly its fields: a byte too few or too many is refused.
 */

#include "base/bytes.h"

enum kind {
	KIND_BOOL,
	KIND_U8,
	KIND_U32,
	KIND_U64,
	KIND_BYTES,
	KIND_TEXT,
	KIND_SECRET,
	KIND_ROWS,
};

struct field {
	enum kind kind;
	uint32_t max;    /* bytes; 0 for integers */
	uint16_t offset; /* in the struct in memory */
	const char *name, *words;
};

struct message {
	uint16_t op; /* 0: a row inside another message */
	const char *name, *words;
	const struct field *fields;
	uint16_t n_fields;
	uint16_t size; /* of the struct in memory */
};

/* Appends the encoded message. ERR_TOO_LARGE or ERR_ARGUMENT for a value that
 * the table does not permit; then nothing was appended. */
enum err wire_encode(const struct message *m, const void *in, struct buf *out);
/* Fills *out (m->size bytes) with views into `in`. After ERR_MALFORMED *out
 * must not be used. */
enum err wire_decode(const struct message *m, struct bytes in, void *out);
/* Tells *decoded that the body it borrows from was copied from one place to
 * another. */
void wire_moved(const struct message *m, void *decoded, const uint8_t *from,
    const uint8_t *to);
/* "name{field=value ...}", secrets hidden; for logs and tests. */
enum err wire_print(const struct message *m, const void *in, struct buf *out);

/* Appends one row to the contents of a ROWS field. */
enum err rows_put(struct buf *rows, const struct message *m, const void *in);
/* The next row; ERR_NOT_FOUND at the end. Moves *rows on. */
enum err rows_next(struct bytes *rows, const struct message *m, void *out);
