/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Keys and passwords live here and nowhere else: in slabs of memory that are
 * locked, left out of core dumps, empty in a forked child, and have a guard
 * page on either side. Secrets of one size share a slab, so an overrun from
 * one into the next is not caught; one that leaves the slab is. A secret is
 * wiped when it is given back. No printing function takes one.
 */

#include "base/bytes.h"

struct secret {
	uint8_t *ptr;
	size_t len;
};

#define SECRET_MAX 131072

/* Room for len bytes (0 to SECRET_MAX), zeroed. */
enum err secret_make(struct secret *out, size_t len);
/* A copy; a secret that `out` held before is cleared after success. */
enum err secret_copy(struct secret *out, struct bytes in);
/* Gives back the tail: len becomes shorter, the rest is wiped. */
void secret_shorten(struct secret *s, size_t len);
/* Wipes and gives back. Accepts the zero state. */
void secret_clear(struct secret *s);
/* Takes over `from`, which is left empty. */
void secret_move(struct secret *out, struct secret *from);
/* Constant in time for equal lengths. */
bool secret_equal(struct bytes a, struct bytes b);

static inline struct bytes
secret_bytes(const struct secret *s)
{
	return (struct bytes){ s->ptr, s->len };
}

/* Locks all memory of this process and turns core dumps off. A program that
 * holds secrets calls it once. ERR_REFUSED when the limits do not permit it. */
enum err secret_lock_process(void);
