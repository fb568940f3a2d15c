/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the options and values of a command. An error message names the option,
 * the value and the rule that was broken. */
#include "cmd/args.h"

#include <stdio.h>

#include "base/mem.h"
#include "base/text.h"
#include "cmd/option.h"
#include "cmd/record.h"
#include "cmd/say.h"
#include "cmd/types.h"

/* --- one value --- */

static bool
letters_are_permitted(const struct cmd_type *type, struct bytes value)
{
	if (type->alphabet == NULL)
		return text_printable(value);
	return type->kind == CMD_UTF8 ? text_is_utf8(value, type->alphabet)
				      : text_only(value, type->alphabet);
}

static bool
value_is_permitted(const struct cmd_type *type, struct bytes value, uint64_t *out_number)
{
	if (type->kind == CMD_NUMBER)
		return text_number((const char *)value.ptr, type->least,
		    type->most, out_number) == ERR_OK;
	if (value.len < type->least || value.len > type->most ||
	    !letters_are_permitted(type, value))
		return false;
	return type->check == NULL || type->check(value);
}

/* Appends a value to a message: no secret, no control characters, not too
 * much. */
static void
value_shown(const struct cmd_type *type, struct bytes value, char out[64])
{
	size_t n = value.len < 40 ? value.len : 40;
	char text[41];

	for (size_t i = 0; i < n; i++)
		text[i] = value.ptr[i] >= 0x20 && value.ptr[i] < 0x7f
		    ? (char)value.ptr[i] : '?';
	text[n] = '\0';
	if (type->kind == CMD_SECRET)
		(void)snprintf(out, 64, "the value");
	else
		(void)snprintf(out, 64, "'%s%s'", text, n < value.len ? "..." : "");
	mem_wipe(text, sizeof(text));
}

enum err
args_check_value(struct cmd_call *call, const struct cmd_arg *arg, struct bytes value)
{
	uint64_t number;
	char shown[64];

	if (value_is_permitted(arg->type, value, &number))
		return ERR_OK;
	value_shown(arg->type, value, shown);
	return cmd_refuse(call, ERR_ARGUMENT, "%s%s: %s is not permitted: %s.",
	    arg->flags & CMD_POSITIONAL ? "" : "-", arg->name, shown, arg->type->rule);
}

static enum err
value_set(struct cmd_call *call, size_t i, const char *text)
{
	const struct cmd_arg *arg = &call->command->args[i];
	struct cmd_value *value = &call->values[i];

	if (value->text != NULL)
		return cmd_refuse(call, ERR_ARGUMENT, "-%s is given twice.", arg->name);
	TRY(args_check_value(call, arg, bytes_of_text(text)));
	if (arg->type->kind == CMD_NUMBER)
		TRY(text_number(text, arg->type->least, arg->type->most,
		    &value->number));
	if (arg->type->kind == CMD_SECRET) {
		TRY(secret_copy(&value->secret, bytes_of_text(text)));
		text = "";
	}
	value->text = text;
	return ERR_OK;
}

/* --- a line's words --- */

static bool
is_option(const struct words *w, size_t at)
{
	return !w->quoted[at] && w->word[at][0] == '-' && w->word[at][1] != '\0';
}

/* True if the value was forgotten, as in `-label -domain x`. Otherwise a value
 * may begin with '-', as passwords do. */
static bool
is_option_in_full(const struct cmd_call *call, const struct words *w, size_t at)
{
	return is_option(w, at) &&
	    option_find(call->command, w->word[at] + 1, false) >= 0;
}

static enum err
option_refuse(struct cmd_call *call, int found, const char *typed)
{
	char shown[64];

	value_shown(&cmd_any_text, bytes_of_text(typed), shown);
	if (found == CHOICE_SEVERAL)
		return cmd_refuse(call, ERR_ARGUMENT,
		    "The option %s fits several options; type more of it.", shown);
	return cmd_refuse(call, ERR_ARGUMENT, "'%s' has no option %s.",
	    call->command->path, shown);
}

/* Reads the option at w[*at] and its value; *at moves behind them. */
static enum err
option_read(struct cmd_call *call, const struct words *w, size_t *at)
{
	int i = option_find(call->command, w->word[*at] + 1,
	    call->shell->dialect->prefixes);

	if (i < 0)
		return option_refuse(call, i, w->word[*at]);
	*at += 1;
	if (call->command->args[i].type->kind == CMD_FLAG) {
		call->values[i].text = "";
		return ERR_OK;
	}
	if (*at == w->n || is_option_in_full(call, w, *at))
		return cmd_refuse(call, ERR_ARGUMENT, "-%s needs a value: %s.",
		    call->command->args[i].name, call->command->args[i].type->rule);
	*at += 1;
	return value_set(call, (size_t)i, w->word[*at - 1]);
}

static enum err
positional_read(struct cmd_call *call, const char *text)
{
	const struct cmd_command *command = call->command;
	char shown[64];

	for (size_t i = 0; i < record_count_args(command); i++)
		if ((command->args[i].flags & CMD_POSITIONAL) &&
		    call->values[i].text == NULL)
			return value_set(call, i, text);
	value_shown(&cmd_any_text, bytes_of_text(text), shown);
	return cmd_refuse(call, ERR_ARGUMENT, "'%s' does not know what to do with %s.",
	    command->path, shown);
}

/* --- the whole --- */

static enum err
required_check(struct cmd_call *call)
{
	const struct cmd_arg *arg;

	for (size_t i = 0; i < record_count_args(call->command); i++) {
		arg = &call->command->args[i];
		if ((arg->flags & CMD_REQUIRED) && call->values[i].text == NULL)
			return cmd_refuse(call, ERR_ARGUMENT,
			    arg->flags & CMD_POSITIONAL ? "<%s> is missing."
			    : "-%s is missing.", arg->name);
	}
	return ERR_OK;
}

static unsigned
count_given(const struct cmd_call *call, const char *list)
{
	unsigned n = 0;

	for (size_t i = 0; i < record_count_args(call->command); i++)
		n += call->values[i].text != NULL &&
		    record_list_has(list, call->command->args[i].name);
	return n;
}

/* "add replace" as "-add, -replace" */
static void
list_shown(const char *list, char *out, size_t size)
{
	size_t at = 0;

	for (; *list != '\0' && at + 4 < size; list++) {
		if (at == 0)
			out[at++] = '-';
		if (*list != ' ') {
			out[at++] = *list;
			continue;
		}
		memcpy(out + at, ", -", 3);
		at += 3;
	}
	out[at] = '\0';
}

static enum err
one_of_check(struct cmd_call *call)
{
	const struct cmd_command *command = call->command;
	char shown[80];

	if (command->one_of != NULL && count_given(call, command->one_of) != 1) {
		list_shown(command->one_of, shown, sizeof(shown));
		return cmd_refuse(call, ERR_ARGUMENT, "Exactly one of %s must be given.", shown);
	}
	if (command->at_most_one != NULL && count_given(call, command->at_most_one) > 1) {
		list_shown(command->at_most_one, shown, sizeof(shown));
		return cmd_refuse(call, ERR_ARGUMENT, "Only one of %s may be given.", shown);
	}
	return ERR_OK;
}

enum err
args_read(struct cmd_call *call, const struct words *w, size_t from)
{
	while (from < w->n) {
		if (is_option(w, from)) {
			TRY(option_read(call, w, &from));
			continue;
		}
		TRY(positional_read(call, w->word[from]));
		from++;
	}
	TRY(required_check(call));
	return one_of_check(call);
}

void
args_clear(struct cmd_call *call)
{
	for (size_t i = 0; i < CMD_ARGS_MAX; i++) {
		secret_clear(&call->values[i].secret);
		call->values[i].text = NULL;
	}
}

static enum err
arg_put_text(const struct cmd_call *call, size_t i, struct buf *out)
{
	const struct cmd_arg *arg = &call->command->args[i];
	const char *text = call->values[i].text;
	const char *quote = strpbrk(text, " \t") != NULL || *text == '\0' ? "\"" : "";

	if (!(arg->flags & CMD_POSITIONAL))
		TRY(buf_printf(out, " -%s", arg->name));
	if (arg->type->kind == CMD_SECRET)
		return buf_put_text(out, " ********");
	if (arg->type->kind == CMD_FLAG)
		return ERR_OK;
	return buf_printf(out, " %s%s%s", quote, text, quote);
}

enum err
args_put_text(const struct cmd_call *call, struct buf *out)
{
	TRY(buf_put_text(out, call->command->path));
	for (size_t i = 0; i < record_count_args(call->command); i++)
		if (call->values[i].text != NULL)
			TRY(arg_put_text(call, i, out));
	return ERR_OK;
}
