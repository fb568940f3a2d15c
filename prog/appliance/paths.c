/* SPDX-License-Identifier: Apache-2.0 */
/* Makes paths below the state folder that main was given. */
#include "paths.h"

#include <stdarg.h>
#include <stdio.h>

const char *
box_path(const struct box *b, struct box_path *out, const char *format, ...)
{
	int at = snprintf(out->s, sizeof(out->s), "%s/", b->o.dir), n;
	va_list args;

	va_start(args, format);
	n = vsnprintf(out->s + at, sizeof(out->s) - (size_t)at, format, args);
	va_end(args);
	must(n >= 0 && (size_t)(at + n) < sizeof(out->s));
	return out->s;
}

const char *
box_area(const struct box *b, const char *user, struct box_path *out)
{
	return box_path(b, out, "files/%s", user);
}
