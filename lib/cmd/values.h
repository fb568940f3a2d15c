/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The values that the person gave for the arguments of the running command. */

#include "cmd/cmd.h"

/* The value of an argument of this command; NULL, 0 or no bytes if it was not
 * given. A name that is no argument of the command ends the process: that is a
 * bug. */
const char *cmd_text(const struct cmd_call *call, const char *name);
uint64_t cmd_number(const struct cmd_call *call, const char *name);
bool cmd_given(const struct cmd_call *call, const char *name);
struct bytes cmd_secret(const struct cmd_call *call, const char *name);
