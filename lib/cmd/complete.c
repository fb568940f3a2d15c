/* SPDX-License-Identifier: Apache-2.0 */
/* Finds what may stand at the cursor: words of a level, or options. */
#include "cmd/complete.h"

#include <stdio.h>

#include "base/text.h"
#include "cmd/option.h"
#include "cmd/place.h"
#include "cmd/record.h"

struct matches {
	struct cmd_match *out;
	size_t n, most;
};

static void
match_add(struct matches *m, const char *dash, const char *word)
{
	if (m->n == m->most)
		return;
	(void)snprintf(m->out[m->n].word, sizeof(m->out[m->n].word), "%s%s",
	    dash, word);
	m->n++;
}

static void
match_words(struct matches *m, const struct cmd_shell *shell, const char *path,
    const char *begun)
{
	struct level level;
	const struct level_word *word;

	level_read(shell, path, shell->role, &level);
	for (size_t i = 0; i < level.n; i++) {
		word = &level.words[i];
		if (!word->leads_on && word->command->hidden)
			continue;
		if (text_begins(word->word, begun))
			match_add(m, "", word->word);
	}
}

/* An option that was given already is not offered again. */
static bool
option_is_used(const struct cmd_shell *shell, const struct cmd_command *command,
    const struct words *w, size_t from, int option)
{
	for (size_t i = from; i < w->n; i++)
		if (!w->quoted[i] && w->word[i][0] == '-' &&
		    option_find(command, w->word[i] + 1,
			shell->dialect->prefixes) == option)
			return true;
	return false;
}

static void
match_options(struct matches *m, const struct cmd_shell *shell,
    const struct cmd_command *command, const struct words *w, size_t from,
    const char *begun)
{
	for (size_t i = 0; i < record_count_args(command); i++) {
		const struct cmd_arg *arg = &command->args[i];

		if ((arg->flags & CMD_POSITIONAL) || (*begun != '\0' &&
		    (*begun != '-' || !text_begins(arg->name, begun + 1))))
			continue;
		if (!option_is_used(shell, command, w, from, (int)i))
			match_add(m, "-", arg->name);
	}
}

/* True if the word before the cursor is an option that takes a value; then there
 * is nothing to offer. */
static bool
value_is_wanted(const struct cmd_shell *shell, const struct cmd_command *command,
    const struct words *w, size_t from)
{
	int i;

	if (w->n <= from || w->quoted[w->n - 1] || w->word[w->n - 1][0] != '-')
		return false;
	i = option_find(command, w->word[w->n - 1] + 1, shell->dialect->prefixes);
	return i >= 0 && command->args[i].type->kind != CMD_FLAG;
}

size_t
cmd_complete(const struct cmd_shell *shell, struct bytes line,
    struct cmd_match *out, size_t most, size_t *out_len)
{
	CLEARED_BY(words_clear) struct words w = { 0 };
	struct matches m = { out, 0, most };
	struct place place;
	const char *begun = "", *rule;
	size_t from = 0;

	*out_len = 0;
	if (words_split(&w, line, true, &rule) != ERR_OK)
		return 0;
	if (w.open_end)
		begun = w.word[--w.n];
	*out_len = strlen(begun);
	if (w.n > 0 && text_same(w.word[0], "help"))
		from = 1;
	place_find(shell, &w, from, shell->role, &place);
	if (place.command == NULL && from + place.used < w.n)
		return 0;
	if (from + place.used == w.n)
		match_words(&m, shell, place.path, begun);
	from += place.used;
	if (place.command != NULL && !value_is_wanted(shell, place.command, &w, from))
		match_options(&m, shell, place.command, &w, from, begun);
	return m.n;
}
