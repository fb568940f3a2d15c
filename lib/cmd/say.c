/* SPDX-License-Identifier: Apache-2.0 */
/* Prints through the shell's struct cmd_io, without control sequences that others
 * may have put into a text. */
#include "cmd/say.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The length of a control character at this place, else 0. U+0080 to U+009F take
 * two bytes in UTF-8. */
static int
steering(const char *text)
{
	unsigned char c = (unsigned char)text[0], next = (unsigned char)text[1];

	if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
		return 1;
	return c == 0xc2 && next >= 0x80 && next <= 0x9f ? 2 : 0;
}

void
cmd_print(struct cmd_call *call, const char *format, ...)
{
	char text[4096];
	va_list list;
	int n;

	va_start(list, format);
	n = vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	must(n >= 0);
	if ((size_t)n >= sizeof(text))
		n = sizeof(text) - 1;
	/* Labels and names that others chose are printed on a person's screen, so
	 * they must not control it. */
	for (int i = 0; i < n; i++)
		memset(text + i, '?', (size_t)steering(text + i));
	if (n > 0)
		call->shell->io.print(call->shell->io.user, bytes_of(text, (size_t)n));
}

enum err
cmd_refuse(struct cmd_call *call, enum err e, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	(void)vsnprintf(call->detail, sizeof(call->detail), format, list);
	va_end(list);
	return e;
}
