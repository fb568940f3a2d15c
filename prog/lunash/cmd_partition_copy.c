/* SPDX-License-Identifier: Apache-2.0 */
/* partition backup and partition restore: copy objects between a partition of the
 * built-in HSM and one of a Backup HSM on a USB port. */
#include "families.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "client/courier.h"
#include "role.h"
#include "so.h"
#include "target.h"

/* Both sides of a copy. The logins that it makes end before the target's links
 * do. */
struct copy {
	struct device *hsm, *token;
	struct card_session on_hsm, on_token;
	bool logged_in; /* this command has logged the token's SO in */
};

static void
copy_clear(struct copy *c)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_hsm_logout_request in = {};
	struct msg_hsm_logout_response out;

	card_session_close(&c->on_hsm);
	card_session_close(&c->on_token);
	if (c->logged_in)
		IGNORE(call_hsm_logout(&c->token->card, &in, &out, &reply));
}

/* --- credentials, in the order a Luna asks for them --- */

static enum err
whose_password(struct cmd_call *call, enum err e, const char *whose)
{
	return e != ERR_PIN_INCORRECT ? e
	    : cmd_refuse(call, e, "The password for the %s is wrong.", whose);
}

static enum err
copy_login_partition(struct cmd_call *call, struct copy *c, uint64_t serial)
{
	TRY(card_session_open(&c->hsm->card, serial, &c->on_hsm));
	return whose_password(call, role_login(call, &c->on_hsm,
	    ROLE_CRYPTO_OFFICER, "password",
	    "  Please enter the password for the HSM user partition:"),
	    "HSM user partition");
}

/* An SO who is logged in already must prove it again, and stays logged in. */
static enum err
copy_login_token(struct cmd_call *call, struct copy *c)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	CLEARED_BY(secret_clear) struct secret password = { 0 };
	struct msg_hsm_logout_request leave = {};
	struct msg_hsm_logout_response left;
	struct msg_hsm_login_request in;
	struct msg_hsm_login_response out;
	enum err e;

	TRY(so_warn(call, c->token, &so_of_token));
	TRY(cmd_secret_or_ask(call, "tokenSoPwd",
	    "  Please enter the password for the token SO:", &password));
	if (c->token->info.so_logged_in)
		TRY(call_hsm_logout(&c->token->card, &leave, &left, &reply));
	in.password = secret_bytes(&password);
	in.for_link = !c->token->info.so_logged_in; /* ends with the link */
	e = call_hsm_login(&c->token->card, &in, &out, &reply);
	TRY(e == ERR_PIN_INCORRECT ? whose_password(call, e, "token SO")
				   : so_failed(call, e));
	c->logged_in = !c->token->info.so_logged_in;
	return ERR_OK;
}

/* --- the target of a backup --- */

/* The default name: <partition>_<YYYYMMDD> by the HSM's own clock. */
static enum err
default_name(struct cmd_call *call, const struct device *hsm, char *out, size_t size)
{
	time_t at = (time_t)hsm->info.clock;
	struct tm day;
	int n;

	if (gmtime_r(&at, &day) == NULL)
		return ERR_INTERNAL;
	n = snprintf(out, size, "%s_%04d%02d%02d", cmd_text(call, "partition"),
	    day.tm_year + 1900, day.tm_mon + 1, day.tm_mday);
	if (n >= (int)size)
		return cmd_refuse(call, ERR_NAME_INVALID, "The default name of the "
		    "backup is longer than %zu characters; give one with "
		    "-tokenPar.", size - 1);
	return ERR_OK;
}

static enum err
target_create(struct cmd_call *call, struct copy *c, const char *name,
    uint64_t *out_serial)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	CLEARED_BY(secret_clear) struct secret domain = { 0 };
	struct msg_partition_create_request in = { .name = bytes_of_text(name) };
	struct msg_partition_create_response out;

	TRY(cmd_secret_or_ask(call, "domain",
	    "  Please enter the cloning domain of the partition:", &domain));
	in.domain = secret_bytes(&domain);
	TRY(call_partition_create(&c->token->card, &in, &out, &reply));
	*out_serial = out.serial;
	return ERR_OK;
}

/* Deletes a backup that was made and could not be begun: it is empty and only in
 * the way. */
static void
target_discard(struct copy *c, uint64_t serial)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_partition_delete_request in = { serial };
	struct msg_partition_delete_response out;

	card_session_close(&c->on_token);
	IGNORE(call_partition_delete(&c->token->card, &in, &out, &reply));
}

/* Gives the backup all free space before objects are added. After that the unused
 * space is free again. */
static enum err
target_resize(struct copy *c, uint64_t serial, bool all_free)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_partition_resize_request in = { serial, all_free };
	struct msg_partition_resize_response out;

	return call_partition_resize(&c->token->card, &in, &out, &reply);
}

/* --- backup --- */

static enum err
backup_check(struct cmd_call *call, struct copy *c, const char *name, bool is_there)
{
	bool chosen = cmd_given(call, "add") || cmd_given(call, "replace");

	if (!c->token->info.initialized)
		return cmd_refuse(call, ERR_HSM_NOT_INITIALIZED, "Backup HSM %" PRIu64
		    " is not initialized; use 'token backup init'.", c->token->serial);
	if (is_there && !chosen)
		return cmd_refuse(call, ERR_EXISTS, "The Backup HSM has a partition "
		    "'%s' already: give -add to add new objects, or -replace to "
		    "overwrite old ones as well.", name);
	return ERR_OK;
}

static void
say_arrived(void *ctx, const struct courier_object *object)
{
	struct cmd_call *call = ctx;

	cmd_print(call, "Object \"%.*s\" (handle %" PRIu64 ") ",
	    (int)object->label.len, (const char *)object->label.ptr,
	    object->on_source);
	if (object->result == CLONE_KEPT)
		cmd_print(call, "is handle %" PRIu64 " on target already\n",
		    object->on_target);
	else
		cmd_print(call, "cloned to handle %" PRIu64 " on target\n",
		    object->on_target);
}

/* Copies all objects and prints a line for each. */
static enum err
carry_objects(struct cmd_call *call, struct courier *courier)
{
	enum err e;

	courier->arrived = say_arrived;
	courier->ctx = call;
	e = courier_carry(courier);
	if (e != ERR_OK && courier->n_arrived < courier->n_objects)
		cmd_print(call, "\nObject %zu of %zu (handle %" PRIu64
		    ") did not arrive; %zu before it did.\n",
		    courier->n_arrived + 1, courier->n_objects,
		    courier->current, courier->n_arrived);
	return e;
}

static enum err
backup_objects(struct cmd_call *call, struct copy *c, uint64_t target, bool is_new)
{
	CLEARED_BY(courier_clear) struct courier courier = { .source = &c->on_hsm,
		.target = &c->on_token, .replace = cmd_given(call, "replace") };
	enum err e = card_session_open(&c->token->card, target, &c->on_token);

	if (e == ERR_OK)
		e = courier_begin(&courier);
	if (e != ERR_OK && is_new)
		target_discard(c, target);
	TRY(e);
	if (!is_new)
		TRY(target_resize(c, target, true));
	cmd_print(call, "\n");
	e = carry_objects(call, &courier);
	if (e != ERR_OK) /* the objects that arrived need not take all the space */
		IGNORE(target_resize(c, target, false));
	TRY(e);
	TRY(target_resize(c, target, false));
	cmd_print(call, "\n");
	return ERR_OK;
}

static enum err
backup_to(struct cmd_call *call, struct copy *c, const char *name, uint64_t source)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_partition_row row = { 0 };
	enum err e = device_find_partition(c->token, name, &reply, &row);
	bool is_new = e == ERR_PARTITION_UNKNOWN;

	if (!is_new)
		TRY(e);
	TRY(backup_check(call, c, name, !is_new));
	TRY(cmd_confirm(call,
	    "\n          Type 'proceed' to continue, or 'quit' to quit now.\n"));
	TRY(copy_login_partition(call, c, source));
	TRY(copy_login_token(call, c));
	if (is_new)
		TRY(target_create(call, c, name, &row.serial));
	return backup_objects(call, c, row.serial, is_new);
}

static enum err
partition_backup(struct cmd_call *call)
{
	struct target *t = target_of(call);
	CLEARED_BY(copy_clear) struct copy c = { .hsm = &t->hsm, .token = &t->token };
	char name[33];

	if (cmd_given(call, "tokenPar"))
		(void)snprintf(name, sizeof(name), "%s", cmd_text(call, "tokenPar"));
	else
		TRY(default_name(call, &t->hsm, name, sizeof(name)));
	return backup_to(call, &c, name, t->partition.serial);
}

/* --- restore --- */

/* With -replace, removes the objects that the backup does not hold. That happens
 * only after all of it has arrived, so that pulling the cable half-way never
 * leaves a partition worse than before. */
static enum err
destroy_others(struct card_session *target, const struct courier *courier)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 }, handles = buf_up_to(CARD_SESSION_OBJECTS_MAX);
	struct msg_object_destroy_request in = { .session = target->session };
	struct msg_object_destroy_response out;

	TRY(card_session_objects(target, &handles));
	for (size_t i = 0; i + 8 <= handles.len; i += 8) {
		in.handle = bytes_u64(handles.ptr + i);
		if (!courier_has_brought(courier, in.handle))
			TRY(call_object_destroy(target->card, &in, &out, &reply));
	}
	return ERR_OK;
}

static enum err
restore_objects(struct cmd_call *call, struct copy *c, uint64_t source)
{
	CLEARED_BY(courier_clear) struct courier courier = { .source = &c->on_token,
		.target = &c->on_hsm, .replace = cmd_given(call, "replace") };

	TRY(card_session_open(&c->token->card, source, &c->on_token));
	TRY(courier_begin(&courier));
	cmd_print(call, "\n");
	TRY(carry_objects(call, &courier));
	if (courier.replace)
		TRY(destroy_others(&c->on_hsm, &courier));
	cmd_print(call, "\n");
	return ERR_OK;
}

static enum err
partition_restore(struct cmd_call *call)
{
	struct target *t = target_of(call);
	CLEARED_BY(copy_clear) struct copy c = { .hsm = &t->hsm, .token = &t->token };

	TRY(cmd_confirm(call, cmd_given(call, "replace")
	    ? "\nCAUTION:  Are you sure you wish to erase all objects of the partition\n"
	      "          and replace them by those of the backup?\n"
	      "\n"
	      "          Type 'proceed' to continue, or 'quit' to quit now.\n"
	    : "\n          Type 'proceed' to continue, or 'quit' to quit now.\n"));
	TRY(copy_login_partition(call, &c, t->partition.serial));
	TRY(copy_login_token(call, &c));
	return restore_objects(call, &c, t->backup.serial);
}

/* --- the table --- */

static const struct cmd_command commands[] = {
	{
		.path = "partition backup",
		.words = "Copy the objects of a partition to a Backup HSM",
		.roles = CHANGERS,
		.args = {
			{ "partition", &type_partition, CMD_REQUIRED,
			    "the partition to copy", "par" },
			{ "serial", &cmd_serial, CMD_REQUIRED,
			    "serial number of the Backup HSM" },
			{ "tokenPar", &type_partition, 0, "name of the backup; "
			    "<partition>_<YYYYMMDD> if left out" },
			{ "password", &type_present, 0, "Crypto Officer's password", "pas" },
			{ "tokenSoPwd", &type_present, 0, "the Backup HSM's SO password" },
			{ "domain", &type_domain, 0, "cloning domain of a new backup" },
			{ "add", &cmd_flag, 0, "to a backup that exists: add new objects" },
			{ "replace", &cmd_flag, 0, "to a backup that exists: "
			    "add new objects and overwrite old ones" },
			ARG_FORCE,
		},
		.at_most_one = "add replace",
		.says_done = true,
		.target = &target_copy,
		.run = partition_backup,
	},
	{
		.path = "partition restore",
		.words = "Copy the objects of a backup into a partition",
		.roles = CHANGERS,
		.args = {
			{ "partition", &type_partition, CMD_REQUIRED,
			    "the partition to restore into", "par" },
			{ "tokenPar", &type_partition, CMD_REQUIRED, "name of the backup" },
			{ "serial", &cmd_serial, CMD_REQUIRED,
			    "serial number of the Backup HSM" },
			{ "password", &type_present, 0, "Crypto Officer's password", "pas" },
			{ "tokenSoPwd", &type_present, 0, "the Backup HSM's SO password" },
			{ "add", &cmd_flag, 0, "keep what the partition has" },
			{ "replace", &cmd_flag, 0, "erase what the partition has" },
			ARG_FORCE,
		},
		.one_of = "add replace",
		.says_done = true,
		.target = &target_restore,
		.run = partition_restore,
	},
	{ NULL },
};

const struct cmd_family family_partition_copy = { NULL, commands };
