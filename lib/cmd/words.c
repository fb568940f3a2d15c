/* SPDX-License-Identifier: Apache-2.0 */
/* Splits a line into words, byte for byte. Blanks separate words, double quotes
 * keep blanks in a word, and there is no escape character. */
#include "cmd/words.h"

#include "base/mem.h"

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Copies one word, beginning at line[at]; returns where it ended. */
static size_t
word_copy(struct bytes line, size_t at, char *out, size_t *out_len, bool *out_open)
{
	bool in_quotes = false;
	size_t len = 0;

	for (; at < line.len; at++) {
		if (line.ptr[at] == '"')
			in_quotes = !in_quotes;
		else if (!in_quotes && is_blank(line.ptr[at]))
			break;
		else
			out[len++] = (char)line.ptr[at];
	}
	out[len] = '\0';
	*out_len = len;
	*out_open = in_quotes;
	return at;
}

enum err
words_split(struct words *w, struct bytes line, bool partial, const char **out_rule)
{
	size_t at = 0, put = 0, len;
	bool open = false;

	w->n = 0;
	w->open_end = false;
	*out_rule = "a line has at most 4095 bytes";
	if (line.len >= CMD_LINE_MAX)
		return ERR_ARGUMENT;
	*out_rule = "a line cannot hold a NUL byte";
	if (line.len > 0 && memchr(line.ptr, 0, line.len) != NULL)
		return ERR_ARGUMENT;
	for (;;) {
		while (at < line.len && is_blank(line.ptr[at]))
			at++;
		if (at == line.len)
			break;
		*out_rule = "a line has at most 64 words";
		if (w->n == CMD_WORDS_MAX)
			return ERR_ARGUMENT;
		w->quoted[w->n] = line.ptr[at] == '"';
		w->word[w->n++] = w->text + put;
		at = word_copy(line, at, w->text + put, &len, &open);
		put += len + 1;
		w->open_end = at == line.len;
	}
	*out_rule = "a double quote is not closed";
	return open && !partial ? ERR_ARGUMENT : ERR_OK;
}

void
words_clear(struct words *w)
{
	mem_wipe(w, sizeof(*w));
}
