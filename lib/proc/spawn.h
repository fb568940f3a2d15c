/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Starts our own programs. They are found beside the running one and inherit
 * only what is named. */

#include <sys/types.h>

#include "base/err.h"

struct spawn {
	const char *program;       /* "card": beside our own executable (or in
				    * its libexec folder); or an absolute path */
	const char *const *argv;   /* argv[0] first, NULL last */
	int in, out, err;          /* standard descriptors; -1: /dev/null */
	int channel;               /* becomes descriptor 3; -1: none */
	bool new_session;          /* setsid, so that ^C at the lab does not reach it */
	bool own_terminal;         /* with new_session: `in` is a terminal, and
				    * becomes its controlling one */
	bool die_with_parent;      /* SIGKILL when the starting thread ends */
	const char *const *env;    /* NULL: of ours what says where and how
				    * (PATH, LANG ...), never a password */
};

/* ERR_NOT_FOUND when there is no such program. */
enum err spawn_start(const struct spawn *s, pid_t *out);
/* Sends SIGTERM, waits up to ms, sends SIGKILL; reaps the process. */
void spawn_stop(pid_t pid, int ms);
/* Absolute path of one of our programs. */
enum err spawn_find(const char *program, char *out, size_t size);
