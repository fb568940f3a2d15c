/* SPDX-License-Identifier: Apache-2.0 */
/* LunaCM's dialect: prints error lines and result lines. */
#include "lunacm.h"

#include <stdio.h>

static void
dialect_done(struct cmd_call *call)
{
	(void)call; /* the result line has the error */
}

static void
dialect_error(struct cmd_call *call, enum err e)
{
	const struct err_row *row = err_row(e);

	if (e == ERR_CANCELLED) {
		cmd_print(call, "\n        Command aborted.\n");
		return;
	}
	if (!call->syntax)
		cmd_print(call, "Error in execution : %s.\n", row->ckr_name);
	cmd_print(call, "\n        %s\n",
	    call->detail[0] != '\0' ? call->detail : row->words);
	if (call->detail[0] == '\0' && row->advice[0] != '\0')
		cmd_print(call, "        %s\n", row->advice);
}

/* Never called: no command of LunaCM requires a console. */
static void
dialect_console_only(struct cmd_call *call)
{
	cmd_print(call, "Error in execution : CKR_OPERATION_NOT_ALLOWED.\n");
}

static void
dialect_result(struct cmd_call *call, enum err e)
{
	const struct err_row *row = err_row(e);

	call->result = (unsigned)row->ckr;
	if (e == ERR_OK)
		cmd_print(call, "\nCommand Result : No Error\n\n");
	else
		cmd_print(call, "\nCommand Result : 0x%lx (%s)\n\n", row->ckr,
		    row->ckr_name);
}

const struct cmd_dialect lunacm_dialect = {
	.prefixes = false,
	.confirm = "\n        Are you sure you wish to continue?\n\n"
	    "        Type 'proceed' to continue, or 'quit' to quit now -> ",
	.secret = " ",
	.done = dialect_done,
	.error = dialect_error,
	.console_only = dialect_console_only,
	.result = dialect_result,
};
