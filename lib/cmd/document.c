/* SPDX-License-Identifier: Apache-2.0 */
/* The command reference, printed from the rows that also drive the shell. */
#include "cmd/document.h"

#include "cmd/help.h"
#include "cmd/option.h"
#include "cmd/record.h"

/* Appends a text of a row; what Markdown would take for markup is escaped. */
static enum err
put_words(const char *words, struct buf *out)
{
	for (; *words != '\0'; words++) {
		if (strchr("<>*_[]`\\", *words) != NULL)
			TRY(buf_put_u8(out, '\\'));
		TRY(buf_put_u8(out, (uint8_t)*words));
	}
	return ERR_OK;
}

static enum err
put_arg(const struct cmd_command *command, size_t i, bool prefixes, struct buf *out)
{
	const struct cmd_arg *arg = &command->args[i];
	char shortest[CMD_WORD_MAX];
	bool bare = (arg->flags & CMD_POSITIONAL) != 0;

	option_shortest(command, i, prefixes, shortest, sizeof(shortest));
	TRY(buf_printf(out, "* `%s%s", bare ? "" : "-", bare ? "" : arg->name));
	if (arg->type->kind != CMD_FLAG)
		TRY(buf_printf(out, "%s<%s>", bare ? "" : " ", arg->type->value));
	TRY(buf_put_text(out, "`"));
	if (!bare && *shortest != '\0')
		TRY(buf_printf(out, " (`-%s`)", shortest));
	TRY(buf_put_text(out, " "));
	TRY(put_words(arg->words, out));
	TRY(buf_put_text(out, arg->type->kind != CMD_FLAG ? "; " : ""));
	if (arg->type->kind != CMD_FLAG)
		TRY(put_words(arg->type->rule, out));
	return buf_put_text(out, ".\n");
}

/* Appends "For admin, operator." if roles have names. */
static enum err
put_roles(const struct cmd_shell *shell, const struct cmd_command *command,
    struct buf *out)
{
	const char *between = " For ";

	for (unsigned bit = 1; shell->role_name != NULL && bit != 0; bit <<= 1) {
		if ((command->roles & bit) == 0)
			continue;
		TRY(buf_printf(out, "%s%s", between, shell->role_name(bit)));
		between = ", ";
	}
	return buf_put_text(out, shell->role_name != NULL ? "." : "");
}

static enum err
put_command(const struct cmd_shell *shell, const struct cmd_command *command,
    struct buf *out)
{
	TRY(buf_printf(out, "\n### %s\n\n    ", command->path));
	TRY(help_put_syntax(command, out));
	TRY(buf_printf(out, "\n\n%s.%s", command->words,
	    command->console_only != NULL ? " Only at the serial console." : ""));
	TRY(put_roles(shell, command, out));
	TRY(buf_put_text(out, "\n"));
	if (record_count_args(command) > 0)
		TRY(buf_put_text(out, "\n"));
	for (size_t i = 0; i < record_count_args(command); i++)
		TRY(put_arg(command, i, shell->dialect->prefixes, out));
	return ERR_OK;
}

enum err
cmd_document(const struct cmd_shell *shell, struct buf *out)
{
	const struct cmd_family *const *f;

	for (f = shell->families; *f != NULL; f++)
		for (const struct cmd_command *c = (*f)->commands; c->path != NULL; c++)
			if ((c->roles & shell->role) != 0 && !c->hidden)
				TRY(put_command(shell, c, out));
	return ERR_OK;
}
