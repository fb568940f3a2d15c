/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The reference of all commands, for docs/. */

#include "cmd/cmd.h"

/* The whole reference as Markdown: every command the shell's role may run,
 * with its syntax, options and rules. */
enum err cmd_document(const struct cmd_shell *shell, struct buf *out);
