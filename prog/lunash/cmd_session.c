/* SPDX-License-Identifier: Apache-2.0 */
/* help and exit, which concern the session itself. */
#include "families.h"

static enum err
session_exit(struct cmd_call *call)
{
	call->shell->ended = true;
	return ERR_OK;
}

static const struct cmd_command commands[] = {
	{
		.path = "help",
		.words = "List the commands, or show how one is typed",
		.roles = EVERYBODY,
		.run = NULL, /* the engine prints help itself */
	},
	{
		.path = "exit",
		.words = "End the session",
		.roles = EVERYBODY,
		.run = session_exit,
	},
	{ NULL },
};

const struct cmd_family family_session = { NULL, commands };
