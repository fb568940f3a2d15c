/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The Tab key: what may stand where the cursor is. */

#include "cmd/cmd.h"

struct cmd_match {
	char word[64]; /* as it should stand in the line, with '-' if an option */
};

/* Finds what may stand for the last word of the line, which is empty after a
 * blank. Returns the number of matches, at most `most`; gives the length of that
 * last word. */
size_t cmd_complete(const struct cmd_shell *shell, struct bytes line,
    struct cmd_match *out, size_t most, size_t *out_len);
