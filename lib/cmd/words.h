/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Splits a typed line into words. */

#include "cmd/cmd.h"

/* The words of a line. The text may hold secrets: words_clear wipes it. */
struct words {
	char text[CMD_LINE_MAX + 1];
	const char *word[CMD_WORDS_MAX];
	bool quoted[CMD_WORDS_MAX]; /* it began with a quote, so it is no option */
	size_t n;
	bool open_end; /* the line ended within this word, which can be completed */
};

/* ERR_ARGUMENT, and the rule that was broken. `partial` accepts a quote that is
 * not closed yet. */
enum err words_split(struct words *w, struct bytes line, bool partial,
    const char **out_rule);
void words_clear(struct words *w);
