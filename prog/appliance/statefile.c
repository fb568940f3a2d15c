/* SPDX-License-Identifier: Apache-2.0 */
/* Reads and writes state files. Only we write them, so a line that does not fit
 * means that the file is damaged. */
#include "statefile.h"

#include "base/file.h"

#define FILE_MAX (4u * 1024u * 1024u)

const char *
statefile_text(const char *word)
{
	return strcmp(word, "-") == 0 ? "" : word;
}

const char *
statefile_word(const char *text)
{
	return *text == '\0' ? "-" : text;
}

static enum err
one_line(char *line, statefile_fn *fn, void *ctx)
{
	char *words[STATEFILE_WORDS_MAX], *rest = line, *word;
	size_t n = 0;

	while ((word = strsep(&rest, " ")) != NULL) {
		if (n == STATEFILE_WORDS_MAX || *word == '\0')
			return ERR_CORRUPT;
		words[n++] = word;
	}
	return fn(ctx, words, n);
}

enum err
statefile_read(const char *path, statefile_fn *fn, void *ctx)
{
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(FILE_MAX);
	char *rest, *line;

	TRY(file_read(path, &text));
	TRY(buf_put_u8(&text, 0));
	rest = (char *)text.ptr;
	while ((line = strsep(&rest, "\n")) != NULL)
		if (*line != '\0')
			TRY(one_line(line, fn, ctx));
	return ERR_OK;
}
