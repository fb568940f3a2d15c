/* SPDX-License-Identifier: Apache-2.0 */
/* Asks the person through the shell's struct cmd_io. The end of the input counts
 * as a refusal. */
#include "cmd/ask.h"

#include <stdio.h>
#include <string.h>

#include "cmd/args.h"
#include "cmd/record.h"
#include "cmd/say.h"
#include "cmd/values.h"

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
	size_t i = record_find_arg(call->command, "force");

	if (i < record_count_args(call->command) && call->values[i].text != NULL)
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
	return e == ERR_CLOSED ? ERR_CANCELLED : e; /* the input ended */
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

	if (cmd_given(call, name)) /* it was checked when the line was read */
		return secret_copy(out, cmd_secret(call, name));
	TRY(ask_secret(call, sentence, &first));
	TRY(args_check_value(call, &call->command->args[record_find_arg(call->command, name)],
	    secret_bytes(&first)));
	TRY(ask_secret(call, again, &second));
	if (!secret_equal(secret_bytes(&first), secret_bytes(&second)))
		return cmd_refuse(call, ERR_ARGUMENT,
		    "The two entries differ; nothing was changed.");
	secret_move(out, &first);
	return ERR_OK;
}
