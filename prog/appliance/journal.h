/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* log/lunalogs: what people did at the shell, one line for each command, in the
 * form that log collectors of a Luna know. */

#include "box.h"

struct journal_line {
	const char *severity; /* info, warn, crit */
	unsigned number;      /* of the session, in place of a process number */
	unsigned result;      /* of the command */
	const char *text;     /* NUL-terminated; control characters are replaced */
	const char *user, *origin; /* user NULL: the line ends with the text */
};

/* A failure to write is only logged: the command has happened. */
void journal_write(const struct box *b, const struct journal_line *line);
