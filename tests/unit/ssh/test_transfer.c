/* SPDX-License-Identifier: Apache-2.0 */
/* Which commands are file transfers, how little of them is kept, and what a
 * sandbox without bubblewrap lets through. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "gate.h"
#include "transfer.h"

static enum err
command(const char *text, struct transfer *out)
{
	static const struct gate_options options = { .keys = "/nonexistent" };
	struct session_request r = { .kind = SESSION_EXEC };

	*out = (struct transfer){ 0 };
	memcpy(r.command, text, strlen(text) + 1);
	return transfer_command(&options, &r, "/area", false, false, out);
}

static void
taken(void **state)
{
	static const struct {
		const char *text, *direction, *name;
	} rows[] = {
		{ "scp -t .", "-t", "./" },
		{ "scp -t ~", "-t", "./" },
		{ "scp -t ~/", "-t", "./" },
		{ "scp -t /", "-t", "./" },
		{ "scp -t -- a.pem", "-t", "./a.pem" },
		{ "scp -v -p -f a b.pem", "-f", "./a b.pem" },
		{ "scp -qf server.pem", "-f", "./server.pem" },
		{ "scp -f ../../etc/passwd", "-f", "./passwd" },
		{ "scp -f /etc/passwd", "-f", "./passwd" },
		{ "scp -f x/..", "-f", "./" },
		{ "scp -t x;id", "-t", "./x;id" },
		{ "scp -t -d $(id)", "-t", "./$(id)" },
	};
	struct transfer t;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_ok(command(rows[i].text, &t));
		/* ssh --transfer /area /usr/bin/scp -t -- NAME */
		assert_int_equal(t.n, 7);
		assert_string_equal(t.argv[2], "/area");
		assert_string_equal(t.argv[3], "/usr/bin/scp");
		assert_string_equal(t.argv[4], rows[i].direction);
		assert_string_equal(t.argv[5], "--");
		assert_string_equal(t.argv[6], rows[i].name);
		assert_null(t.argv[7]);
	}
}

static void
not_for_files(void **state)
{
	static const char *const texts[] = { "", "scp", "scp ", "scp -t", "scp -f",
		"scp x y", "scp -r -t x", "scp -S sh -t x", "scp -o A=b -t x",
		"scpx -t y", "/usr/bin/scp -t x", "hsm show", "sh -c scp" };
	struct transfer t;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_err(ERR_REFUSED, command(texts[i], &t));
}

/* What comes out of a full area is not asked. */
static void
a_full_area(void **state)
{
	static const struct gate_options options = { .keys = "/nonexistent" };
	struct session_request r = { .kind = SESSION_EXEC };
	struct transfer t = { 0 };

	strcpy(r.command, "scp -t x");
	assert_err(ERR_DISK_FULL, transfer_command(&options, &r, "/area", false, true, &t));
	strcpy(r.command, "scp -f x");
	assert_ok(transfer_command(&options, &r, "/area", false, true, &t));
	t = (struct transfer){ 0 };
	r.kind = SESSION_SUBSYSTEM;
	assert_ok(transfer_command(&options, &r, "/area", false, true, &t));
	assert_string_equal("-R", t.argv[4]);
}

static void
long_names(void **state)
{
	char text[600] = "scp -t ";
	struct transfer t;

	memset(text + 7, 'a', 300);
	assert_err(ERR_NAME_INVALID, command(text, &t));
}

/* --- sftp where there are no user namespaces --- */

#define FXP_INIT 1
#define FXP_OPEN 3
#define FXP_SETSTAT 9
#define FXP_FSETSTAT 10
#define FXP_STATUS 101
#define FXP_HANDLE 102
#define OPEN_READ 1
#define OPEN_WRITE 2
#define ATTR_PERMISSIONS 4
#define ATTR_TIMES 8
#define NOT_PERMITTED 3

struct bare {
	char dir[32], area[48], victim[48];
	pid_t pid;
	int fd;
};

/* The command line as the gate makes it, run as the gate runs it. */
static void
bare_start(struct bare *b)
{
	static const struct gate_options options = { .keys = "/nonexistent" };
	const struct session_request r = { .kind = SESSION_SUBSYSTEM };
	struct transfer t = { 0 };
	int ends[2];

	memcpy(b->dir, "/tmp/filesXXXXXX", sizeof("/tmp/filesXXXXXX"));
	assert_non_null(mkdtemp(b->dir));
	snprintf(b->area, sizeof(b->area), "%s/area", b->dir);
	snprintf(b->victim, sizeof(b->victim), "%s/root.key", b->dir);
	assert_int_equal(0, mkdir(b->area, 0700));
	assert_ok(file_write(b->victim, 0600, bytes_of_text("key")));
	assert_ok(transfer_command(&options, &r, b->area, false, false, &t));
	assert_int_equal(0, socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	b->pid = fork();
	if (b->pid == 0) {
		dup2(ends[1], 0);
		dup2(ends[1], 1);
		close(ends[0]);
		close(ends[1]);
		_exit(transfer_run(t.argv[2], (char *const *)t.argv + 3));
	}
	close(ends[1]);
	b->fd = ends[0];
}

static void
bare_stop(struct bare *b)
{
	close(b->fd);
	waitpid(b->pid, NULL, 0);
	unlink(b->victim);
	rmdir(b->area);
	rmdir(b->dir);
}

/* Type of the answer; a status gives its code in *out_code. 0: no answer. */
static unsigned
sftp_ask(const struct bare *b, uint8_t type, struct bytes body, uint32_t *out_code)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(1024);
	uint8_t in[1024];
	ssize_t n;

	assert_ok(buf_put_u32(&out, (uint32_t)body.len + 1));
	assert_ok(buf_put_u8(&out, type));
	assert_ok(buf_put(&out, body));
	if (send(b->fd, out.ptr, out.len, MSG_NOSIGNAL) != (ssize_t)out.len)
		return 0;
	n = recv(b->fd, in, sizeof(in), 0);
	if (n < 5)
		return 0;
	if (in[4] == FXP_STATUS && n >= 13)
		*out_code = bytes_u32(in + 9);
	return in[4];
}

static uint32_t
set_attributes(const struct bare *b, uint32_t flags, const uint32_t *values,
    unsigned n)
{
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(512);
	uint32_t code = 0;

	assert_ok(buf_put_u32(&body, 1));
	assert_ok(buf_put_u32(&body, (uint32_t)strlen(b->victim)));
	assert_ok(buf_put_text(&body, b->victim));
	assert_ok(buf_put_u32(&body, flags));
	for (unsigned i = 0; i < n; i++)
		assert_ok(buf_put_u32(&body, values[i]));
	assert_int_equal(FXP_STATUS,
	    sftp_ask(b, FXP_SETSTAT, buf_bytes(&body), &code));
	return code;
}

static void
others_stay_as_they_are(void **state)
{
	const uint32_t mode = 0666, times[2] = { 1, 1 };
	const uint8_t version[4] = { 0, 0, 0, 3 };
	struct stat before, after;
	struct bare b;
	uint32_t code;

	bare_start(&b);
	assert_int_equal(0, stat(b.victim, &before));
	if (sftp_ask(&b, FXP_INIT, bytes_of(version, 4), &code) == 0) {
		bare_stop(&b);
		skip(); /* no Landlock: no sandbox at all */
	}
	assert_int_equal(NOT_PERMITTED,
	    set_attributes(&b, ATTR_PERMISSIONS, &mode, 1));
	assert_int_equal(NOT_PERMITTED, set_attributes(&b, ATTR_TIMES, times, 2));
	assert_int_equal(0, stat(b.victim, &after));
	assert_int_equal(before.st_mode, after.st_mode);
	assert_int_equal(before.st_mtime, after.st_mtime);
	bare_stop(&b);
}

/* The handle's name in *out; the file is opened for reading and writing. */
static void
open_handle(const struct bare *b, const char *name, char out[5])
{
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(512);
	uint8_t in[1024];

	assert_ok(buf_put_u32(&body, (uint32_t)strlen(name) + 1 + 4 + 4 + 4 + 4));
	assert_ok(buf_put_u8(&body, FXP_OPEN));
	assert_ok(buf_put_u32(&body, 2));
	assert_ok(buf_put_u32(&body, (uint32_t)strlen(name)));
	assert_ok(buf_put_text(&body, name));
	assert_ok(buf_put_u32(&body, OPEN_READ | OPEN_WRITE));
	assert_ok(buf_put_u32(&body, 0));
	assert_int_equal((ssize_t)body.len, send(b->fd, body.ptr, body.len, 0));
	assert_int_equal(17, recv(b->fd, in, sizeof(in), 0));
	assert_int_equal(FXP_HANDLE, in[4]);
	memcpy(out, in + 13, 4);
	out[4] = '\0';
}

/* scp asks for a mode when it has written a file; it is not refused, and not
 * given: the same call would reach what can only be read. */
static void
a_mode_is_asked_for_in_vain(void **state)
{
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(512);
	const uint8_t version[4] = { 0, 0, 0, 3 };
	char path[64], handle[5] = "";
	struct stat now;
	struct bare b;
	uint32_t code = 99;

	bare_start(&b);
	snprintf(path, sizeof(path), "%s/f", b.area);
	assert_ok(file_write(path, 0600, bytes_of_text("x")));
	if (sftp_ask(&b, FXP_INIT, bytes_of(version, 4), &code) == 0) {
		unlink(path);
		bare_stop(&b);
		skip(); /* no Landlock: no sandbox at all */
	}
	open_handle(&b, path, handle);
	assert_ok(buf_put_u32(&body, 3));
	assert_ok(buf_put_u32(&body, 4));
	assert_ok(buf_put(&body, bytes_of(handle, 4)));
	assert_ok(buf_put_u32(&body, ATTR_PERMISSIONS));
	assert_ok(buf_put_u32(&body, 0666));
	assert_int_equal(FXP_STATUS, sftp_ask(&b, FXP_FSETSTAT, buf_bytes(&body), &code));
	assert_int_equal(0, code);
	assert_int_equal(0, stat(path, &now));
	assert_int_equal(0600, now.st_mode & 07777);
	unlink(path);
	bare_stop(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(taken),
		cmocka_unit_test(not_for_files),
		cmocka_unit_test(a_full_area),
		cmocka_unit_test(long_names),
		cmocka_unit_test(others_stay_as_they_are),
		cmocka_unit_test(a_mode_is_asked_for_in_vain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
