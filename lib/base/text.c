/* SPDX-License-Identifier: Apache-2.0 */
/* Strings are treated as bytes, so that the locale changes nothing. */
#include "base/text.h"

static int
lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

enum err
text_number(const char *s, uint64_t least, uint64_t most, uint64_t *out)
{
	uint64_t v = 0;

	if (*s == '\0')
		return ERR_ARGUMENT;
	for (; *s != '\0'; s++) {
		if (*s < '0' || *s > '9')
			return ERR_ARGUMENT;
		if (__builtin_mul_overflow(v, (uint64_t)10, &v) ||
		    __builtin_add_overflow(v, (uint64_t)(*s - '0'), &v))
			return ERR_ARGUMENT;
	}
	if (v < least || v > most)
		return ERR_ARGUMENT;
	*out = v;
	return ERR_OK;
}

bool
text_same(const char *a, const char *b)
{
	while (*a != '\0' && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return lower(*a) == lower(*b);
}

bool
text_begins(const char *s, const char *prefix)
{
	while (*prefix != '\0' && lower(*s) == lower(*prefix)) {
		s++;
		prefix++;
	}
	return *prefix == '\0';
}

bool
text_only(struct bytes in, const char *alphabet)
{
	for (size_t i = 0; i < in.len; i++)
		if (in.ptr[i] == 0 || strchr(alphabet, in.ptr[i]) == NULL)
			return false;
	return true;
}

bool
text_printable(struct bytes in)
{
	for (size_t i = 0; i < in.len; i++)
		if (in.ptr[i] < 0x20 || in.ptr[i] > 0x7e)
			return false;
	return true;
}

/* Gives the length of the character at the front of `in`, and the character;
 * 0: it is malformed. */
static size_t
utf8_next(struct bytes in, uint32_t *out)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint8_t first = in.ptr[0];
	size_t len = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2
	    : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
	uint32_t c = len == 1 ? first : first & 0x7fu >> len;

	if (len == 0 || len > in.len)
		return 0;
	for (size_t i = 1; i < len; i++) {
		if ((in.ptr[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (in.ptr[i] & 0x3f);
	}
	if (c < least[len] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*out = c;
	return len;
}

static bool
is_readable(uint32_t c)
{
	return c >= 0xa0 && (c < 0x2028 || c > 0x202e) && (c < 0x2066 || c > 0x2069);
}

bool
text_is_utf8(struct bytes in, const char *alphabet)
{
	uint32_t c;
	size_t len;

	for (; in.len > 0; in = bytes_of(in.ptr + len, in.len - len)) {
		len = utf8_next(in, &c);
		if (len == 0 || (len > 1 && !is_readable(c)) ||
		    (len == 1 && !text_only(bytes_of(in.ptr, 1), alphabet)))
			return false;
	}
	return true;
}

enum err
text_copy(char *out, size_t size, struct bytes in)
{
	if (in.len >= size)
		return ERR_TOO_LARGE;
	if (in.len > 0)
		memcpy(out, in.ptr, in.len);
	out[in.len] = '\0';
	return ERR_OK;
}

enum err
text_put_hex(struct buf *out, struct bytes in)
{
	static const char digits[] = "0123456789abcdef";

	TRY(buf_reserve(out, 2 * in.len));
	for (size_t i = 0; i < in.len; i++) {
		out->ptr[out->len++] = (uint8_t)digits[in.ptr[i] >> 4];
		out->ptr[out->len++] = (uint8_t)digits[in.ptr[i] & 15];
	}
	return ERR_OK;
}

static int
hex_digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (uint8_t)lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

enum err
text_from_hex(struct buf *out, struct bytes hex)
{
	if (hex.len % 2 != 0)
		return ERR_MALFORMED;
	for (size_t i = 0; i < hex.len; i++)
		if (hex_digit(hex.ptr[i]) < 0)
			return ERR_MALFORMED;
	TRY(buf_reserve(out, hex.len / 2));
	for (size_t i = 0; i < hex.len; i += 2)
		out->ptr[out->len++] = (uint8_t)(hex_digit(hex.ptr[i]) << 4 |
		    hex_digit(hex.ptr[i + 1]));
	return ERR_OK;
}
