/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* log/lunalogs: what people did at the shell, one line a deed, in the form a
 * Luna's log collectors know. */

#include "box.h"

struct journal_line {
	const char *severity; /* info, warn, crit */
	unsigned number;      /* of the session, in place of a process number */
	unsigned result;      /* the command's */
	const char *text;     /* NUL-terminated; control characters are replaced */
	const char *user, *origin; /* NULL: the line ends with the text */
};

/* Failure to write is logged, and changes nothing else. */
void journal_write(const struct box *b, const struct journal_line *line);
