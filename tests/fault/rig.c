/* SPDX-License-Identifier: Apache-2.0 */
/* Starts and kills the card's program, and does the first steps of a test. */
#include "rig.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "proc/channel.h"
#include "proc/socket.h"
#include "proc/spawn.h"

#define TIMEOUT_MS 20000

static char site[] = "/tmp/lunette-site-XXXXXX", site_key[64];
/* Threads of a test open their links by themselves. */
static pthread_mutex_t control_lock = PTHREAD_MUTEX_INITIALIZER;

static void
forget_site_key(void)
{
	unlink(site_key);
	rmdir(site);
}

static pid_t
start(const char *const *argv, int channel, int log)
{
	struct spawn s = { .program = getenv("LUNETTE_CARD"), .argv = argv,
		.in = -1, .out = -1, .channel = channel, .die_with_parent = true,
		.err = log >= 0 ? log
		    : getenv("LUNETTE_TEST_LOG") != NULL ? STDERR_FILENO : -1 };
	pid_t pid = 0;

	assert_non_null(s.program);
	assert_ok(spawn_start(&s, &pid));
	return pid;
}

const char *
rig_site_key(void)
{
	const char *argv[] = { "card", "--make-site-key", site_key, NULL };
	int status = -1;

	if (site_key[0] != '\0')
		return site_key;
	assert_non_null(mkdtemp(site));
	snprintf(site_key, sizeof(site_key), "%s/site.key", site);
	waitpid(start(argv, -1, -1), &status, 0);
	assert_int_equal(0, status);
	atexit(forget_site_key);
	return site_key;
}

/* The limit is inherited by what is started meanwhile. */
static void
limit_files(rlim_t most)
{
	struct rlimit limit;

	assert_int_equal(0, getrlimit(RLIMIT_FSIZE, &limit));
	limit.rlim_cur = most < limit.rlim_max ? most : limit.rlim_max;
	assert_int_equal(0, setrlimit(RLIMIT_FSIZE, &limit));
}

void
rig_start_limited(struct rig *rig, unsigned file_bytes)
{
	limit_files(file_bytes);
	rig_start(rig);
	limit_files(RLIM_INFINITY);
}

static void
start_card(struct rig *rig, int log)
{
	char state[80];
	const char *argv[] = { "card", "--state", state, "--model", rig->model,
		"--serial", rig->serial, "--site-key", rig->site, NULL };
	int ends[2];

	snprintf(state, sizeof(state), "%s/state", rig->dir);
	assert_ok(channel_pair(ends));
	rig->pid = start(argv, ends[1], log);
	close(ends[1]);
	ask_open(&rig->control, &ends[0], TIMEOUT_MS);
}

void
rig_start(struct rig *rig)
{
	start_card(rig, -1);
}

void
rig_start_logged(struct rig *rig, const char *path)
{
	CLEARED_BY(file_close) int fd =
	    open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	start_card(rig, fd);
}

void
rig_make(struct rig *rig, const char *model, unsigned serial)
{
	*rig = (struct rig){ .model = model, .site = rig_site_key() };
	snprintf(rig->serial, sizeof(rig->serial), "%u", serial);
	strcpy(rig->dir, "/tmp/lunette-card-XXXXXX");
	assert_non_null(mkdtemp(rig->dir));
	rig_start(rig);
}

int
rig_wait(struct rig *rig)
{
	int status = 0;

	waitpid(rig->pid, &status, 0);
	rig->pid = 0;
	ask_close(&rig->control);
	return status;
}

static int
end(struct rig *rig, int number)
{
	if (rig->pid == 0)
		return 0;
	kill(rig->pid, number);
	return rig_wait(rig);
}

void
rig_kill(struct rig *rig)
{
	end(rig, SIGKILL);
}

int
rig_stop(struct rig *rig)
{
	return end(rig, SIGTERM);
}

static const char *const files[] = { "state/store.db", "state/store.db-wal",
	"state/root.key", "state", "" };

void
rig_remove(struct rig *rig)
{
	char path[128];

	assert_int_equal(0, rig_stop(rig));
	for (unsigned i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", rig->dir, files[i]);
		remove(path);
	}
}

bool
rig_files_hold(const struct rig *rig, struct bytes what)
{
	CLEARED_BY(buf_clear) struct buf all = buf_up_to(64 << 20);
	char path[128];

	for (unsigned i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s/%s", rig->dir, files[i]);
		if (file_is_there(path))
			assert_ok(file_read(path, &all));
	}
	return memmem(all.ptr, all.len, what.ptr, what.len) != NULL;
}

struct buf
rig_wrapped_kek(const struct rig *rig)
{
	struct buf out = buf_up_to(256);
	sqlite3_stmt *statement;
	char path[128];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/%s", rig->dir, files[0]);
	assert_int_equal(SQLITE_OK, sqlite3_open(path, &db));
	sqlite3_prepare_v2(db, "SELECT wrapped FROM key WHERE partition = 0", -1,
	    &statement, NULL);
	assert_int_equal(SQLITE_ROW, sqlite3_step(statement));
	assert_ok(buf_put(&out, bytes_of(sqlite3_column_blob(statement, 0),
	    (size_t)sqlite3_column_bytes(statement, 0))));
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return out;
}

/* --- links --- */

int
rig_attach(struct rig *rig, unsigned origins)
{
	struct msg_channel_attach_request in = { .origin = origins };
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(64);
	CLEARED_BY(buf_clear) struct buf reply = buf_up_to(64);
	int ends[2];

	assert_ok(wire_encode(&wire_channel_attach_request, &in, &body));
	assert_ok(channel_pair(ends));
	pthread_mutex_lock(&control_lock);
	assert_ok(ask_with_fd(&rig->control, 0, OP_channel_attach_request,
	    buf_bytes(&body), ends[1], &reply));
	pthread_mutex_unlock(&control_lock);
	close(ends[1]);
	return ends[0];
}

void
rig_link_open(struct rig *rig, struct rig_link *l, enum origin origin,
    bool local)
{
	struct msg_link_open_request in = { .origin = origin, .local = local,
		.all_partitions = 1, .name = bytes_of_text("tester"),
		.peer = bytes_of_text("127.0.0.1") };
	struct msg_link_open_response out;
	int fd = rig_attach(rig, origin);

	*l = (struct rig_link){ .reply = buf_up_to(LIMIT_FRAME_BODY) };
	ask_open(&l->ask, &fd, TIMEOUT_MS);
	l->c = ask_caller(&l->ask, 7);
	assert_ok(call_link_open(&l->c, &in, &out, &l->reply));
}

void
rig_link_limit(struct rig_link *l, uint64_t partition)
{
	CLEARED_BY(buf_clear) struct buf rows = buf_up_to(64);
	struct msg_serial_row row = { partition };
	struct msg_link_open_request in = { .origin = ORIGIN_APP,
		.name = bytes_of_text("tester"), .peer = bytes_of_text("") };
	struct msg_link_open_response out;

	assert_ok(rows_put(&rows, &wire_serial_row, &row));
	in.partitions = buf_bytes(&rows);
	assert_ok(call_link_open(&l->c, &in, &out, &l->reply));
}

void
rig_link_close(struct rig_link *l)
{
	ask_close(&l->ask);
	buf_clear(&l->reply);
}

/* --- steps --- */

void
so_login(struct rig_link *admin)
{
	struct msg_hsm_login_request in = { bytes_of_text(SO_PASSWORD) };
	struct msg_hsm_login_response out;

	assert_ok(call_hsm_login(&admin->c, &in, &out, &admin->reply));
}

void
hsm_set_up(struct rig_link *admin)
{
	struct msg_hsm_init_request in = { bytes_of_text("bench"),
		bytes_of_text(SO_PASSWORD), bytes_of_text(DOMAIN) };
	struct msg_hsm_init_response out;

	assert_ok(call_hsm_init(&admin->c, &in, &out, &admin->reply));
	so_login(admin);
}

void
rig_link_session(struct rig_link *l, uint64_t partition)
{
	struct msg_session_open_request in = { partition, 1 };
	struct msg_session_open_response out;

	assert_ok(call_session_open(&l->c, &in, &out, &l->reply));
	l->session = (uint32_t)out.session;
}

enum err
try_login(struct rig_link *l, enum role role, const char *password)
{
	struct msg_login_request in = { l->session, role, bytes_of_text(password) };
	struct msg_login_response out;

	return call_login(&l->c, &in, &out, &l->reply);
}

static void
logout(struct rig_link *l)
{
	struct msg_logout_request in = { l->session };
	struct msg_logout_response out;

	assert_ok(call_logout(&l->c, &in, &out, &l->reply));
}

/* The Crypto Officer: initialized by the Partition SO, password changed. */
static void
officer_set_up(struct rig_link *l)
{
	struct msg_role_init_request init = { l->session, ROLE_CRYPTO_OFFICER,
		bytes_of_text(CO_FIRST) };
	struct msg_role_init_response init_out;
	struct msg_role_change_password_request change = { l->session,
		ROLE_CRYPTO_OFFICER, bytes_of_text(CO_FIRST),
		bytes_of_text(CO_PASSWORD) };
	struct msg_role_change_password_response change_out;

	assert_ok(try_login(l, ROLE_PARTITION_SO, PSO_PASSWORD));
	assert_ok(call_role_init(&l->c, &init, &init_out, &l->reply));
	logout(l);
	assert_ok(call_role_change_password(&l->c, &change, &change_out,
	    &l->reply));
}

uint64_t
partition_set_up(struct rig_link *admin, struct rig_link *app, const char *name,
    const char *domain)
{
	struct msg_partition_create_request create = { .size = 12 << 20,
		.name = bytes_of_text(name) };
	struct msg_partition_create_response created;
	struct msg_partition_init_request init = { 0, bytes_of_text(name),
		bytes_of_text(PSO_PASSWORD), bytes_of_text(domain) };
	struct msg_partition_init_response init_out;

	assert_ok(call_partition_create(&admin->c, &create, &created,
	    &admin->reply));
	init.serial = created.serial;
	assert_ok(call_partition_init(&app->c, &init, &init_out, &app->reply));
	rig_link_session(app, created.serial);
	officer_set_up(app);
	assert_ok(try_login(app, ROLE_CRYPTO_OFFICER, CO_PASSWORD));
	return created.serial;
}

void
officer_login(struct rig_link *l, uint64_t partition)
{
	rig_link_session(l, partition);
	assert_ok(try_login(l, ROLE_CRYPTO_OFFICER, CO_PASSWORD));
}
