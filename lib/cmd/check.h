/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Checks the tables of a program, for its tests. */

#include "cmd/cmd.h"

/* Checks a table for what would only show when typed: duplicate paths, two
 * arguments of one name, required flags, a one_of that names no argument,
 * shortcuts that clash. Gives a sentence in out, ERR_ARGUMENT. For tests. */
enum err cmd_table_check(const struct cmd_shell *shell, char *out, size_t size);
