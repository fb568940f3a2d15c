/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Questions about a command's record. */

#include "cmd/cmd.h"

/* Number of arguments. */
size_t record_count_args(const struct cmd_command *command);
/* The argument of that name; the number of arguments if there is none. */
size_t record_find_arg(const struct cmd_command *command, const char *name);
/* True if `name` is one of the words of the list "a b c"; a NULL list has
 * none. */
bool record_list_has(const char *list, const char *name);
