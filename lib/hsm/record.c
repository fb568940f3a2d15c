/* SPDX-License-Identifier: Apache-2.0 */
/* Encodes and decodes records by a table of fields. state.c has the tables; this
 * file knows none of them. */
#include "hsm/record.h"


static uint64_t *
number_at(const struct record_field *f, const void *in)
{
	return (uint64_t *)((char *)(uintptr_t)in + f->offset);
}

static struct secret *
secret_at(const struct record_field *f, const void *in)
{
	return (struct secret *)((char *)(uintptr_t)in + f->offset);
}

static bool
field_is_in(const struct record_field *f, unsigned version)
{
	return f->since <= version && (f->until == 0 || version < f->until);
}

/* --- writing --- */

#define FIELD_HEAD 5 /* number and length */
#define PAIR_LEN 12

static size_t
value_len(const struct record_field *f, const void *in)
{
	switch (f->kind) {
	case FIELD_NUMBER:
		return 8;
	case FIELD_BYTES:
		return secret_at(f, in)->len;
	case FIELD_PAIRS:
		return f->max * PAIR_LEN;
	}
	return 0;
}

static void
pairs_write(const struct record_field *f, const void *in, uint8_t *to)
{
	for (size_t i = 0; i < f->max; i++, to += PAIR_LEN) {
		bytes_set_u32(to, f->numbers[i]);
		bytes_set_u64(to + 4, number_at(f, in)[i]);
	}
}

static void
value_write(const struct record_field *f, const void *in, uint8_t *to)
{
	const struct secret *s;

	switch (f->kind) {
	case FIELD_NUMBER:
		must(*number_at(f, in) <= f->max);
		bytes_set_u64(to, *number_at(f, in));
		break;
	case FIELD_BYTES:
		s = secret_at(f, in);
		must(s->len <= f->max);
		if (s->len > 0)
			memcpy(to, s->ptr, s->len);
		break;
	case FIELD_PAIRS:
		pairs_write(f, in, to);
		break;
	}
}

static size_t
record_len(const struct record_shape *shape, const void *in)
{
	size_t len = 1;

	for (unsigned i = 0; i < shape->n; i++)
		if (field_is_in(&shape->fields[i], STORE_VERSION))
			len += FIELD_HEAD + value_len(&shape->fields[i], in);
	return len;
}

enum err
record_put(const struct record_shape *shape, const void *in,
    struct secret *out)
{
	uint8_t *to;

	TRY(secret_make(out, record_len(shape, in)));
	to = out->ptr;
	*to++ = STORE_VERSION;
	for (unsigned i = 0; i < shape->n; i++) {
		const struct record_field *f = &shape->fields[i];
		size_t len = value_len(f, in);

		if (!field_is_in(f, STORE_VERSION))
			continue;
		to[0] = (uint8_t)f->number;
		bytes_set_u32(to + 1, (uint32_t)len);
		value_write(f, in, to + FIELD_HEAD);
		to += FIELD_HEAD + len;
	}
	must(to == out->ptr + out->len);
	return ERR_OK;
}

/* --- reading --- */

/* The next n bytes. */
static enum err
take(struct bytes *in, size_t n, struct bytes *out)
{
	if (n > in->len)
		return ERR_CORRUPT;
	*out = bytes_of(in->ptr, n);
	*in = bytes_of(in->ptr + n, in->len - n);
	return ERR_OK;
}

static enum err
value_take(const struct record_field *f, unsigned version, struct bytes *in,
    struct bytes *out)
{
	struct bytes head;
	size_t len = 8;

	if (version > 1) {
		TRY(take(in, 1, &head));
		if (head.ptr[0] != f->number)
			return ERR_CORRUPT;
	}
	if (version > 1 || f->kind == FIELD_BYTES) {
		TRY(take(in, 4, &head));
		len = bytes_u32(head.ptr);
	}
	return take(in, len, out);
}

static enum err
pair_read(const struct record_field *f, const uint8_t *pair, void *out)
{
	for (size_t i = 0; i < f->max; i++) {
		if (f->numbers[i] != bytes_u32(pair))
			continue;
		number_at(f, out)[i] = bytes_u64(pair + 4);
		return ERR_OK;
	}
	return ERR_STORE_NEWER;
}

static enum err
pairs_read(const struct record_field *f, struct bytes value, void *out)
{
	if (value.len % PAIR_LEN != 0)
		return ERR_CORRUPT;
	for (size_t at = 0; at < value.len; at += PAIR_LEN)
		TRY(pair_read(f, value.ptr + at, out));
	return ERR_OK;
}

static enum err
value_read(const struct record_field *f, struct bytes value, void *out)
{
	switch (f->kind) {
	case FIELD_NUMBER:
		if (value.len != 8 || bytes_u64(value.ptr) > f->max)
			return ERR_CORRUPT;
		*number_at(f, out) = bytes_u64(value.ptr);
		return ERR_OK;
	case FIELD_BYTES:
		if (value.len > f->max)
			return ERR_CORRUPT;
		return value.len > 0 ? secret_copy(secret_at(f, out), value)
				     : ERR_OK;
	case FIELD_PAIRS:
		return pairs_read(f, value, out);
	}
	return ERR_INTERNAL;
}

static enum err
fields_read(const struct record_shape *shape, unsigned version, struct bytes in,
    void *out)
{
	struct bytes value;

	for (unsigned i = 0; i < shape->n; i++) {
		const struct record_field *f = &shape->fields[i];

		if (!field_is_in(f, version))
			continue;
		TRY(value_take(f, version, &in, &value));
		TRY(value_read(f, value, out));
	}
	return in.len == 0 ? ERR_OK : ERR_CORRUPT;
}

enum err
record_read(const struct record_shape *shape, struct bytes in, void *out)
{
	enum err e;

	if (in.len < 1 || in.ptr[0] == 0)
		e = ERR_CORRUPT;
	else if (in.ptr[0] > STORE_VERSION)
		e = ERR_STORE_NEWER;
	else
		e = fields_read(shape, in.ptr[0],
		    bytes_of(in.ptr + 1, in.len - 1), out);
	if (e != ERR_OK)
		record_clear(shape, out);
	return e;
}

void
record_clear(const struct record_shape *shape, void *what)
{
	for (unsigned i = 0; i < shape->n; i++)
		if (shape->fields[i].kind == FIELD_BYTES)
			secret_clear(secret_at(&shape->fields[i], what));
	memset(what, 0, shape->size);
}
