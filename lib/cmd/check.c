/* SPDX-License-Identifier: Apache-2.0 */
/* Checks a program's tables for errors that would otherwise show only when
 * somebody types a command. The tests of lunash and lunacm call it. */
#include "cmd/check.h"

#include <stdio.h>

#include "base/text.h"
#include "cmd/option.h"
#include "cmd/place.h"
#include "cmd/record.h"

struct checker {
	const struct cmd_shell *shell;
	char *out;
	size_t size;
};

static enum err
complain(struct checker *c, const char *path, const char *what, const char *about)
{
	(void)snprintf(c->out, c->size, "'%s': %s %s", path, what, about);
	return ERR_ARGUMENT;
}

static bool
has_arg(const struct cmd_command *command, const char *name, size_t len)
{
	for (size_t i = 0; i < record_count_args(command); i++)
		if (strlen(command->args[i].name) == len &&
		    strncmp(command->args[i].name, name, len) == 0)
			return true;
	return false;
}

static enum err
check_list(struct checker *c, const struct cmd_command *command, const char *list)
{
	size_t len;

	for (; list != NULL && *list != '\0'; list += len) {
		list += strspn(list, " ");
		len = strcspn(list, " ");
		if (!has_arg(command, list, len))
			return complain(c, command->path, "no argument", list);
	}
	return ERR_OK;
}

static enum err
check_arg(struct checker *c, const struct cmd_command *command, size_t i)
{
	const struct cmd_arg *arg = &command->args[i];
	bool is_flag = arg->type == NULL || arg->type->kind == CMD_FLAG;

	if (arg->type == NULL || arg->words == NULL)
		return complain(c, command->path, "type or words lack at", arg->name);
	if (is_flag && arg->flags != 0)
		return complain(c, command->path, "a flag is required:", arg->name);
	if (!is_flag && (arg->type->value == NULL || arg->type->rule == NULL))
		return complain(c, command->path, "value or rule lacks at", arg->name);
	if (!(arg->flags & CMD_POSITIONAL) &&
	    option_find(command, arg->name, true) != (int)i)
		return complain(c, command->path, "not found by name:", arg->name);
	if (arg->shortcut != NULL &&
	    option_find(command, arg->shortcut, true) != (int)i)
		return complain(c, command->path, "not found by shortcut:", arg->shortcut);
	return ERR_OK;
}

/* Checks that the words of the path, and those of their shortcuts, lead to the
 * command. */
static enum err
check_path(struct checker *c, const struct cmd_command *command)
{
	CLEARED_BY(words_clear) struct words w = { 0 };
	struct place place;
	const char *rule;

	TRY(words_split(&w, bytes_of_text(command->path), false, &rule));
	place_find(c->shell, &w, 0, command->roles, &place);
	if (place.command != command)
		return complain(c, command->path, "not found by", "its path");
	if (w.n > CMD_DEPTH_MAX || command->roles == 0 || command->words == NULL)
		return complain(c, command->path, "lacks", "words or roles");
	if (command->shortcut == NULL)
		return ERR_OK;
	w.word[w.n - 1] = command->shortcut;
	place_find(c->shell, &w, 0, command->roles, &place);
	if (place.command != command)
		return complain(c, command->path, "not found by", command->shortcut);
	return ERR_OK;
}

/* What must hold of the target can only be looked at when there is one. */
static enum err
check_target(struct checker *c, const struct cmd_command *command)
{
	const struct cmd_target *target = command->target;

	if (target == NULL)
		return command->needs == NULL ? ERR_OK
		    : complain(c, command->path, "needs", "without a target");
	return target->size > 0 && target->open != NULL && target->close != NULL
	    ? ERR_OK : complain(c, command->path, "a target", "without its functions");
}

static enum err
check_command(struct checker *c, const struct cmd_command *command)
{
	TRY(check_path(c, command));
	TRY(check_target(c, command));
	for (size_t i = 0; i < record_count_args(command); i++)
		TRY(check_arg(c, command, i));
	TRY(check_list(c, command, command->one_of));
	return check_list(c, command, command->at_most_one);
}

enum err
cmd_table_check(const struct cmd_shell *shell, char *out, size_t size)
{
	struct checker c = { shell, out, size };
	const struct cmd_family *const *f;

	for (f = shell->families; *f != NULL; f++)
		for (const struct cmd_command *row = (*f)->commands;
		    row->path != NULL; row++)
			TRY(check_command(&c, row));
	return ERR_OK;
}
