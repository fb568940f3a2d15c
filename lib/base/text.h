/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Strings from people and files: numbers, alphabets, case. */

#include "base/bytes.h"

/* A decimal number from least to most, with nothing before or behind it. */
enum err text_number(const char *s, uint64_t least, uint64_t most, uint64_t *out);
/* Equal but for the case of ASCII letters. */
bool text_same(const char *a, const char *b);
/* `s` begins with `prefix`, whatever the case of ASCII letters. */
bool text_begins(const char *s, const char *prefix);
/* Every byte of `in` stands in the string `alphabet`. */
bool text_only(struct bytes in, const char *alphabet);
/* Printable ASCII (0x20 to 0x7e) throughout. */
bool text_printable(struct bytes in);
/* Well-formed UTF-8 (RFC 3629) whose ASCII stands in the string `alphabet`. Of
 * the rest, controls (C1), line separators and characters that change the
 * direction of writing (U+202A to U+202E, U+2066 to U+2069) are refused: on a
 * screen they would make one text look like another. */
bool text_is_utf8(struct bytes in, const char *alphabet);
/* A copy with NUL into out[size]; ERR_TOO_LARGE if it does not fit. */
enum err text_copy(char *out, size_t size, struct bytes in);
/* Lower-case hexadecimal, and back. ERR_MALFORMED for anything else. */
enum err text_put_hex(struct buf *out, struct bytes in);
enum err text_from_hex(struct buf *out, struct bytes hex);
