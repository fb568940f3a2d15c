/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* System calls of ntls, each with its reason. No file is opened any more. */

#include <stddef.h>

static const char *const sandbox_calls[] = {
	/* sockets: clients, the card's channels, the box's channel */
	"accept4", "bind", "listen", "socket", "setsockopt", "getsockopt",
	"getpeername", "getsockname", "read", "write", "readv", "writev",
	"recvmsg", "sendmsg", "recvfrom", "sendto", "shutdown", "close", "fcntl",
	/* the loops */
	"epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "eventfd2",
	"poll", "ppoll",
	/* threads and their locks */
	"clone", "clone3", "futex", "set_robust_list", "rseq", "gettid", "tgkill",
	"sched_yield", "sched_getaffinity",
	/* memory */
	"mmap", "munmap", "mprotect", "mremap", "madvise", "brk",
	/* time, randomness for TLS, signals, the end */
	"clock_gettime", "clock_nanosleep", "nanosleep", "gettimeofday",
	"getrandom", "getpid", "rt_sigprocmask", "rt_sigaction", "rt_sigreturn",
	"sigaltstack", "restart_syscall", "exit", "exit_group",
	NULL,
};
