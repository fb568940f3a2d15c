/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * What the parts of the shell share: who is at the keyboard, the calls of the
 * appliance, and the cards behind it. Handlers get it from call->shell->program.
 */

#include "cmd/ask.h"
#include "cmd/cmd.h"
#include "cmd/say.h"
#include "cmd/types.h"
#include "cmd/values.h"
#include "proc/ask.h"
#include "term/terminal.h"
#include "wire/user_role.h"
#include "identity.h"

struct lunash {
	struct ask ask;
	struct caller box; /* link 0: the appliance itself */
	struct identity me;
	struct cmd_shell shell;
	struct terminal *terminal;
};

/* The shell that a call runs in. */
static inline struct lunash *
lunash_of(const struct cmd_call *call)
{
	return call->shell->program;
}

extern const struct cmd_dialect lunash_dialect;
extern const struct cmd_family *const lunash_families[];
