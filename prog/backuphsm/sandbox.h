/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The system calls of a box whose card runs, each with its reason. It starts
 * nothing any more. */

#include <stddef.h>

static const char *const sandbox_calls[] = {
	/* channels: the card, hands, the cable to an appliance */
	"socket", "socketpair", "connect", "accept4", "shutdown", "sendmsg",
	"recvmsg", "close", "fcntl",
	/* display and log; Landlock says where */
	"open", "openat", "read", "write", "lseek", "fstat", "stat", "newfstatat",
	"fsync", "rename", "renameat", "renameat2", "unlink", "unlinkat",
	"truncate", "dup2", "dup3",
	/* the loop */
	"epoll_ctl", "epoll_wait", "epoll_pwait",
	/* the card's end */
	"wait4", "kill",
	"brk", "mmap", "munmap", "mremap", "mprotect", "madvise", /* memory */
	"clock_gettime", "gettimeofday", "clock_nanosleep", "nanosleep",
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "restart_syscall",
	"futex", "getpid", "gettid", "tgkill", /* abort() */
	"exit", "exit_group",
	NULL,
};
