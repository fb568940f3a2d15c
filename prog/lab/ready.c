/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prepares an appliance as its administrator would on the first day, with the
 * calls that a lunash makes: HSM SO, partition, its roles, the client's
 * certificate, assignment. `lunette up --ready` calls it.
 */
#include "ready.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "files.h"
#include "lab.h"
#include "proc/ask.h"
#include "proc/channel.h"
#include "proc/socket.h"
#include "proc/spawn.h"

struct bench {
	struct lab *lab;
	const struct device *device;
	struct ask ask;         /* a channel as lunash has one, for user admin */
	struct caller box, hsm; /* link 0, and a link to the built-in HSM */
	struct buf reply;
	char label[33];
	uint64_t storage; /* of the HSM, in bytes */
	uint64_t partition;
	uint32_t session;
};

/* Runs a step and names it if it fails, because a step that fails here fails for
 * users too. */
#define STEP(words, call)                                                    \
	do {                                                                 \
		enum err step_ = (call);                                     \
		if (lab_is_interrupted())                                    \
			return ERR_CANCELLED;                                \
		if (step_ != ERR_OK)                                         \
			return lab_fail(step_, "%s: %s: %s",                 \
			    b->device->name, words, err_words(step_));       \
	} while (0)

static struct bytes
text(const char *s)
{
	return bytes_of_text(s);
}

static enum err
open_shell(struct bench *b)
{
	struct msg_shell_open_request in = { text("admin"), text("lab") };
	struct msg_shell_open_response out;
	struct lab_path path;
	struct ask door = { .fd = -1, .received_fd = -1 };
	struct caller c;
	int fd = -1;
	enum err e;

	TRY(channel_connect(lab_path(b->lab, &path, "%s/admin.sock",
	    b->device->name), &fd));
	ask_open(&door, &fd, 10000);
	c = ask_caller(&door, 0);
	e = call_shell_open(&c, &in, &out, &b->reply);
	fd = ask_take_fd(&door);
	ask_close(&door);
	TRY(e);
	if (fd < 0)
		return ERR_MALFORMED;
	ask_open(&b->ask, &fd, 30000);
	b->box = ask_caller(&b->ask, 0);
	return ERR_OK;
}

/* Changes the factory password; nothing else is permitted before. */
static enum err
change_factory_password(struct bench *b)
{
	struct msg_whoami_request in;
	struct msg_whoami_response who;
	struct msg_user_password_request password = { text(""),
		text(READY_ADMIN_PASSWORD) };
	struct msg_user_password_response out;

	TRY(call_whoami(&b->box, &in, &who, &b->reply));
	if (!who.must_change)
		return ERR_OK;
	return call_user_password(&b->box, &password, &out, &b->reply);
}

static enum err
open_card(struct bench *b)
{
	struct msg_device_open_request in = { 0 };
	struct msg_device_open_response out;

	TRY(call_device_open(&b->box, &in, &out, &b->reply));
	b->hsm = ask_caller(&b->ask, (uint32_t)out.link);
	return ERR_OK;
}

static enum err
initialize_hsm(struct bench *b)
{
	struct msg_hsm_init_request init = { text(b->device->name),
		text(READY_SO_PIN), text(READY_DOMAIN) };
	struct msg_hsm_init_response init_out;
	struct msg_hsm_login_request login = { text(READY_SO_PIN) };
	struct msg_hsm_login_response login_out;

	STEP("hsm init", call_hsm_init(&b->hsm, &init, &init_out, &b->reply));
	STEP("hsm login", call_hsm_login(&b->hsm, &login, &login_out, &b->reply));
	return ERR_OK;
}

static enum err
make_partition(struct bench *b)
{
	/* An equal share, the default, is full after a thousand keys. A user who
	 * tries an application here needs more. */
	struct msg_partition_create_request create = { .name = text(b->label),
		.size = b->storage / 2 };
	struct msg_partition_create_response created;
	struct msg_partition_init_request init = { 0, text(b->label),
		text(READY_PARTITION_SO_PIN), text(READY_DOMAIN) };
	struct msg_partition_init_response init_out;
	struct msg_hsm_logout_request logout;
	struct msg_hsm_logout_response logout_out;

	STEP("partition create", call_partition_create(&b->hsm, &create, &created,
	    &b->reply));
	b->partition = init.serial = created.serial;
	STEP("partition init", call_partition_init(&b->hsm, &init, &init_out,
	    &b->reply));
	STEP("hsm logout", call_hsm_logout(&b->hsm, &logout, &logout_out, &b->reply));
	return ERR_OK;
}

static enum err
log_in_partition(struct bench *b, uint32_t role, const char *pin)
{
	struct msg_login_request in = { b->session, role, text(pin) };
	struct msg_login_response out;

	return call_login(&b->hsm, &in, &out, &b->reply);
}

static enum err
log_out_partition(struct bench *b)
{
	struct msg_logout_request in = { b->session };
	struct msg_logout_response out;

	return call_logout(&b->hsm, &in, &out, &b->reply);
}

/* Changes an officer's first password, because its creator knows it. */
static enum err
make_officer(struct bench *b)
{
	static const char first[] = "first-password-1";
	struct msg_session_open_request open = { b->partition, 1 };
	struct msg_session_open_response opened;
	struct msg_role_init_request init = { 0, ROLE_CRYPTO_OFFICER, text(first) };
	struct msg_role_init_response init_out;
	struct msg_role_change_password_request change = { 0, ROLE_CRYPTO_OFFICER,
		text(first), text(READY_PIN) };
	struct msg_role_change_password_response change_out;
	struct msg_session_close_request close_in;
	struct msg_session_close_response close_out;

	STEP("session", call_session_open(&b->hsm, &open, &opened, &b->reply));
	b->session = (uint32_t)opened.session;
	init.session = change.session = close_in.session = b->session;
	STEP("Partition SO login", log_in_partition(b, ROLE_PARTITION_SO,
	    READY_PARTITION_SO_PIN));
	STEP("partition init co", call_role_init(&b->hsm, &init, &init_out, &b->reply));
	STEP("Partition SO logout", log_out_partition(b));
	STEP("Crypto Officer password", call_role_change_password(&b->hsm, &change,
	    &change_out, &b->reply));
	STEP("session", call_session_close(&b->hsm, &close_in, &close_out, &b->reply));
	return ERR_OK;
}

/* Runs one of our tools with the lab's client configuration. */
static enum err
run_tool(struct lab *l, const char *const *argv)
{
	struct lab_path path;
	char conf[PATH_MAX + 40];
	const char *const env[] = { conf, "PATH=/usr/bin:/bin", NULL };
	struct spawn s = { .program = argv[0], .argv = argv, .in = -1, .out = -1,
		.err = STDERR_FILENO, .channel = -1, .env = env };
	pid_t pid;
	int status;

	snprintf(conf, sizeof(conf), "ChrystokiConfigurationPath=%s",
	    lab_path(l, &path, "client"));
	TRY(spawn_start(&s, &pid));
	if (waitpid(pid, &status, 0) != pid || status != 0)
		return ERR_FILE;
	return ERR_OK;
}

static enum err
exchange_certificates(struct bench *b)
{
	struct lab *l = b->lab;
	struct lab_path own, there, server;
	const char *const create[] = { "vtl", "createCert", "-n", READY_CLIENT, NULL };
	char port[8];
	const char *const add[] = { "vtl", "addServer", "-n", b->device->address, "-c",
		server.s, "-p", port, NULL };

	(void)snprintf(port, sizeof(port), "%u", l->is.ntls_port);
	lab_path(l, &own, "client/cert/client/" READY_CLIENT ".pem");
	if (!file_is_there(own.s))
		TRY(run_tool(l, create));
	TRY(files_copy(own.s, lab_path(l, &there, "%s/files/admin/" READY_CLIENT ".pem",
	    b->device->name), 0600));
	lab_path(l, &server, "%s/files/admin/server.pem", b->device->name);
	return run_tool(l, add);
}

static enum err
register_client(struct bench *b)
{
	struct msg_client_register_request reg = { text(READY_CLIENT),
		text(READY_CLIENT), 0 };
	struct msg_client_register_response reg_out;
	struct msg_client_assign_request assign = { text(READY_CLIENT), b->partition };
	struct msg_client_assign_response assign_out;
	enum err e;

	STEP("client certificate", exchange_certificates(b));
	e = call_client_register(&b->box, &reg, &reg_out, &b->reply);
	if (e != ERR_EXISTS) /* since an earlier life of the HSM */
		STEP("client register", e);
	STEP("client assignPartition", call_client_assign(&b->box, &assign, &assign_out,
	    &b->reply));
	return ERR_OK;
}

/* --- who made it --- */

enum made { MADE_NOT, MADE_BEGUN, MADE_DONE };

static enum err
mark(const struct bench *b, const char *word)
{
	struct lab_path path;

	return file_write(lab_path(b->lab, &path, "%s/ready", b->device->name), 0600,
	    bytes_of_text(word));
}

static enum made
made(const struct bench *b)
{
	CLEARED_BY(buf_clear) struct buf word = buf_up_to(16);
	struct lab_path path;

	if (file_read(lab_path(b->lab, &path, "%s/ready", b->device->name), &word) !=
	    ERR_OK)
		return MADE_NOT;
	return bytes_equal(buf_bytes(&word), bytes_of_text("done")) ? MADE_DONE
								     : MADE_BEGUN;
}

/* An earlier run was interrupted. The HSM is initialized with our password, but a
 * partition may be unfinished. It holds nothing yet, so it is deleted and made
 * again. */
static enum err
clear_away(struct bench *b)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_hsm_login_request login = { text(READY_SO_PIN) };
	struct msg_hsm_login_response login_out;
	struct msg_partition_list_request list_in;
	struct msg_partition_list_response list;
	struct msg_partition_row row;
	struct msg_partition_delete_response deleted;
	enum err e = call_hsm_login(&b->hsm, &login, &login_out, &b->reply);

	if (e != ERR_ALREADY_LOGGED_IN)
		STEP("hsm login", e);
	STEP("partition list", call_partition_list(&b->hsm, &list_in, &list, &reply));
	while (rows_next(&list.partitions, &wire_partition_row, &row) == ERR_OK) {
		struct msg_partition_delete_request delete = { row.serial };

		STEP("partition delete", call_partition_delete(&b->hsm, &delete,
		    &deleted, &b->reply));
	}
	return ERR_OK;
}

static enum err
make_all(struct bench *b, bool initialized)
{
	TRY(mark(b, "begun"));
	TRY(initialized ? clear_away(b) : initialize_hsm(b));
	TRY(make_partition(b));
	TRY(make_officer(b));
	TRY(register_client(b));
	return mark(b, "done");
}

static enum err
first_day(struct bench *b)
{
	struct msg_hsm_info_request info;
	struct msg_hsm_info_response state;
	enum made before = made(b);

	STEP("admin.sock", open_shell(b));
	STEP("admin's password", change_factory_password(b));
	STEP("device", open_card(b));
	STEP("hsm show", call_hsm_info(&b->hsm, &info, &state, &b->reply));
	b->storage = state.total;
	if (state.initialized && before == MADE_DONE)
		return ERR_OK;
	if (state.initialized && before == MADE_NOT)
		return lab_fail(ERR_EXISTS, "%s has been initialized by hand already, so "
		    "--ready leaves it alone (and cannot know its passwords)",
		    b->device->name);
	return make_all(b, state.initialized);
}

enum err
ready_make(struct lab *l, const struct device *d)
{
	struct bench b = { .lab = l, .device = d,
		.ask = { .fd = -1, .received_fd = -1 } };
	enum err e;

	snprintf(b.label, sizeof(b.label), d->number == 1 ? "par1" : "par1-%s", d->name);
	e = first_day(&b);
	ask_close(&b.ask);
	buf_clear(&b.reply);
	return e;
}
