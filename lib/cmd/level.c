/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chooses a word among those of a level. The tree of words follows from the paths
 * of the commands. A word is chosen when it is typed in full, when it is a
 * shortcut or, in a dialect with prefixes, when it begins exactly one candidate.
 * If it begins several, the shortest candidate wins if it begins all the others
 * (`show` against `showContents`).
 */
#include "cmd/level.h"

#include <stdio.h>

#include "base/text.h"

/* --- choosing --- */

struct choice {
	const char *typed;
	bool prefixes;
	int best;         /* index, CHOICE_NONE or CHOICE_SEVERAL */
	const char *word; /* of best */
	bool exact;
};

static void
choice_offer(struct choice *c, int index, const char *word, const char *shortcut)
{
	bool exact = text_same(word, c->typed) ||
	    (shortcut != NULL && text_same(shortcut, c->typed));

	if (c->exact || (!exact && (!c->prefixes || !text_begins(word, c->typed))))
		return;
	if (exact || c->best == CHOICE_NONE) {
		c->best = index;
		c->word = word;
		c->exact = exact;
	} else if (!text_begins(word, c->word)) {
		c->best = CHOICE_SEVERAL;
	}
}

/* The first candidate that fits is the shortest, so it must begin all that
 * follow. */
static bool
shortest_first(int a, const char *word_a, int b, const char *word_b)
{
	size_t len_a = strlen(word_a), len_b = strlen(word_b);

	return len_a < len_b || (len_a == len_b && a < b);
}

int
level_choose(const struct level *l, const char *typed, bool prefixes)
{
	struct choice c = { typed, prefixes, CHOICE_NONE, NULL, false };
	int last = -1, next;

	for (size_t n = 0; n < l->n; n++) {
		next = -1;
		for (int i = 0; i < (int)l->n; i++) {
			if (last >= 0 && !shortest_first(last, l->words[last].word,
			    i, l->words[i].word))
				continue;
			if (next < 0 || shortest_first(i, l->words[i].word,
			    next, l->words[next].word))
				next = i;
		}
		choice_offer(&c, next, l->words[next].word, l->words[next].shortcut);
		last = next;
	}
	return c.best;
}

/* --- the tree --- */

/* The word of `path` after `above`, if path lies under it. */
static const char *
word_under(const char *path, const char *above, size_t *out_len)
{
	size_t len = strlen(above);

	if (!text_begins(path, above))
		return NULL;
	path += len;
	if (len > 0 && *path++ != ' ')
		return NULL;
	*out_len = strcspn(path, " ");
	return *out_len > 0 && *out_len < CMD_WORD_MAX ? path : NULL;
}

static struct level_word *
level_word_for(struct level *l, const char *word, size_t len)
{
	char text[CMD_WORD_MAX];

	must(text_copy(text, sizeof(text), bytes_of(word, len)) == ERR_OK);
	for (size_t i = 0; i < l->n; i++)
		if (text_same(l->words[i].word, text))
			return &l->words[i];
	must(l->n < CMD_LEVEL_MAX);
	memcpy(l->words[l->n].word, text, sizeof(text));
	return &l->words[l->n++];
}

static void
level_add(struct level *l, const char *path, const struct cmd_command *command)
{
	struct level_word *word;
	const char *at;
	size_t len;

	at = word_under(command->path, path, &len);
	if (at == NULL)
		return;
	word = level_word_for(l, at, len);
	if (at[len] != '\0') {
		word->leads_on = true;
		return;
	}
	word->command = command;
	if (command->shortcut != NULL)
		word->shortcut = command->shortcut;
}

static void
level_add_group(struct level *l, const char *path, const struct cmd_group *group)
{
	const char *at;
	size_t len;

	at = word_under(group->path, path, &len);
	if (at == NULL || at[len] != '\0')
		return;
	for (size_t i = 0; i < l->n; i++) {
		if (!text_same(l->words[i].word, at))
			continue;
		l->words[i].group = group;
		if (group->shortcut != NULL)
			l->words[i].shortcut = group->shortcut;
	}
}

void
level_read(const struct cmd_shell *shell, const char *path, unsigned roles,
    struct level *out)
{
	const struct cmd_family *const *f;

	memset(out, 0, sizeof(*out));
	for (f = shell->families; *f != NULL; f++)
		for (const struct cmd_command *c = (*f)->commands; c->path != NULL; c++)
			if ((c->roles & roles) != 0)
				level_add(out, path, c);
	for (f = shell->families; *f != NULL; f++)
		for (const struct cmd_group *g = (*f)->groups;
		    g != NULL && g->path != NULL; g++)
			level_add_group(out, path, g);
}

/* --- the shortest form --- */

void
level_shortest(const struct level *l, size_t i, bool prefixes, char *out, size_t size)
{
	const char *word = l->words[i].word;
	size_t len;

	if (l->words[i].shortcut != NULL) {
		(void)snprintf(out, size, "%s", l->words[i].shortcut);
		return;
	}
	for (len = 1; prefixes && len < strlen(word); len++) {
		must(text_copy(out, size, bytes_of(word, len)) == ERR_OK);
		if (level_choose(l, out, true) == (int)i)
			return;
	}
	(void)snprintf(out, size, "%s", prefixes ? word : "");
}
