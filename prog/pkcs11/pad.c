/* SPDX-License-Identifier: Apache-2.0 */
/* Padded texts: what the lists of slots and tokens show, and what C_InitToken
 * is given. */
#include "pad.h"

#include <string.h>

/* Programs match it; the library of every generation says so. */
static const char maker[] = "SafeNet, Inc.";

void
pad_text(CK_UTF8CHAR *out, size_t size, const char *text)
{
	size_t len = strnlen(text, size);

	memset(out, ' ', size);
	memcpy(out, text, len);
}

void
pad_maker(CK_UTF8CHAR out[32])
{
	pad_text(out, 32, maker);
}

size_t
pad_len(const CK_UTF8CHAR *text, size_t size)
{
	while (size > 0 && text[size - 1] == ' ')
		size--;
	return size;
}
