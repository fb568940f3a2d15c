/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The system calls of lunash, each with its reason. No call that opens or
 * makes a file, connects or starts a program: input can ask for none. */

static const char *const sandbox_calls[] = {
	"read", "write", "writev", /* the terminal or the pipes */
	"ioctl", "fcntl", "fstat", "newfstatat", "lseek", /* stdio, terminal modes */
	"poll", "ppoll", "pselect6", "select", /* waiting for keys and answers */
	"sendmsg", "sendto", "recvmsg", "recvfrom", /* the channel */
	"close",
	"brk", "mmap", "munmap", "mremap", "mprotect", "madvise", /* memory */
	"mlock", "mlock2", "munlock", /* secrets */
	"clock_gettime", "gettimeofday", "clock_nanosleep", "getrandom",
	"alarm", "setitimer", /* the time to log in */
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "restart_syscall",
	"futex", "getpid", "gettid", "tgkill", /* abort() */
	"exit", "exit_group",
	NULL,
};
