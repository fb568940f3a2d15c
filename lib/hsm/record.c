/* SPDX-License-Identifier: Apache-2.0 */
/* Encoding and decoding by a table of fields. Called with the shapes of state.c;
 * knows none of them. */
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

static size_t
record_len(const struct record_shape *shape, const void *in)
{
	size_t len = 1;

	for (unsigned i = 0; i < shape->n; i++)
		len += shape->fields[i].kind == FIELD_NUMBER
		    ? 8 : 4 + secret_at(&shape->fields[i], in)->len;
	return len;
}

static size_t
field_write(const struct record_field *f, const void *in, uint8_t *to)
{
	const struct secret *s;

	if (f->kind == FIELD_NUMBER) {
		must(*number_at(f, in) <= f->max);
		bytes_set_u64(to, *number_at(f, in));
		return 8;
	}
	s = secret_at(f, in);
	must(s->len <= f->max);
	bytes_set_u32(to, (uint32_t)s->len);
	if (s->len > 0)
		memcpy(to + 4, s->ptr, s->len);
	return 4 + s->len;
}

enum err
record_put(const struct record_shape *shape, const void *in,
    struct secret *out)
{
	size_t at = 1;

	TRY(secret_make(out, record_len(shape, in)));
	out->ptr[0] = RECORD_FORMAT;
	for (unsigned i = 0; i < shape->n; i++)
		at += field_write(&shape->fields[i], in, out->ptr + at);
	must(at == out->len);
	return ERR_OK;
}

static enum err
field_read(const struct record_field *f, struct bytes *in, void *out)
{
	uint32_t len;

	if (f->kind == FIELD_NUMBER) {
		if (in->len < 8 || bytes_u64(in->ptr) > f->max)
			return ERR_CORRUPT;
		*number_at(f, out) = bytes_u64(in->ptr);
		*in = bytes_of(in->ptr + 8, in->len - 8);
		return ERR_OK;
	}
	if (in->len < 4)
		return ERR_CORRUPT;
	len = bytes_u32(in->ptr);
	if (len > f->max || len > in->len - 4)
		return ERR_CORRUPT;
	if (len > 0)
		TRY(secret_copy(secret_at(f, out), bytes_of(in->ptr + 4, len)));
	*in = bytes_of(in->ptr + 4 + len, in->len - 4 - len);
	return ERR_OK;
}

static enum err
fields_read(const struct record_shape *shape, struct bytes in, void *out)
{
	for (unsigned i = 0; i < shape->n; i++)
		TRY(field_read(&shape->fields[i], &in, out));
	return in.len == 0 ? ERR_OK : ERR_CORRUPT;
}

enum err
record_read(const struct record_shape *shape, struct bytes in, void *out)
{
	enum err err;

	if (in.len < 1 || in.ptr[0] == 0)
		return ERR_CORRUPT;
	if (in.ptr[0] > RECORD_FORMAT)
		return ERR_STORE_NEWER;
	err = fields_read(shape, bytes_of(in.ptr + 1, in.len - 1), out);
	if (err != ERR_OK)
		record_clear(shape, out);
	return err;
}

void
record_clear(const struct record_shape *shape, void *what)
{
	for (unsigned i = 0; i < shape->n; i++)
		if (shape->fields[i].kind == FIELD_BYTES)
			secret_clear(secret_at(&shape->fields[i], what));
	memset(what, 0, shape->size);
}
