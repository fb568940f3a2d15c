/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Where the words of a line lead: to a command, or to a group of them. */

#include "cmd/level.h"
#include "cmd/words.h"

#define CMD_PATH_MAX 128

/* Where the first words of a line lead. */
struct place {
	char path[CMD_PATH_MAX];
	const struct cmd_command *command;
	size_t used;       /* words */
	bool several;      /* the next word fits several */
	bool more;         /* the next word fits none, although one was required */
};

void place_find(const struct cmd_shell *shell, const struct words *w,
    size_t from, unsigned roles, struct place *out);
