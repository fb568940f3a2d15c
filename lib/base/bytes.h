/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Two views of memory. `struct bytes` is borrowed and passed by value;
 * `struct buf` is owned, grows, and is born with a maximum it never passes.
 */

#include <stdint.h>
#include <stddef.h>
#include <string.h>

#include "base/err.h"

struct bytes {
	const uint8_t *ptr;
	size_t len;
};

struct buf {
	uint8_t *ptr;
	size_t len, cap;
	size_t max; /* 0: empty and may not grow; set by buf_up_to */
};

static inline struct bytes
bytes_of(const void *ptr, size_t len)
{
	return (struct bytes){ ptr, len };
}

/* The characters of a string, without its NUL. NULL gives no bytes. */
static inline struct bytes
bytes_of_text(const char *s)
{
	return (struct bytes){ (const uint8_t *)s, s != NULL ? strlen(s) : 0 };
}

/* Not constant in time: secrets are compared with secret_equal. */
static inline bool
bytes_equal(struct bytes a, struct bytes b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* An empty buffer that may grow to max bytes. */
static inline struct buf
buf_up_to(size_t max)
{
	return (struct buf){ .max = max };
}

/* What the buffer holds; valid until it is changed. */
static inline struct bytes
buf_bytes(const struct buf *b)
{
	return (struct bytes){ b->ptr, b->len };
}

/* Makes room for `more` bytes behind len; ERR_TOO_LARGE beyond max. */
enum err buf_reserve(struct buf *b, size_t more);
/* Appends; ERR_TOO_LARGE beyond max, and then nothing was appended. */
enum err buf_put(struct buf *b, struct bytes in);
enum err buf_put_text(struct buf *b, const char *s);
enum err buf_put_u8(struct buf *b, uint8_t v);
/* Big-endian integers. */
enum err buf_put_u32(struct buf *b, uint32_t v);
enum err buf_put_u64(struct buf *b, uint64_t v);
/* Formats text behind len (no NUL is counted; one is always there). */
enum err buf_printf(struct buf *b, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Removes the first n bytes (n <= len); the rest moves to the front. The places
 * that become free are wiped. */
void buf_consume(struct buf *b, size_t n);
/* Empties the buffer; its memory is wiped and kept. */
void buf_reset(struct buf *b);
/* Wipes and frees; max stays. Accepts the zero state. */
void buf_clear(struct buf *b);

/* A big-endian number of any length without its leading zeros, and its bits. */
struct bytes bytes_without_zeros(struct bytes number);
unsigned bytes_bits(struct bytes number);

/* Reading big-endian integers from bytes known to be long enough. */
static inline uint16_t
bytes_u16(const uint8_t *p)
{
	return (uint16_t)((unsigned)p[0] << 8 | p[1]);
}

static inline uint32_t
bytes_u32(const uint8_t *p)
{
	return (uint32_t)bytes_u16(p) << 16 | bytes_u16(p + 2);
}

static inline uint64_t
bytes_u64(const uint8_t *p)
{
	return (uint64_t)bytes_u32(p) << 32 | bytes_u32(p + 4);
}

static inline void
bytes_set_u32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 24);
	p[1] = (uint8_t)(v >> 16);
	p[2] = (uint8_t)(v >> 8);
	p[3] = (uint8_t)v;
}

static inline void
bytes_set_u64(uint8_t *p, uint64_t v)
{
	bytes_set_u32(p, (uint32_t)(v >> 32));
	bytes_set_u32(p + 4, (uint32_t)v);
}
