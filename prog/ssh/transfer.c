/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scp and sftp are Debian's own programs. They see a root of their own: /usr
 * read-only, the user's file area as /files, one line of passwd, no network.
 * Where there are no user namespaces (most containers), Landlock keeps them in
 * the area; then /etc/passwd can be read, because both programs need it. Of a
 * client's command only the direction and the base name of the file are kept.
 *
 * Landlock has no right for changing modes, owners and times, and an old
 * Landlock has none for truncating by path. So without bubblewrap those calls
 * do nothing and report success, because scp ends every file that it sends
 * with one. sftp requests that would change a path that they name are refused.
 */
#include "transfer.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "gate.h"
#include "proc/sandbox.h"
#include "proc/spawn.h"

#define FILE_SIZE_MAX (64u * 1024u * 1024u)
#define BWRAP "/usr/bin/bwrap"
#define SCP "/usr/bin/scp"
#define SFTP "/usr/lib/openssh/sftp-server"
#define SFTP_REQUESTS "realpath,open,read,write,close,stat,lstat,fstat," \
	"opendir,readdir,remove,limits,fsetstat"

static void
add(struct transfer *t, const char *arg)
{
	must(t->n < TRANSFER_ARGS - 1);
	t->argv[t->n++] = arg;
}

static void
add_all(struct transfer *t, const char *const *args)
{
	while (*args != NULL)
		add(t, *args++);
}

/* Makes a passwd file for the sandbox, because both programs look their user
 * up. */
static enum err
make_passwd(const struct gate_options *o, struct transfer *t)
{
	CLEARED_BY(buf_clear) struct buf line = buf_up_to(256);

	snprintf(t->passwd, sizeof(t->passwd), "%s/passwd", o->keys);
	if (file_is_there(t->passwd))
		return ERR_OK;
	TRY(buf_printf(&line, "luna:x:%u:%u:luna:/files:/usr/sbin/nologin\n",
	    (unsigned)getuid(), (unsigned)getgid()));
	return file_write(t->passwd, 0644, buf_bytes(&line));
}

static void
add_bubblewrap(struct transfer *t, const char *area)
{
	static const char *const before[] = { BWRAP, "--unshare-all",
		"--die-with-parent", "--new-session", "--ro-bind", "/usr", "/usr",
		"--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64",
		"--symlink", "usr/bin", "/bin", "--dev", "/dev", "--clearenv",
		"--setenv", "PATH", "/usr/bin", "--setenv", "LANG", "C.UTF-8",
		NULL };

	add_all(t, before);
	add(t, "--bind");
	add(t, area);
	add(t, "/files");
	add(t, "--ro-bind");
	add(t, t->passwd);
	add(t, "/etc/passwd");
	/* Read-only, because a file put elsewhere would vanish with the sandbox
	 * without an error. */
	add(t, "--remount-ro");
	add(t, "/dev");
	add(t, "--remount-ro");
	add(t, "/");
	add(t, "--chdir");
	add(t, "/files");
	add(t, "--");
}

/* Keeps the last part of a path; a path that means the folder itself gives
 * ".". */
static enum err
keep_base_name(const char *path, struct transfer *t)
{
	const char *slash = strrchr(path, '/'), *base = slash != NULL ? slash + 1 : path;

	if (*base == '\0' || strcmp(base, ".") == 0 || strcmp(base, "..") == 0 ||
	    strcmp(base, "~") == 0)
		base = "";
	return snprintf(t->name, sizeof(t->name), "./%s", base) <
	    (int)sizeof(t->name) ? ERR_OK : ERR_NAME_INVALID;
}

/* "scp [-dpqv] -t|-f [--] NAME" and nothing else. */
static enum err
read_scp(const char *command, struct transfer *t, char *out_direction)
{
	const char *at = command + 3;
	char direction = 0;

	while (*at == ' ' && at[1] == '-') {
		size_t n = strcspn(at + 1, " ");

		for (const char *c = at + 2; c < at + 1 + n; c++) {
			if (*c == 't' || *c == 'f')
				direction = *c;
			else if (strchr("dpqv-", *c) == NULL)
				return ERR_REFUSED;
		}
		at += 1 + n;
	}
	if (direction == 0 || *at != ' ')
		return ERR_REFUSED;
	*out_direction = direction;
	return keep_base_name(at + 1, t);
}

enum err
transfer_command(const struct gate_options *o, const struct session_request *r,
    const char *area, bool bubblewrap, bool full, struct transfer *out)
{
	char direction = 0;

	if (r->kind == SESSION_EXEC && strncmp(r->command, "scp ", 4) == 0)
		TRY(read_scp(r->command, out, &direction));
	else if (r->kind != SESSION_SUBSYSTEM)
		return ERR_REFUSED;
	if (direction == 't' && full)
		return ERR_DISK_FULL;
	add(out, "ssh");
	add(out, "--transfer");
	add(out, bubblewrap ? "" : area);
	if (bubblewrap) {
		TRY(make_passwd(o, out));
		add_bubblewrap(out, area);
	}
	if (direction != 0) {
		add(out, SCP);
		add(out, direction == 't' ? "-t" : "-f");
		add(out, "--");
		add(out, out->name);
	} else {
		static const char *const rest[] = { "-u", "0077", "-p", NULL };

		add(out, SFTP);
		if (full)
			add(out, "-R");
		add(out, "-d");
		add(out, bubblewrap ? "/files" : area);
		add_all(out, rest);
		add(out, bubblewrap ? SFTP_REQUESTS ",setstat" : SFTP_REQUESTS);
	}
	return ERR_OK;
}

bool
transfer_has_bubblewrap(const char *area)
{
	const char *const argv[] = { BWRAP, "--unshare-all", "--ro-bind",
		"/usr", "/usr", "--symlink", "usr/lib", "/lib", "--symlink",
		"usr/lib64", "/lib64", "--bind", area, "/files",
		"--remount-ro", "/", "/usr/bin/true", NULL };
	struct spawn s = { .program = BWRAP, .argv = argv, .in = -1, .out = -1,
		.err = 2, .channel = -1, .die_with_parent = true };
	int status = 0;
	pid_t pid;

	return spawn_start(&s, &pid) == ERR_OK &&
	    waitpid(pid, &status, 0) == pid && status == 0;
}

static enum err
enter(const char *area)
{
	const struct sandbox_path paths[] = {
		{ "/usr", .execute = true },
		{ "/etc/passwd" },
		{ "/etc/ld.so.cache" },
		{ "/dev/null", .write = true },
		{ area, .write = true },
		{ NULL },
	};
	static const char *const ignored[] = { "chmod", "fchmod", "fchmodat",
		"fchmodat2", "chown", "fchown", "lchown", "fchownat", "utime",
		"utimes", "futimesat", "utimensat", NULL };
	const struct sandbox s = { .paths = paths, .ignored = ignored,
		.for_another = true };
	bool landlock = false;

	if (chdir(area) != 0)
		return ERR_FILE;
	TRY(sandbox_enter(&s, &landlock));
	return landlock ? ERR_OK : ERR_NOT_SUPPORTED;
}

int
transfer_run(const char *area, char *const *argv)
{
	static const struct rlimit size = { FILE_SIZE_MAX, FILE_SIZE_MAX };

	/* A file that becomes too large is an error of the write and must not
	 * end the transfer by a signal. */
	if (*argv == NULL || setrlimit(RLIMIT_FSIZE, &size) != 0 ||
	    signal(SIGXFSZ, SIG_IGN) == SIG_ERR)
		return 2;
	if (*area != '\0' && enter(area) != ERR_OK) {
		fputs("file transfer needs user namespaces (for bubblewrap) or "
		      "Landlock, and this machine has neither\n", stderr);
		return 1;
	}
	execv(argv[0], argv);
	return 127;
}
