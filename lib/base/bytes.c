/* SPDX-License-Identifier: Apache-2.0 */
/* Growing buffers with a hard maximum. A buffer may have held a secret, so
 * memory that is given back or moved away from is wiped first. */
#include "base/bytes.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/mem.h"

struct bytes
bytes_without_zeros(struct bytes number)
{
	while (number.len > 0 && number.ptr[0] == 0)
		number = bytes_of(number.ptr + 1, number.len - 1);
	return number;
}

unsigned
bytes_bits(struct bytes number)
{
	unsigned bits;

	number = bytes_without_zeros(number);
	bits = (unsigned)number.len * 8;
	for (unsigned top = bits ? number.ptr[0] : 0x80; top < 0x80; top <<= 1)
		bits--;
	return bits;
}

/* A new block instead of realloc: the old one has to be wiped. */
static enum err
buf_move(struct buf *b, size_t cap)
{
	uint8_t *moved = mem_alloc(cap, 1);

	if (moved == NULL)
		return ERR_NO_MEMORY;
	if (b->len > 0)
		memcpy(moved, b->ptr, b->len);
	mem_wipe(b->ptr, b->len);
	mem_free(b->ptr);
	b->ptr = moved;
	b->cap = cap;
	return ERR_OK;
}

enum err
buf_reserve(struct buf *b, size_t more)
{
	size_t need, cap;

	if (b->len > b->max || more > b->max - b->len)
		return ERR_TOO_LARGE;
	need = b->len + more;
	if (need <= b->cap)
		return ERR_OK;
	cap = b->cap < 64 ? 64 : b->cap;
	while (cap < need)
		cap *= 2;
	return buf_move(b, cap);
}

enum err
buf_put(struct buf *b, struct bytes in)
{
	TRY(buf_reserve(b, in.len));
	if (in.len > 0)
		memcpy(b->ptr + b->len, in.ptr, in.len);
	b->len += in.len;
	return ERR_OK;
}

enum err
buf_put_text(struct buf *b, const char *s)
{
	return buf_put(b, bytes_of_text(s));
}

enum err
buf_put_u8(struct buf *b, uint8_t v)
{
	return buf_put(b, bytes_of(&v, 1));
}

enum err
buf_put_u32(struct buf *b, uint32_t v)
{
	uint8_t raw[4];

	bytes_set_u32(raw, v);
	return buf_put(b, bytes_of(raw, sizeof(raw)));
}

enum err
buf_put_u64(struct buf *b, uint64_t v)
{
	uint8_t raw[8];

	bytes_set_u64(raw, v);
	return buf_put(b, bytes_of(raw, sizeof(raw)));
}

enum err
buf_printf(struct buf *b, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	must(n >= 0);
	TRY(buf_reserve(b, (size_t)n + 1));
	va_start(args, format);
	vsnprintf((char *)b->ptr + b->len, (size_t)n + 1, format, args);
	va_end(args);
	b->len += (size_t)n;
	return ERR_OK;
}

void
buf_consume(struct buf *b, size_t n)
{
	must(n <= b->len);
	if (n > 0 && n < b->len)
		memmove(b->ptr, b->ptr + n, b->len - n);
	b->len -= n;
	if (n > 0) /* also where the moved bytes stood */
		mem_wipe(b->ptr + b->len, n);
}

void
buf_reset(struct buf *b)
{
	mem_wipe(b->ptr, b->len);
	b->len = 0;
}

void
buf_clear(struct buf *b)
{
	mem_wipe(b->ptr, b->cap);
	mem_free(b->ptr);
	b->ptr = NULL;
	b->len = b->cap = 0;
}
