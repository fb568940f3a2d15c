/* SPDX-License-Identifier: Apache-2.0 */
/* LunaSH's dialect: prints error blocks and result lines. */
#include "lunash.h"

#include <stdio.h>

#define RESULT_FAILED 65535u

static void
dialect_done(struct cmd_call *call)
{
	cmd_print(call, "'%s' successful.\n", call->command->path);
}

/* Prints the second block: what was wrong, then what to do. */
static void
print_words(struct cmd_call *call, const struct err_row *row)
{
	if (call->detail[0] != '\0')
		cmd_print(call, "\nError:  %s\n", call->detail);
	else
		cmd_print(call, "\nError:  %c%s%s\n", row->words[0] >= 'a' &&
		    row->words[0] <= 'z' ? row->words[0] - 32 : row->words[0],
		    row->words + 1,
		    row->words[strlen(row->words) - 1] == '.' ? "" : ".");
	if (row->advice[0] != '\0' && call->detail[0] == '\0')
		cmd_print(call, "        %s\n", row->advice);
}

static void
dialect_error(struct cmd_call *call, enum err e)
{
	const struct err_row *row = err_row(e);

	if (e == ERR_CANCELLED && call->command != NULL) {
		cmd_print(call, "\nExiting...\n'%s' aborted.\n", call->command->path);
		return;
	}
	if (!call->syntax && call->command != NULL && row->device != 0)
		cmd_print(call, "\nError:  '%s' failed. (%X : %s)\n",
		    call->command->path, row->device, row->symbol);
	if (!call->brief)
		print_words(call, row);
}

static void
dialect_console_only(struct cmd_call *call)
{
	cmd_print(call, "\nError:  '%s' can only be run from the local\n"
	    "console. Login as 'admin' using the serial port on\n"
	    "the SafeNet Network HSM before running this command.\n",
	    call->command->console_only);
	call->result_is_ok = true;
}

static void
dialect_result(struct cmd_call *call, enum err e)
{
	bool ok = e == ERR_OK || call->result_is_ok;

	call->result = ok ? 0 : RESULT_FAILED;
	if (call->shell->without_result)
		return;
	cmd_print(call, "%s\nCommand Result : %u (%s)\n",
	    e == ERR_LOCAL_ONLY && call->said ? "" : "\n", call->result,
	    ok ? "Success" : "Luna Shell execution");
}

const struct cmd_dialect lunash_dialect = {
	.prefixes = true,
	.confirm = "          > ",
	.secret = "\n  > ",
	.done = dialect_done,
	.error = dialect_error,
	.console_only = dialect_console_only,
	.result = dialect_result,
};
