/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the files of lib/cmd share; nobody else includes it. */

#include "cmd/cmd.h"

#define CMD_WORD_MAX 40
#define CMD_LEVEL_MAX 64
#define CMD_PATH_MAX 128

/* ---- split.c ---- */

/* A line in words. The text may hold secrets: words_clear wipes it. */
struct words {
	char text[CMD_LINE_MAX + 1];
	const char *word[CMD_WORDS_MAX];
	bool quoted[CMD_WORDS_MAX]; /* began with a quote: never an option */
	size_t n;
	bool open_end; /* ended within a word: that is what is completed */
};

/* ERR_ARGUMENT, and the rule that was broken. `partial` accepts a quote that
 * is not closed yet. */
enum err words_split(struct words *w, struct bytes line, bool partial,
    const char **out_rule);
void words_clear(struct words *w);

/* ---- resolve.c ---- */

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

/* What may follow the path ("" at the top) for these roles. */
void level_read(const struct cmd_shell *shell, const char *path, unsigned roles,
    struct level *out);

enum { CHOICE_NONE = -1, CHOICE_SEVERAL = -2 };

/* Where the first words of a line lead. */
struct place {
	char path[CMD_PATH_MAX];
	const struct cmd_command *command;
	size_t used;       /* words */
	bool several;      /* the next word fits several */
	bool more;         /* the next word fits none, though one was needed */
};

void place_find(const struct cmd_shell *shell, const struct words *w,
    size_t from, unsigned roles, struct place *out);

/* The option of the command; CHOICE_NONE, CHOICE_SEVERAL. */
int option_find(const struct cmd_command *command, const char *typed, bool prefixes);
/* Number of arguments. */
size_t args_count(const struct cmd_command *command);
/* The shortest form accepted, of a word of a level, of an option. */
void level_shortest(const struct level *l, size_t i, bool prefixes, char *out, size_t size);
void option_shortest(const struct cmd_command *command, size_t i, bool prefixes,
    char *out, size_t size);
/* `name` is one of the words of the list "a b c"; a NULL list has none. */
bool list_has(const char *list, const char *name);

/* ---- args.c ---- */

/* Fills call->values from the words from `from` on. */
enum err args_read(struct cmd_call *call, const struct words *w, size_t from);
enum err args_check_value(struct cmd_call *call, const struct cmd_arg *arg, struct bytes value);
void args_clear(struct cmd_call *call);
/* The canonical command with its arguments, secrets left out. */
enum err args_put_text(const struct cmd_call *call, struct buf *out);

/* ---- help.c ---- */

/* "partition backup -partition <name> [-force]" */
enum err help_put_syntax(const struct cmd_command *command, struct buf *out);
void help_command(struct cmd_call *call, const struct cmd_command *command);
void help_level(struct cmd_call *call, const char *path);
