/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The system calls of a connection, each with its reason. No call that opens a file,
 * makes a socket or starts a program: a client can ask for none. */

#include <stddef.h>

static const char *const sandbox_calls[] = {
	/* the client, the monitor, what the monitor hands over */
	"read", "write", "writev", "sendmsg", "sendto", "recvmsg", "recvfrom",
	"poll", "ppoll", "shutdown", "close", "fcntl", "getsockopt", "setsockopt",
	"getsockname", "getpeername",
	"ioctl", /* a terminal's size */
	"fstat", "newfstatat", "lseek", /* the log */
	"brk", "mmap", "munmap", "mremap", "mprotect", "madvise", /* memory */
	"mlock", "mlock2", "munlock", /* secrets of the library */
	"clock_gettime", "gettimeofday", "clock_nanosleep", "nanosleep", "getrandom",
	"alarm", "setitimer", /* the time to log in */
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "restart_syscall",
	"futex", "getpid", "gettid", "tgkill", /* abort() */
	"exit", "exit_group",
	NULL,
};
