/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Switches devices on and off. A device is one process (its box) with its
 * children, in a session of its own. A file holds its pid; before a signal is
 * sent, the process's command line is compared, so that a pid which another
 * program got meanwhile is never signalled.
 */
#include "device.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "lab.h"
#include "proc/channel.h"
#include "proc/socket.h"
#include "proc/spawn.h"

#define START_MS 20000
#define STOP_MS 10000
#define CHILDREN_MS 2000

/* True if the process was started with our --state folder. */
static bool
is_our_device(pid_t pid, const char *state)
{
	CLEARED_BY(buf_clear) struct buf line = buf_up_to(32768);
	char path[64];
	size_t n = strlen(state) + 1;

	snprintf(path, sizeof(path), "/proc/%d/cmdline", (int)pid);
	if (file_read(path, &line) != ERR_OK || line.len == 0)
		return false; /* gone, or a zombie */
	return memmem(line.ptr, line.len, state, n) != NULL;
}

pid_t
device_pid(const struct lab *l, const struct device *d)
{
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(64);
	struct lab_path path;
	int pid;

	if (file_read(lab_path(l, &path, "%s/pid", d->name), &text) != ERR_OK ||
	    buf_put_u8(&text, 0) != ERR_OK)
		return 0;
	pid = (int)strtol((char *)text.ptr, NULL, 10);
	return pid > 0 && is_our_device(pid, lab_path(l, &path, "%s", d->name))
	    ? pid : 0;
}

static bool
at_port(int (*deed)(int fd, const struct sockaddr *a, socklen_t len),
    const char *address, unsigned port)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port) };
	CLEARED_BY(file_close) int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return inet_pton(AF_INET, address, &a.sin_addr) == 1 &&
	    deed(fd, (struct sockaddr *)&a, sizeof(a)) == 0;
}

static bool
answers_tcp(const char *address, unsigned port)
{
	return at_port(connect, address, port);
}

/* True if only root may listen there, which is usual for ports below 1024. */
static bool
is_for_root(const char *address, unsigned port)
{
	errno = 0;
	return !at_port(bind, address, port) && errno == EACCES;
}

static bool
answers_unix(const char *path)
{
	CLEARED_BY(file_close) int fd = -1;

	return channel_connect(path, &fd) == ERR_OK;
}

static bool
serves(const struct lab *l, const struct device *d)
{
	struct lab_path path;

	if (!d->is_hsm)
		return answers_unix(lab_path(l, &path, "%s/control.sock", d->name));
	return answers_unix(lab_path(l, &path, "%s/admin.sock", d->name)) &&
	    answers_unix(lab_path(l, &path, "%s/usb.sock", d->name)) &&
	    answers_tcp(d->address, l->is.ntls_port) &&
	    answers_tcp(d->address, l->is.ssh_port);
}

/* Prints the last lines of a log, however long it is. */
static void
show_end(const char *path)
{
	CLEARED_BY(file_close) int fd = open(path, O_RDONLY | O_CLOEXEC);
	char text[2048];
	ssize_t n, at;
	size_t lines = 0;

	if (fd < 0)
		return;
	if (lseek(fd, -(off_t)sizeof(text), SEEK_END) < 0)
		lseek(fd, 0, SEEK_SET);
	n = read(fd, text, sizeof(text));
	for (at = n; at > 0 && lines < 7; at--)
		lines += text[at - 1] == '\n';
	if (n > 0)
		fwrite(text + at + (lines == 7), 1, (size_t)(n - at) - (lines == 7), stderr);
}

/* Shows why a device does not start. Until it listens it writes to box.log, then
 * to its own log; the one that it wrote to last has the reason. */
static void
show_log(const struct lab *l, const struct device *d, const char *what)
{
	struct lab_path early, own;
	struct stat of_early = { 0 }, of_own = { 0 };
	const char *path;

	(void)stat(lab_path(l, &early, "%s/box.log", d->name), &of_early);
	(void)stat(lab_path(l, &own, "%s/log/messages", d->name), &of_own);
	path = of_own.st_mtime > of_early.st_mtime ? own.s : early.s;
	IGNORE(lab_fail(ERR_TIMEOUT, "%s %s; the end of its log %s:", d->name, what,
	    path));
	show_end(path);
}

static enum err
spawn_device(struct lab *l, const struct device *d, pid_t *out)
{
	struct lab_path state, site, log;
	char serial[24], ntls[12], ssh[12];
	const char *const hsm[] = { "appliance", "--state", state.s, "--name", d->name,
		"--serial", serial, "--site-key", site.s, "--address", d->address,
		"--ntls-port", ntls, "--ssh-port", ssh, "--personality",
		l->is.personality, NULL };
	const char *const backup[] = { "backuphsm", "--state", state.s, "--name",
		d->name, "--serial", serial, "--site-key", site.s, NULL };
	CLEARED_BY(file_close) int err = -1;
	struct spawn s = { .program = d->is_hsm ? "appliance" : "backuphsm",
		.argv = d->is_hsm ? hsm : backup, .in = -1, .out = -1, .channel = -1,
		.new_session = true };

	snprintf(serial, sizeof(serial), "%llu", (unsigned long long)d->serial);
	snprintf(ntls, sizeof(ntls), "%u", l->is.ntls_port);
	snprintf(ssh, sizeof(ssh), "%u", l->is.ssh_port);
	lab_path(l, &site, "site/site.key");
	lab_path(l, &state, "%s", d->name);
	TRY(file_make_folder(state.s));
	err = open(lab_path(l, &log, "%s/box.log", d->name),
	    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (err < 0)
		return lab_fail(ERR_FILE, "%s: %m", log.s);
	s.err = err;
	return spawn_start(&s, out);
}

static enum err
write_pid(struct lab *l, const struct device *d, pid_t pid)
{
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(64);
	struct lab_path path;

	TRY(buf_printf(&text, "%d\n", (int)pid));
	return file_write(lab_path(l, &path, "%s/pid", d->name), 0600,
	    buf_bytes(&text));
}

static enum err
wait_until_serving(struct lab *l, const struct device *d, pid_t pid)
{
	int64_t until = clock_ms() + START_MS;

	while (!serves(l, d)) {
		bool ended = waitpid(pid, NULL, WNOHANG) != 0;

		if (lab_is_interrupted())
			return ERR_CANCELLED;
		if (!ended && clock_ms() < until) {
			clock_sleep_ms(10);
			continue;
		}
		show_log(l, d, ended ? "stopped at once" : "does not answer");
		return ERR_TIMEOUT;
	}
	return ERR_OK;
}

/* Waits a moment for the port. A program that was just killed may still hold it,
 * because its first thread ends before its others. */
static bool
port_stays_taken(const char *address, unsigned port)
{
	int64_t until = clock_ms() + 1000;

	while (answers_tcp(address, port)) {
		if (clock_ms() > until)
			return true;
		clock_sleep_ms(10);
	}
	return false;
}

enum err
device_ports_are_free(const struct lab *l, const struct device *d)
{
	unsigned ports[2] = { l->is.ntls_port, l->is.ssh_port };

	for (int i = 0; d->is_hsm && i < 2; i++) {
		if (is_for_root(d->address, ports[i]))
			return lab_fail(ERR_REFUSED, "%s port %u: only root may "
			    "listen there", d->address, ports[i]);
		if (port_stays_taken(d->address, ports[i]))
			return lab_fail(ERR_EXISTS, "%s port %u is taken by another "
			    "program (another lab? choose its own --net, such as "
			    "127.0.2)", d->address, ports[i]);
	}
	return ERR_OK;
}

/* Kills the device and all it has started; they are in its process group. */
static void
pull_plug(pid_t pid)
{
	kill(-pid, SIGKILL);
	kill(pid, SIGKILL); /* if it has no process group yet */
}

static off_t
log_size(const struct lab *l, const struct device *d)
{
	struct lab_path path;
	struct stat of;

	return stat(lab_path(l, &path, "%s/log/messages", d->name), &of) == 0
	    ? of.st_size : 0;
}

/* Reads what the card has logged since `from`. Returns true once the card has
 * started or given up; prints its errors if `show` is set. */
static bool
card_log(const struct lab *l, const struct device *d, off_t from, bool show)
{
	struct lab_path path;
	FILE *log = fopen(lab_path(l, &path, "%s/log/messages", d->name), "re");
	bool decided = false;
	char line[1024];

	if (log == NULL)
		return false;
	(void)fseeko(log, from <= log_size(l, d) ? from : 0, SEEK_SET);
	while (fgets(line, sizeof(line), log) != NULL) {
		int at = 0, error = 0;

		if (sscanf(line, "%*s card[%*u] %n", &at) < 0 || at == 0)
			continue;
		(void)sscanf(line + at, "error: %n", &error);
		if (error > 0 && show)
			fprintf(stderr, "lunette: the HSM of %s: %s", d->name,
			    line + at + error);
		decided |= error > 0 || strstr(line + at, " is ready\n") != NULL;
	}
	fclose(log);
	return decided;
}

/* Prints why the card did not start. The device itself runs without its HSM, so
 * otherwise only its log would say so. */
static void
show_card_errors(const struct lab *l, const struct device *d, off_t from)
{
	int64_t until = clock_ms() + 2000;

	while (!card_log(l, d, from, false) && clock_ms() < until)
		clock_sleep_ms(10);
	(void)card_log(l, d, from, true);
}

enum err
device_on(struct lab *l, const struct device *d)
{
	off_t logged = log_size(l, d);
	pid_t pid;
	enum err e;

	TRY(device_ports_are_free(l, d));
	e = spawn_device(l, d, &pid);
	if (e != ERR_OK)
		return lab_fail(e, "%s cannot be started: %s", d->name, err_words(e));
	e = write_pid(l, d, pid);
	if (e == ERR_OK)
		e = wait_until_serving(l, d, pid);
	if (e != ERR_OK) {
		pull_plug(pid); /* device_pid may not recognize it yet */
		IGNORE(device_cut(l, d));
	}
	if (e == ERR_OK)
		show_card_errors(l, d, logged);
	return e;
}

static bool
wait_gone(const struct lab *l, const struct device *d, int64_t ms)
{
	int64_t until = clock_ms() + ms;

	while (device_pid(l, d) != 0) {
		waitpid(-1, NULL, WNOHANG);
		if (clock_ms() > until)
			return false;
		clock_sleep_ms(5);
	}
	return true;
}

/* True for a process of the group that still runs. A zombie does not. */
static bool
runs_in_group(const char *pid, pid_t group)
{
	CLEARED_BY(buf_clear) struct buf stat = buf_up_to(4096);
	char path[64], state;
	const char *behind_name;
	int parent, its_group;

	snprintf(path, sizeof(path), "/proc/%.20s/stat", pid);
	if (file_read(path, &stat) != ERR_OK || buf_put_u8(&stat, 0) != ERR_OK)
		return false;
	behind_name = strrchr((char *)stat.ptr, ')');
	return behind_name != NULL &&
	    sscanf(behind_name + 1, " %c %d %d", &state, &parent, &its_group) == 3 &&
	    its_group == group && state != 'Z' && state != 'X';
}

/* Waits for the last process of the group, not only the first. */
static bool
group_is_gone(pid_t group)
{
	DIR *processes = opendir("/proc");
	struct dirent *entry;
	bool gone = true;

	if (processes == NULL)
		return true;
	while (gone && (entry = readdir(processes)) != NULL)
		if (isdigit((unsigned char)entry->d_name[0]))
			gone = !runs_in_group(entry->d_name, group);
	closedir(processes);
	return gone;
}

static bool
wait_group_gone(pid_t group, int64_t ms)
{
	int64_t until = clock_ms() + ms;

	while (!group_is_gone(group)) {
		if (clock_ms() > until)
			return false;
		clock_sleep_ms(5);
	}
	return true;
}

/* True for a program of the device, which has its own name and a path of the
 * device among its arguments. */
static bool
belongs_to(const char *pid, const char *folder)
{
	static const char *const programs[] = { "appliance", "backuphsm", "card", "ntls",
		"ssh" };
	CLEARED_BY(buf_clear) struct buf line = buf_up_to(32768);
	char path[300];

	snprintf(path, sizeof(path), "/proc/%s/cmdline", pid);
	if (file_read(path, &line) != ERR_OK || buf_put_u8(&line, 0) != ERR_OK ||
	    memmem(line.ptr, line.len, folder, strlen(folder)) == NULL)
		return false;
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		if (strcmp((char *)line.ptr, programs[i]) == 0)
			return true;
	return false;
}

static bool
has_processes(const char *folder)
{
	DIR *proc = opendir("/proc");
	const struct dirent *entry;
	bool found = false;

	if (proc == NULL)
		return false;
	while (!found && (entry = readdir(proc)) != NULL)
		found = entry->d_name[0] >= '1' && entry->d_name[0] <= '9' &&
		    belongs_to(entry->d_name, folder);
	closedir(proc);
	return found;
}

/* Waits for the device's grandchildren too, which the kernel ends one after the
 * other. */
static void
wait_children(const struct lab *l, const struct device *d)
{
	int64_t until = clock_ms() + CHILDREN_MS;
	struct lab_path folder;

	lab_path(l, &folder, "%s/", d->name);
	while (has_processes(folder.s) && clock_ms() < until)
		clock_sleep_ms(5);
}

/* We may not signal the processes of another user's lab, so we would wait for
 * them in vain. */
static enum err
may_signal(const struct device *d, pid_t pid)
{
	if (pid == 0 || kill(pid, 0) == 0 || errno != EPERM)
		return ERR_OK;
	return lab_fail(ERR_REFUSED, "%s was switched on by another user", d->name);
}

enum err
device_cut(struct lab *l, const struct device *d)
{
	pid_t pid = device_pid(l, d);
	struct lab_path path;

	TRY(may_signal(d, pid));
	if (pid > 0) {
		pull_plug(pid);
		if (!wait_gone(l, d, STOP_MS) || !wait_group_gone(pid, STOP_MS))
			return lab_fail(ERR_TIMEOUT, "%s does not end", d->name);
	}
	wait_children(l, d);
	unlink(lab_path(l, &path, "%s/pid", d->name));
	return ERR_OK;
}

enum err
device_off(struct lab *l, const struct device *d)
{
	pid_t pid = device_pid(l, d);

	TRY(may_signal(d, pid));
	if (pid > 0)
		kill(pid, SIGTERM);
	if (pid > 0 && !(wait_gone(l, d, STOP_MS) && wait_group_gone(pid, STOP_MS))) {
		IGNORE(lab_fail(ERR_TIMEOUT, "%s did not stop in time; its plug is "
		    "pulled", d->name));
		kill(-pid, SIGKILL);
	}
	return device_cut(l, d);
}
