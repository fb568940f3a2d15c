/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Which option of a command is meant. */

#include "cmd/level.h"

/* The option's index; CHOICE_NONE, CHOICE_SEVERAL. */
int option_find(const struct cmd_command *command, const char *typed, bool prefixes);
/* Like level_shortest, for an option. */
void option_shortest(const struct cmd_command *command, size_t i, bool prefixes,
    char *out, size_t size);
