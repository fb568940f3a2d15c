/* SPDX-License-Identifier: Apache-2.0 */
/* Walks a message's fields; the row says where each is in the struct. */
#include "wire/codec.h"

#include "base/mem.h"

static const uint8_t widths[] = {
	[KIND_BOOL] = 1, [KIND_U8] = 1, [KIND_U32] = 4, [KIND_U64] = 8,
};

static bool
is_integer(enum kind kind)
{
	return kind <= KIND_U64;
}

static bool
integer_fits(enum kind kind, uint64_t v)
{
	if (kind == KIND_BOOL)
		return v <= 1;
	return kind == KIND_U64 || v >> (8 * widths[kind]) == 0;
}

static bool
rows_are_whole(struct bytes in)
{
	while (in.len > 0) {
		uint32_t n;

		if (in.len < 4)
			return false;
		n = bytes_u32(in.ptr);
		if (n > in.len - 4)
			return false;
		in = bytes_of(in.ptr + 4 + n, in.len - 4 - n);
	}
	return true;
}

static bool
has_control_characters(struct bytes in)
{
	for (size_t i = 0; i < in.len; i++)
		if (in.ptr[i] < 0x20 || in.ptr[i] == 0x7f)
			return true;
	return false;
}

static bool
bytes_permitted(const struct field *f, struct bytes v)
{
	if (v.len > f->max)
		return false;
	if (f->kind == KIND_TEXT)
		return !has_control_characters(v);
	return f->kind != KIND_ROWS || rows_are_whole(v);
}

static enum err
encode_integer(enum kind kind, const uint8_t *at, struct buf *out)
{
	uint8_t raw[8];
	uint64_t n;

	memcpy(&n, at, sizeof(n));
	if (!integer_fits(kind, n))
		return ERR_ARGUMENT;
	bytes_set_u64(raw, n);
	return buf_put(out, bytes_of(raw + 8 - widths[kind], widths[kind]));
}

static enum err
encode_bytes(const struct field *f, const uint8_t *at, struct buf *out)
{
	struct bytes v;

	memcpy(&v, at, sizeof(v));
	if (!bytes_permitted(f, v))
		return v.len > f->max ? ERR_TOO_LARGE : ERR_ARGUMENT;
	TRY(buf_reserve(out, 4 + v.len));
	TRY(buf_put_u32(out, (uint32_t)v.len));
	return buf_put(out, v);
}

enum err
wire_encode(const struct message *m, const void *in, struct buf *out)
{
	size_t before = out->len;

	for (size_t i = 0; i < m->n_fields; i++) {
		const struct field *f = &m->fields[i];
		const uint8_t *at = (const uint8_t *)in + f->offset;
		enum err e = is_integer(f->kind) ?
		    encode_integer(f->kind, at, out) :
		    encode_bytes(f, at, out);

		if (e != ERR_OK) {
			mem_wipe(out->ptr + before, out->len - before);
			out->len = before;
			return e;
		}
	}
	return ERR_OK;
}

static enum err
decode_integer(enum kind kind, struct bytes *in, uint64_t *out)
{
	uint64_t v = 0;
	size_t width = widths[kind];

	if (in->len < width)
		return ERR_MALFORMED;
	for (size_t i = 0; i < width; i++)
		v = v << 8 | in->ptr[i];
	if (kind == KIND_BOOL && v > 1)
		return ERR_MALFORMED;
	*in = bytes_of(in->ptr + width, in->len - width);
	*out = v;
	return ERR_OK;
}

static enum err
decode_bytes(const struct field *f, struct bytes *in, struct bytes *out)
{
	struct bytes v;
	uint64_t n;

	TRY(decode_integer(KIND_U32, in, &n));
	if (n > in->len)
		return ERR_MALFORMED;
	v = bytes_of(in->ptr, (size_t)n);
	if (!bytes_permitted(f, v))
		return ERR_MALFORMED;
	*in = bytes_of(in->ptr + v.len, in->len - v.len);
	*out = v;
	return ERR_OK;
}

enum err
wire_decode(const struct message *m, struct bytes in, void *out)
{
	memset(out, 0, m->size);
	for (size_t i = 0; i < m->n_fields; i++) {
		const struct field *f = &m->fields[i];
		uint8_t *at = (uint8_t *)out + f->offset;
		struct bytes v;
		uint64_t n;

		if (is_integer(f->kind)) {
			TRY(decode_integer(f->kind, &in, &n));
			memcpy(at, &n, sizeof(n));
		} else {
			TRY(decode_bytes(f, &in, &v));
			memcpy(at, &v, sizeof(v));
		}
	}
	return in.len == 0 ? ERR_OK : ERR_MALFORMED;
}

void
wire_moved(const struct message *m, void *decoded, const uint8_t *from,
    const uint8_t *to)
{
	for (size_t i = 0; i < m->n_fields; i++) {
		uint8_t *at = (uint8_t *)decoded + m->fields[i].offset;
		struct bytes v;

		if (is_integer(m->fields[i].kind))
			continue;
		memcpy(&v, at, sizeof(v));
		if (v.ptr == NULL) /* the field is not a part of this body */
			continue;
		v.ptr = to + (v.ptr - from);
		memcpy(at, &v, sizeof(v));
	}
}

static enum err
print_bytes(const struct field *f, struct bytes v, struct buf *out)
{
	static const char digits[] = "0123456789abcdef";

	if (f->kind == KIND_SECRET)
		return buf_printf(out, " %s=(secret)", f->name);
	if (f->kind == KIND_ROWS) /* may hold attribute values */
		return buf_printf(out, " %s=(rows, %zu bytes)", f->name, v.len);
	if (f->kind == KIND_TEXT)
		return buf_printf(out, " %s=\"%.*s\"", f->name, (int)v.len,
		    v.len ? (const char *)v.ptr : "");
	TRY(buf_printf(out, " %s=(%zu)", f->name, v.len));
	for (size_t i = 0; i < v.len && i < 32; i++) {
		TRY(buf_put_u8(out, (uint8_t)digits[v.ptr[i] >> 4]));
		TRY(buf_put_u8(out, (uint8_t)digits[v.ptr[i] & 15]));
	}
	return v.len > 32 ? buf_put_text(out, "..") : ERR_OK;
}

enum err
wire_print(const struct message *m, const void *in, struct buf *out)
{
	TRY(buf_printf(out, "%s{", m->name));
	for (size_t i = 0; i < m->n_fields; i++) {
		const struct field *f = &m->fields[i];
		const uint8_t *at = (const uint8_t *)in + f->offset;
		struct bytes v;
		uint64_t n;

		if (is_integer(f->kind)) {
			memcpy(&n, at, sizeof(n));
			TRY(buf_printf(out, " %s=%llu", f->name,
			    (unsigned long long)n));
		} else {
			memcpy(&v, at, sizeof(v));
			TRY(print_bytes(f, v, out));
		}
	}
	return buf_put_text(out, " }");
}

enum err
rows_put(struct buf *rows, const struct message *m, const void *in)
{
	size_t at = rows->len;
	enum err e;

	TRY(buf_put_u32(rows, 0));
	e = wire_encode(m, in, rows);
	if (e != ERR_OK) {
		rows->len = at;
		return e;
	}
	bytes_set_u32(rows->ptr + at, (uint32_t)(rows->len - at - 4));
	return ERR_OK;
}

enum err
rows_next(struct bytes *rows, const struct message *m, void *out)
{
	uint32_t n;

	if (rows->len == 0)
		return ERR_NOT_FOUND;
	if (rows->len < 4)
		return ERR_MALFORMED;
	n = bytes_u32(rows->ptr);
	if (n > rows->len - 4)
		return ERR_MALFORMED;
	TRY(wire_decode(m, bytes_of(rows->ptr + 4, n), out));
	*rows = bytes_of(rows->ptr + 4 + n, rows->len - 4 - n);
	return ERR_OK;
}
