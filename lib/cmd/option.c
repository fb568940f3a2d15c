/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the option that is meant, by the same rules as a word of a level. */
#include "cmd/option.h"

#include <stdio.h>

#include "base/text.h"
#include "cmd/record.h"

static void
options_read(const struct cmd_command *command, struct level *out)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < record_count_args(command); i++) {
		const struct cmd_arg *arg = &command->args[i];
		struct level_word *word = &out->words[out->n++];

		if (arg->flags & CMD_POSITIONAL)
			continue; /* "" is never chosen */
		must(text_copy(word->word, sizeof(word->word),
		    bytes_of_text(arg->name)) == ERR_OK);
		word->shortcut = arg->shortcut;
	}
}

int
option_find(const struct cmd_command *command, const char *typed, bool prefixes)
{
	struct level options;

	options_read(command, &options);
	return *typed == '\0' ? CHOICE_NONE :
	    level_choose(&options, typed, prefixes);
}

void
option_shortest(const struct cmd_command *command, size_t i, bool prefixes,
    char *out, size_t size)
{
	struct level options;

	options_read(command, &options);
	level_shortest(&options, i, prefixes, out, size);
}
