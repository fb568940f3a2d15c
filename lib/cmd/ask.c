/* SPDX-License-Identifier: Apache-2.0 */
/* What a handler says and asks, through the shell's struct cmd_io. */
#include "cmd/internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- values ---- */

static size_t
arg_index(const struct cmd_call *call, const char *name)
{
	size_t i = 0;

	while (i < args_count(call->command) &&
	    strcmp(call->command->args[i].name, name) != 0)
		i++;
	return i;
}

static const struct cmd_value *
value_of(const struct cmd_call *call, const char *name)
{
	size_t i = arg_index(call, name);

	must(i < args_count(call->command));
	return &call->values[i];
}

const char *
cmd_text(const struct cmd_call *call, const char *name)
{
	return value_of(call, name)->text;
}

uint64_t
cmd_number(const struct cmd_call *call, const char *name)
{
	return value_of(call, name)->number;
}

bool
cmd_given(const struct cmd_call *call, const char *name)
{
	return value_of(call, name)->text != NULL;
}

struct bytes
cmd_secret(const struct cmd_call *call, const char *name)
{
	return secret_bytes(&value_of(call, name)->secret);
}

/* ---- saying ---- */

/* How many bytes there steer a terminal; U+0080 to U+009F are two in UTF-8. */
static int
steering(const char *text)
{
	unsigned char c = (unsigned char)text[0], next = (unsigned char)text[1];

	if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
		return 1;
	return c == 0xc2 && next >= 0x80 && next <= 0x9f ? 2 : 0;
}

void
cmd_print(struct cmd_call *call, const char *format, ...)
{
	char text[4096];
	va_list list;
	int n;

	va_start(list, format);
	n = vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	must(n >= 0);
	if ((size_t)n >= sizeof(text))
		n = sizeof(text) - 1;
	/* What others chose (labels, names) is printed on a person's screen. */
	for (int i = 0; i < n; i++)
		memset(text + i, '?', (size_t)steering(text + i));
	if (n > 0)
		call->shell->io.print(call->shell->io.user, bytes_of(text, (size_t)n));
}

enum err
cmd_refuse(struct cmd_call *call, enum err e, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	(void)vsnprintf(call->detail, sizeof(call->detail), format, list);
	va_end(list);
	return e;
}

/* ---- asking ---- */

enum err
cmd_confirm_always(struct cmd_call *call, const char *text)
{
	const char *prompt = call->command->confirm != NULL
	    ? call->command->confirm : call->shell->dialect->confirm;
	char answer[64];
	enum err e;

	if (text != NULL)
		cmd_print(call, "%s", text);
	e = call->shell->io.ask_line(call->shell->io.user, prompt, answer,
	    sizeof(answer));
	if (e != ERR_OK && e != ERR_TOO_LARGE)
		return ERR_CANCELLED; /* no answer is no consent */
	return e == ERR_OK && strcmp(answer, "proceed") == 0 ? ERR_OK : ERR_CANCELLED;
}

enum err
cmd_confirm(struct cmd_call *call, const char *text)
{
	size_t i = arg_index(call, "force");

	if (i < args_count(call->command) && call->values[i].text != NULL)
		return ERR_OK;
	return cmd_confirm_always(call, text);
}

static enum err
ask_secret(struct cmd_call *call, const char *sentence, struct secret *out)
{
	char prompt[512];
	enum err e;

	(void)snprintf(prompt, sizeof(prompt), "%s%s", sentence,
	    call->shell->dialect->secret);
	e = call->shell->io.ask_secret(call->shell->io.user, prompt, out);
	return e == ERR_CLOSED ? ERR_CANCELLED : e; /* the input ended instead */
}

enum err
cmd_secret_or_ask(struct cmd_call *call, const char *name, const char *sentence,
    struct secret *out)
{
	if (cmd_given(call, name))
		return secret_copy(out, cmd_secret(call, name));
	return ask_secret(call, sentence, out);
}

enum err
cmd_new_secret_or_ask(struct cmd_call *call, const char *name,
    const char *sentence, const char *again, struct secret *out)
{
	CLEARED_BY(secret_clear) struct secret first = { 0 }, second = { 0 };

	if (cmd_given(call, name)) /* was checked when the line was read */
		return secret_copy(out, cmd_secret(call, name));
	TRY(ask_secret(call, sentence, &first));
	TRY(args_check_value(call, &call->command->args[arg_index(call, name)],
	    secret_bytes(&first)));
	TRY(ask_secret(call, again, &second));
	if (!secret_equal(secret_bytes(&first), secret_bytes(&second)))
		return cmd_refuse(call, ERR_ARGUMENT,
		    "The two entries differ; nothing was changed.");
	secret_move(out, &first);
	return ERR_OK;
}
