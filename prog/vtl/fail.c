/* SPDX-License-Identifier: Apache-2.0 */
/* An error begins with "Error:", because scripts look for that. */
#include "fail.h"

#include <stdarg.h>
#include <stdio.h>

enum err
vtl_fail(enum err e, const char *format, ...)
{
	va_list args;

	fputs("Error: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return e;
}
