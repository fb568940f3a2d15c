/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The Tab key completes libedit's line from the command table. */

#include <histedit.h>

#include "cmd/cmd.h"

/* Completes the word before the cursor or lists what may follow; gives
 * libedit's CC_ code. */
unsigned char complete_line(const struct cmd_shell *shell, EditLine *edit);
