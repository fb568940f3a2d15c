/* SPDX-License-Identifier: Apache-2.0 */
/* Follows the tree of words as far as the typed words lead. */
#include "cmd/place.h"

#include <stdio.h>

static void
place_step(struct place *p, const struct level_word *word)
{
	size_t len = strlen(p->path);

	(void)snprintf(p->path + len, sizeof(p->path) - len, "%s%s",
	    len > 0 ? " " : "", word->word);
	p->command = word->command;
	p->used++;
}

void
place_find(const struct cmd_shell *shell, const struct words *w, size_t from,
    unsigned roles, struct place *out)
{
	struct level level;
	const char *typed;
	int i;

	memset(out, 0, sizeof(*out));
	while (from + out->used < w->n) {
		level_read(shell, out->path, roles, &level);
		typed = w->word[from + out->used];
		if (level.n == 0)
			break;
		/* LunaSH 4 and 5 accepted `hsm -init`. After a command the word is an
		 * option. */
		if (typed[0] == '-' && out->command == NULL && shell->dialect->prefixes)
			typed++;
		i = level_choose(&level, typed, shell->dialect->prefixes);
		out->several = i == CHOICE_SEVERAL;
		if (i < 0)
			break;
		place_step(out, &level.words[i]);
	}
	out->more = out->command == NULL && from + out->used < w->n;
}
