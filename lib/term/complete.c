/* SPDX-License-Identifier: Apache-2.0 */
/* A single match is inserted with a blank. Of several matches the common
 * beginning is inserted; if it has been typed already, they are listed. */
#include "term/complete.h"

#include <stdio.h>

#include "base/text.h"
#include "cmd/complete.h"

#define MATCHES_MAX 64

/* How many letters all matches share. */
static size_t
common_length(const struct cmd_match *m, size_t n)
{
	char begin[sizeof(m->word)];
	size_t len = strlen(m[0].word);

	for (size_t i = 1; i < n; i++)
		do
			(void)snprintf(begin, sizeof(begin), "%.*s", (int)len,
			    m[0].word);
		while (!text_begins(m[i].word, begin) && len-- > 0);
	return len;
}

static void
list_matches(const struct cmd_match *m, size_t n)
{
	for (size_t i = 0; i < n; i++)
		printf("%s%s", i == 0 ? "\n" : "  ", m[i].word);
	printf("\n");
	(void)fflush(stdout);
}

unsigned char
complete_line(const struct cmd_shell *shell, EditLine *edit)
{
	struct cmd_match m[MATCHES_MAX];
	char put[sizeof(m->word) + 1];
	const LineInfo *line = el_line(edit);
	size_t n, len, common;

	n = cmd_complete(shell, bytes_of(line->buffer,
	    (size_t)(line->cursor - line->buffer)), m, MATCHES_MAX, &len);
	if (n == 0)
		return CC_ERROR;
	common = common_length(m, n);
	if (n > 1 && common <= len) {
		list_matches(m, n);
		return CC_REDISPLAY;
	}
	(void)snprintf(put, sizeof(put), "%.*s%s", (int)common, m[0].word,
	    n == 1 ? " " : "");
	el_deletestr(edit, (int)len);
	return el_insertstr(edit, put) == 0 ? CC_REFRESH : CC_ERROR;
}
