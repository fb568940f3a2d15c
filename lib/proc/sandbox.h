/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * What a program gives up before it looks at input: new privileges, the file
 * system but for named folders (Landlock), system calls that are not in its
 * list (seccomp). A kernel without Landlock is logged by the caller.
 */

#include <stdint.h>

#include "base/err.h"

struct sandbox_path {
	const char *path;
	bool write;   /* otherwise it is read only */
	bool execute; /* for a program that starts others */
};

struct sandbox {
	const struct sandbox_path *paths; /* NULL-path last; NULL: no files at all */
	const char *const *calls;         /* names of permitted system calls, NULL last;
				   * NULL: all */
	const char *const *ignored;       /* calls that do nothing and report success;
				   * looked at where `calls` is NULL */
	bool for_another; /* a program that is executed next */
};

/* Passwords pass through the program's memory: no core file may hold it, and
 * no debugger of the same user may read it. sandbox_drop_privileges does this
 * too. */
enum err sandbox_no_dumps(void);
/* Gives up new privileges, dumps, and all capabilities but CAP_IPC_LOCK. */
enum err sandbox_drop_privileges(void);
/* The same, but it keeps these capabilities (bits) for the programs that this
 * one starts. */
enum err sandbox_drop_privileges_but(uint64_t kept);
/* Enters the sandbox: Landlock first, then seccomp (a call outside the list
 * gives EPERM). A sanitized build enters it only for another program.
 * out_landlock: whether the kernel knows Landlock. */
enum err sandbox_enter(const struct sandbox *s, bool *out_landlock);
