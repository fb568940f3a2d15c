/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Landlock by its system calls (no library of Debian 12 knows them) and seccomp
 * through libseccomp. Every return code is checked: a rule with access bits the
 * kernel does not handle would deny everything without a word.
 */
#include "proc/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"

/* From the kernel's documentation; older headers lack the later bits. */
#define LANDLOCK_CREATE_RULESET 444
#define LANDLOCK_ADD_RULE 445
#define LANDLOCK_RESTRICT_SELF 446
#define LANDLOCK_VERSION_FLAG 1u
#define LANDLOCK_PATH_BENEATH 1

#define FS_EXECUTE (1ull << 0)
#define FS_WRITE_FILE (1ull << 1)
#define FS_READ_FILE (1ull << 2)
#define FS_READ_DIR (1ull << 3)
#define FS_ABI1 ((1ull << 13) - 1)
#define FS_REFER (1ull << 13)    /* ABI 2 */
#define FS_TRUNCATE (1ull << 14) /* ABI 3 */

/* A sanitizer writes its report to a path and by system calls that no sandbox
 * of ours permits. */
#ifdef LUNETTE_SANITIZED
#define IS_SANITIZED true
#else
#define IS_SANITIZED false
#endif

struct ruleset_attr {
	uint64_t fs;
};

struct path_attr {
	uint64_t allowed;
	int32_t parent_fd;
} __attribute__((packed));

enum err
sandbox_no_dumps(void)
{
	static const struct rlimit none = { 0, 0 };

	if (setrlimit(RLIMIT_CORE, &none) != 0)
		return ERR_REFUSED;
#ifndef LUNETTE_SANITIZED /* the leak check traces its process */
	/* Where the kernel pipes dumps to a program, the limit is ignored. */
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return ERR_REFUSED;
#endif
	return ERR_OK;
}

/* A program that is not root has no capabilities to begin with. */
enum err
sandbox_drop_privileges_but(uint64_t kept)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct now[2], left[2] = { 0 };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return ERR_REFUSED;
	TRY(sandbox_no_dumps());
	if (syscall(SYS_capget, &header, now) != 0)
		return ERR_REFUSED;
	for (int i = 0; i < 2; i++) {
		uint32_t half = (uint32_t)(kept >> (32 * i));

		left[i].effective = now[i].effective & half;
		left[i].permitted = now[i].permitted & half;
	}
	return syscall(SYS_capset, &header, left) == 0 ? ERR_OK : ERR_REFUSED;
}

enum err
sandbox_drop_privileges(void)
{
	return sandbox_drop_privileges_but(1ull << CAP_IPC_LOCK);
}

static uint64_t
handled_by(long abi)
{
	uint64_t fs = FS_ABI1;

	if (abi >= 2)
		fs |= FS_REFER;
	if (abi >= 3)
		fs |= FS_TRUNCATE;
	return fs;
}

static enum err
permit_path(int ruleset, uint64_t handled, const struct sandbox_path *p)
{
	uint64_t rights = p->write ? handled & ~FS_EXECUTE
				   : FS_READ_FILE | FS_READ_DIR;
	CLEARED_BY(file_close) int fd = open(p->path, O_PATH | O_CLOEXEC);
	struct path_attr rule = { rights | (p->execute ? FS_EXECUTE : 0), fd };
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0)
		return file_errno(errno);
	if (!S_ISDIR(st.st_mode)) /* a folder's rights would be refused */
		rule.allowed &= FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE |
		    FS_TRUNCATE;
	if (syscall(LANDLOCK_ADD_RULE, ruleset, LANDLOCK_PATH_BENEATH, &rule, 0) != 0)
		return ERR_REFUSED;
	return ERR_OK;
}

static enum err
enter_landlock(const struct sandbox_path *paths, bool *out_landlock)
{
	long abi = syscall(LANDLOCK_CREATE_RULESET, NULL, 0, LANDLOCK_VERSION_FLAG);
	struct ruleset_attr attr = { handled_by(abi) };
	CLEARED_BY(file_close) int ruleset = -1;

	*out_landlock = abi >= 1;
	if (abi < 1)
		return ERR_OK;
	ruleset = (int)syscall(LANDLOCK_CREATE_RULESET, &attr, sizeof(attr), 0);
	if (ruleset < 0)
		return ERR_REFUSED;
	for (; paths != NULL && paths->path != NULL; paths++)
		TRY(permit_path(ruleset, attr.fs, paths));
	if (syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0) != 0)
		return ERR_REFUSED;
	return ERR_OK;
}

static enum err
add_calls(scmp_filter_ctx filter, uint32_t action, const char *const *calls)
{
	for (; *calls != NULL; calls++) {
		int number = seccomp_syscall_resolve_name(*calls);

		if (number == __NR_SCMP_ERROR)
			continue; /* unknown on this architecture */
		if (seccomp_rule_add(filter, action, number, 0) != 0)
			return ERR_REFUSED;
	}
	return ERR_OK;
}

static enum err
enter_seccomp(const struct sandbox *s)
{
	bool listed = s->calls != NULL;
	scmp_filter_ctx filter = seccomp_init(listed ? SCMP_ACT_ERRNO(EPERM)
						     : SCMP_ACT_ALLOW);
	enum err e;

	if (filter == NULL)
		return ERR_NO_MEMORY;
	e = listed ? add_calls(filter, SCMP_ACT_ALLOW, s->calls)
		   : add_calls(filter, SCMP_ACT_ERRNO(0), s->ignored);
	if (e == ERR_OK &&
	    (seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2) != 0 ||
	     seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) != 0 ||
	     seccomp_load(filter) != 0))
		e = ERR_REFUSED;
	seccomp_release(filter);
	return e;
}

enum err
sandbox_enter(const struct sandbox *s, bool *out_landlock)
{
	*out_landlock = false;
	if (IS_SANITIZED && !s->for_another)
		return ERR_OK;
	TRY(enter_landlock(s->paths, out_landlock));
	return s->calls != NULL || s->ignored != NULL ? enter_seccomp(s) : ERR_OK;
}
