/* SPDX-License-Identifier: Apache-2.0 */
/* Makes syntax lines and the three-column tables of help from the rows. */
#include "cmd/help.h"

#include <stdio.h>

#include "cmd/option.h"
#include "cmd/record.h"
#include "cmd/say.h"

/* --- the syntax line --- */

static enum err
arg_put(const struct cmd_arg *arg, struct buf *out)
{
	if (!(arg->flags & CMD_POSITIONAL))
		TRY(buf_printf(out, "-%s", arg->name));
	if (arg->type->kind == CMD_FLAG)
		return ERR_OK;
	return buf_printf(out, "%s<%s>", arg->flags & CMD_POSITIONAL ? "" : " ",
	    arg->type->value);
}

/* Appends the members of a list in brackets: "{-hostname <host> | -ip <ip>}" */
static enum err
alternatives_put(const struct cmd_command *command, const char *list,
    const char *brackets, struct buf *out)
{
	const char *between = "";

	TRY(buf_printf(out, " %c", brackets[0]));
	for (size_t i = 0; i < record_count_args(command); i++) {
		if (!record_list_has(list, command->args[i].name))
			continue;
		TRY(buf_put_text(out, between));
		TRY(arg_put(&command->args[i], out));
		between = " | ";
	}
	return buf_printf(out, "%c", brackets[1]);
}

static bool
is_first_of(const struct cmd_command *command, const char *list, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (record_list_has(list, command->args[j].name))
			return false;
	return true;
}

static enum err
syntax_put_arg(const struct cmd_command *command, size_t i, struct buf *out)
{
	const struct cmd_arg *arg = &command->args[i];
	bool required = (arg->flags & CMD_REQUIRED) != 0;

	if (record_list_has(command->one_of, arg->name))
		return !is_first_of(command, command->one_of, i) ? ERR_OK
		    : alternatives_put(command, command->one_of, "{}", out);
	if (record_list_has(command->at_most_one, arg->name))
		return !is_first_of(command, command->at_most_one, i) ? ERR_OK
		    : alternatives_put(command, command->at_most_one, "[]", out);
	TRY(buf_put_text(out, required ? " " : " ["));
	TRY(arg_put(arg, out));
	return buf_put_text(out, required ? "" : "]");
}

enum err
help_put_syntax(const struct cmd_command *command, struct buf *out)
{
	TRY(buf_put_text(out, command->path));
	for (size_t i = 0; i < record_count_args(command); i++)
		TRY(syntax_put_arg(command, i, out));
	return ERR_OK;
}

/* --- the tables --- */

struct row {
	char name[CMD_WORD_MAX + 3], shortest[CMD_WORD_MAX + 1];
	const char *mark, *words;
};

struct table {
	struct row rows[CMD_LEVEL_MAX];
	size_t n;
};

static struct row *
table_add(struct table *t, const char *mark, const char *words)
{
	must(t->n < CMD_LEVEL_MAX);
	t->rows[t->n] = (struct row){ .mark = mark, .words = words };
	return &t->rows[t->n++];
}

static int
wider(int width, const char *text)
{
	int len = (int)strlen(text);

	return len > width ? len : width;
}

/* Makes the columns as wide as their longest text. */
static void
table_print(struct cmd_call *call, const struct table *t, int width)
{
	int shortest = 5;

	for (size_t i = 0; i < t->n; i++) {
		width = wider(width, t->rows[i].name);
		shortest = wider(shortest, t->rows[i].shortest);
	}
	cmd_print(call, "\n%-*s%-*s Description\n", width, "Name", shortest + 3,
	    "(short)");
	for (int i = 0; i < width + shortest + 17; i++)
		cmd_print(call, "-");
	cmd_print(call, "\n");
	for (size_t i = 0; i < t->n; i++)
		cmd_print(call, "%-*s   %-*s %s%s\n", width, t->rows[i].name,
		    shortest, t->rows[i].shortest, t->rows[i].mark, t->rows[i].words);
}

static void
add_option(struct table *t, const struct cmd_call *call,
    const struct cmd_command *command, size_t i)
{
	const struct cmd_arg *arg = &command->args[i];
	bool bare = arg->flags & CMD_POSITIONAL;
	struct row *row = table_add(t, "", arg->words);
	char shortest[CMD_WORD_MAX] = "";

	(void)snprintf(row->name, sizeof(row->name), bare ? "<%s>" : "-%s",
	    arg->name);
	option_shortest(command, i, call->shell->dialect->prefixes, shortest,
	    sizeof(shortest));
	if (!bare && shortest[0] != '\0')
		(void)snprintf(row->shortest, sizeof(row->shortest), "-%s", shortest);
}

void
help_command(struct cmd_call *call, const struct cmd_command *command)
{
	CLEARED_BY(buf_clear) struct buf syntax = buf_up_to(4096);
	struct table t = { .n = 0 };

	if (help_put_syntax(command, &syntax) == ERR_OK)
		cmd_print(call, "\nUsage: %.*s\n\n%s\n", (int)syntax.len,
		    (const char *)syntax.ptr, command->words);
	for (size_t i = 0; i < record_count_args(command); i++)
		add_option(&t, call, command, i);
	if (t.n > 0)
		table_print(call, &t, 13);
}

static bool
is_listed(const struct level_word *word)
{
	return word->leads_on || (word->command != NULL && !word->command->hidden);
}

static const char *
level_words_of(const struct level_word *word)
{
	if (word->leads_on && word->group != NULL)
		return word->group->words;
	return word->command != NULL ? word->command->words : "";
}

void
help_level(struct cmd_call *call, const char *path)
{
	struct table t = { .n = 0 };
	struct level level;

	level_read(call->shell, path, call->shell->role, &level);
	cmd_print(call, *path != '\0'
	    ? "\nThe following subcommands are available:\n"
	    : "\nThe following top-level commands are available:\n");
	for (size_t i = 0; i < level.n; i++) {
		struct row *row;

		if (!is_listed(&level.words[i]))
			continue;
		row = table_add(&t, level.words[i].leads_on ? "> " : "",
		    level_words_of(&level.words[i]));
		(void)snprintf(row->name, sizeof(row->name), "%s",
		    level.words[i].word);
		level_shortest(&level, i, call->shell->dialect->prefixes,
		    row->shortest, sizeof(row->shortest));
	}
	table_print(call, &t, 9);
}
