/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the person gave for the arguments of the command that runs. */

#include "cmd/cmd.h"

/* The value of an argument of this command; NULL, 0, no bytes when it was
 * not given. Naming an argument the command has not stops the process. */
const char *cmd_text(const struct cmd_call *call, const char *name);
uint64_t cmd_number(const struct cmd_call *call, const char *name);
bool cmd_given(const struct cmd_call *call, const char *name);
struct bytes cmd_secret(const struct cmd_call *call, const char *name);
