/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The words that may follow a path of words, and which of them is meant. */

#include "cmd/cmd.h"

#define CMD_WORD_MAX 40
#define CMD_LEVEL_MAX 64

/* One word that may follow a path. */
struct level_word {
	char word[CMD_WORD_MAX];
	const char *shortcut;
	const struct cmd_command *command; /* a command ends here */
	const struct cmd_group *group;
	bool leads_on; /* further words may follow */
};

struct level {
	struct level_word words[CMD_LEVEL_MAX];
	size_t n;
};

/* Reads what may follow the path ("" at the top) for these roles. */
void level_read(const struct cmd_shell *shell, const char *path, unsigned roles,
    struct level *out);

/* Finds the word that is meant; CHOICE_NONE, CHOICE_SEVERAL. */
enum { CHOICE_NONE = -1, CHOICE_SEVERAL = -2 };
int level_choose(const struct level *l, const char *typed, bool prefixes);
/* The shortest accepted form; "" if that is the word itself. */
void level_shortest(const struct level *l, size_t i, bool prefixes, char *out, size_t size);
