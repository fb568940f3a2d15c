/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a line: resolves the command, checks it, runs it, and prints the result
 * line. */
#include "cmd/cmd.h"

#include "base/mem.h"
#include "cmd/args.h"
#include "cmd/ask.h"
#include "cmd/help.h"
#include "cmd/place.h"
#include "cmd/record.h"
#include "cmd/say.h"

void
cmd_outcome_clear(struct cmd_outcome *o)
{
	buf_clear(&o->text);
	*o = (struct cmd_outcome){ 0 };
}

/* --- help --- */

static bool
level_is_there(const struct cmd_shell *shell, const char *path)
{
	struct level level;

	level_read(shell, path, shell->role, &level);
	return level.n > 0;
}

/* Prints help about what the words from `from` to `until` name. */
static enum err
run_help(struct cmd_call *call, const struct words *w, size_t from, size_t until)
{
	struct words part = *w;
	struct place place;

	part.n = until;
	place_find(call->shell, &part, from, call->shell->role, &place);
	words_clear(&part);
	if (place.more) {
		call->syntax = true;
		return cmd_refuse(call, ERR_ARGUMENT,
		    "There is no such command; 'help' lists them.");
	}
	if (place.command != NULL && place.command->run == NULL)
		place = (struct place){ 0 }; /* `help help` is help about the top */
	if (place.command != NULL)
		help_command(call, place.command);
	if (place.command == NULL || level_is_there(call->shell, place.path))
		help_level(call, place.path);
	return ERR_OK;
}

/* --- a command --- */

static bool
line_is_secret(const struct cmd_call *call)
{
	for (size_t i = 0; call->command != NULL && i < record_count_args(call->command); i++)
		if (call->command->args[i].type->kind == CMD_SECRET &&
		    call->values[i].text != NULL)
			return true;
	return false;
}

static enum err
target_open(struct cmd_call *call)
{
	const struct cmd_target *target = call->command->target;

	if (target == NULL)
		return ERR_OK;
	call->target = mem_alloc(1, target->size);
	if (call->target == NULL)
		return ERR_NO_MEMORY;
	return target->open(call, call->target);
}

static void
target_close(struct cmd_call *call)
{
	if (call->target == NULL)
		return;
	call->command->target->close(call->target);
	mem_free(call->target);
	call->target = NULL;
}

/* Opens the target and checks what the command needs, before anything is
 * asked. */
static enum err
run_deed(struct cmd_call *call)
{
	TRY(target_open(call));
	if (call->command->needs != NULL)
		TRY(call->command->needs(call));
	if (call->command->caution != NULL)
		TRY(cmd_confirm(call, call->command->caution));
	TRY(call->command->run(call));
	if (call->command->says_done)
		call->shell->dialect->done(call);
	return ERR_OK;
}

static enum err
run_command(struct cmd_call *call, const struct words *w, size_t from)
{
	enum err e;

	if (call->command->console_only != NULL && !call->shell->local) {
		call->shell->dialect->console_only(call);
		call->said = true;
		return ERR_LOCAL_ONLY;
	}
	e = args_read(call, w, from);
	if (e != ERR_OK) {
		call->syntax = call->detail[0] != '\0';
		return e;
	}
	e = run_deed(call);
	target_close(call);
	return e;
}

/* --- a line --- */

static enum err
refuse_word(struct cmd_call *call, const struct words *w, const struct place *place)
{
	struct place any;
	char shown[41];
	size_t i;

	place_find(call->shell, w, 0, ~0u, &any);
	if (any.command != NULL && !place->several)
		return cmd_refuse(call, ERR_REFUSED,
		    "'%s' is not permitted to this user.", any.command->path);
	for (i = 0; i < 40 && w->word[place->used][i] != '\0'; i++)
		shown[i] = w->word[place->used][i] >= 0x20 &&
		    w->word[place->used][i] < 0x7f ? w->word[place->used][i] : '?';
	shown[i] = '\0';
	return cmd_refuse(call, ERR_ARGUMENT, place->several
	    ? "'%s%s%s' fits several commands; type more of it."
	    : "'%s%s%s' is not a command; 'help' lists the commands.",
	    place->path, place->used > 0 ? " " : "", shown);
}

static bool
is_help_word(const struct words *w, size_t i)
{
	return !w->quoted[i] && strcmp(w->word[i], "?") == 0;
}

static enum err
run_words(struct cmd_call *call, const struct words *w)
{
	struct place place;

	if (is_help_word(w, 0))
		return run_help(call, w, 1, w->n);
	if (is_help_word(w, w->n - 1))
		return run_help(call, w, 0, w->n - 1);
	place_find(call->shell, w, 0, call->shell->role, &place);
	if (place.more || place.used == 0) {
		call->syntax = true;
		return refuse_word(call, w, &place);
	}
	if (place.command == NULL) {
		help_level(call, place.path);
		return ERR_OK;
	}
	if (place.command->run == NULL)
		return run_help(call, w, place.used, w->n);
	call->command = place.command;
	return run_command(call, w, place.used);
}

/* --- the end of it --- */

static void
say_error(struct cmd_call *call, enum err e)
{
	if (e == ERR_OK || call->said)
		return;
	call->shell->dialect->error(call, e);
	if (call->syntax && call->command != NULL)
		help_command(call, call->command);
}

static void
outcome_fill(struct cmd_call *call, enum err e, struct cmd_outcome *out)
{
	out->status = e;
	out->had_secret = line_is_secret(call);
	out->result = call->result;
	out->text.max = CMD_LINE_MAX * 2;
	if (call->command != NULL)
		IGNORE(args_put_text(call, &out->text));
	else
		IGNORE(buf_put_text(&out->text, e == ERR_OK ? "help"
		    : "(not a command)"));
}

void
cmd_run(struct cmd_shell *shell, struct bytes line, struct cmd_outcome *out_outcome)
{
	CLEARED_BY(words_clear) struct words words = { 0 };
	CLEARED_BY(args_clear) struct cmd_call call = { .shell = shell };
	const char *rule;
	enum err e;

	*out_outcome = (struct cmd_outcome){ 0 };
	e = words_split(&words, line, false, &rule);
	if (e == ERR_OK && words.n == 0) {
		out_outcome->empty = true;
		return;
	}
	call.syntax = e != ERR_OK;
	if (e != ERR_OK)
		e = cmd_refuse(&call, e, "The line cannot be read: %s.", rule);
	else
		e = run_words(&call, &words);
	say_error(&call, e);
	shell->dialect->result(&call, e);
	outcome_fill(&call, e, out_outcome);
}
