/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* How a command is typed, and which commands there are. */

#include "cmd/cmd.h"

/* Appends "partition backup -partition <name> [-force]". */
enum err help_put_syntax(const struct cmd_command *command, struct buf *out);
void help_command(struct cmd_call *call, const struct cmd_command *command);
void help_level(struct cmd_call *call, const char *path);
