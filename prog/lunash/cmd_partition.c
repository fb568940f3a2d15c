/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of `partition` that make, show, initialize and delete partitions;
 * cmd_partition_copy.c has backup and restore. */
#include "families.h"

#include <inttypes.h>
#include <stdio.h>

#include "delete_partition.h"
#include "role.h"
#include "show_partition.h"
#include "target.h"

/* --- create and delete --- */

static enum err
partition_create(struct cmd_call *call)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_partition_create_request in = {};
	struct msg_partition_create_response out;
	enum err e;

	in.name = bytes_of_text(cmd_text(call, "partition"));
	in.size = cmd_number(call, "size");
	if (cmd_given(call, "allFreeStorage"))
		in.size = PARTITION_ALL_FREE; /* the card knows how much */
	in.version = cmd_number(call, "version");
	e = call_partition_create(&target_of(call)->hsm.card, &in, &out, &reply);
	if (e == ERR_EXISTS)
		return cmd_refuse(call, e, "-partition: there is a partition '%s' "
		    "already.", cmd_text(call, "partition"));
	return e;
}

static enum err
partition_delete(struct cmd_call *call)
{
	struct target *t = target_of(call);

	return delete_partition(call, &t->hsm, &t->partition);
}

/* --- list and show --- */

static void
list_head(struct cmd_call *call)
{
	cmd_print(call, "\n%78s%s\n%55s%-9s    %s\n", "", "Storage (bytes)",
	    "", "Partition", "----------------------------------");
	cmd_print(call, "%-19s  %-32s  %-11s  Objects  Total     Used     Free\n",
	    "Partition", "Name", "Version");
	cmd_print(call, "===================  "
	    "================================  ===========  "
	    "=======  =======  =======  =======\n");
}

static enum err
partition_list(struct cmd_call *call)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_partition_list_request in = {};
	struct msg_partition_list_response list;
	struct msg_partition_row row;

	TRY(call_partition_list(&target_of(call)->hsm.card, &in, &list, &reply));
	if (list.partitions.len == 0) {
		cmd_print(call, "\n   There are no partitions.\n");
		return ERR_OK;
	}
	list_head(call);
	while (rows_next(&list.partitions, &wire_partition_row, &row) == ERR_OK)
		cmd_print(call, "%-19" PRIu64 "  %-32.*s  %-11" PRIu64 "  %7" PRIu64
		    "  %7" PRIu64 "  %7" PRIu64 "  %7" PRIu64 "\n",
		    row.serial, (int)row.name.len, (const char *)row.name.ptr,
		    row.version, row.n_objects, row.total, row.used,
		    row.total - row.used);
	return ERR_OK;
}

static enum err
partition_show(struct cmd_call *call)
{
	struct target *t = target_of(call);
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_partition_list_request in = {};
	struct msg_partition_list_response list;
	struct msg_partition_row row;

	if (cmd_given(call, "partition")) {
		TRY(show_partition(call, &t->partition));
		return ERR_OK;
	}
	TRY(call_partition_list(&t->hsm.card, &in, &list, &reply));
	if (list.partitions.len == 0)
		cmd_print(call, "\n   There are no partitions.\n");
	while (rows_next(&list.partitions, &wire_partition_row, &row) == ERR_OK)
		TRY(show_partition(call, &row));
	return ERR_OK;
}

static enum err
partition_show_contents(struct cmd_call *call)
{
	struct target *t = target_of(call);
	CLEARED_BY(card_session_close) struct card_session s = { 0 };

	TRY(card_session_open(&t->hsm.card, t->partition.serial, &s));
	TRY(role_login(call, &s, ROLE_CRYPTO_OFFICER, "password",
	    "  Please enter the Crypto Officer's password:"));
	return show_contents(call, &s, &t->partition);
}

/* --- roles --- */

static enum err
ask_roles(struct cmd_call *call, bool again, struct secret *password,
    struct secret *domain)
{
	if (again)
		return cmd_secret_or_ask(call, "psopin",
		    "\n  Please enter the Partition SO's password:", password);
	TRY(cmd_new_secret_or_ask(call, "psopin",
	    "\n  Please enter a password for the Partition SO:",
	    "\n  Please re-enter password to confirm:", password));
	return cmd_new_secret_or_ask(call, "domain",
	    "\n  Please enter a cloning domain to use for initializing this partition:",
	    "\n  Please re-enter cloning domain to confirm:", domain);
}

static enum err
partition_init(struct cmd_call *call)
{
	struct target *t = target_of(call);
	CLEARED_BY(secret_clear) struct secret password = { 0 }, domain = { 0 };
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_partition_init_request in;
	struct msg_partition_init_response out;

	if (t->partition.initialized && cmd_given(call, "domain"))
		return cmd_refuse(call, ERR_ARGUMENT, "-domain: the partition "
		    "is initialized and keeps its domain; delete it to give "
		    "it another.");
	TRY(cmd_confirm(call,
	    "\nCAUTION:  Are you sure you wish to initialize the partition?\n"
	    "          All its objects will be erased.\n"
	    "\n"
	    "          Type 'proceed' to initialize the partition, or\n"
	    "          'quit' to quit now.\n"));
	TRY(ask_roles(call, t->partition.initialized, &password, &domain));
	in.serial = t->partition.serial;
	in.label = bytes_of_text(cmd_text(call, "label"));
	in.password = secret_bytes(&password);
	in.domain = secret_bytes(&domain);
	return call_partition_init(&t->hsm.card, &in, &out, &reply);
}

static enum err
role_init_co(struct cmd_call *call, struct card_session *s)
{
	CLEARED_BY(secret_clear) struct secret password = { 0 };
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_role_init_request in = { .session = s->session,
		.role = ROLE_CRYPTO_OFFICER };
	struct msg_role_init_response out;

	TRY(cmd_new_secret_or_ask(call, "copin",
	    "\n  Please enter a password for the Crypto Officer:",
	    "\n  Please re-enter password to confirm:", &password));
	in.password = secret_bytes(&password);
	return call_role_init(s->card, &in, &out, &reply);
}

static enum err
partition_init_co(struct cmd_call *call)
{
	struct target *t = target_of(call);
	CLEARED_BY(card_session_close) struct card_session s = { 0 };

	TRY(card_session_open(&t->hsm.card, t->partition.serial, &s));
	TRY(role_login(call, &s, ROLE_PARTITION_SO, "psopin",
	    "\n  Please enter the Partition SO's password:"));
	TRY(role_init_co(call, &s));
	cmd_print(call, "\nThe Crypto Officer must change this password with "
	    "'role changepw' in LunaCM.\n\n");
	return ERR_OK;
}

/* A locked Crypto Officer gets a new first password, if the HSM's policy permits. */
static enum err
role_reset_co(struct cmd_call *call, struct card_session *s)
{
	CLEARED_BY(secret_clear) struct secret password = { 0 };
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_role_reset_password_request in = { .session = s->session,
		.role = ROLE_CRYPTO_OFFICER };
	struct msg_role_reset_password_response out;
	enum err e;

	TRY(cmd_new_secret_or_ask(call, "newpw",
	    "\n  Please enter a new password for the partition:",
	    "\n  Please re-enter password to confirm:", &password));
	in.new = secret_bytes(&password);
	e = call_role_reset_password(s->card, &in, &out, &reply);
	if (e == ERR_REFUSED)
		return cmd_refuse(call, e, "The HSM security policy does not allow "
		    "the HSM Administrator to reset the password for partitions.");
	return e;
}

static enum err
partition_reset_password(struct cmd_call *call)
{
	struct target *t = target_of(call);
	CLEARED_BY(card_session_close) struct card_session s = { 0 };

	TRY(card_session_open(&t->hsm.card, t->partition.serial, &s));
	TRY(role_login(call, &s, ROLE_PARTITION_SO, "psopin",
	    "\n  Please enter the Partition SO's password:"));
	return role_reset_co(call, &s);
}

/* --- the table --- */

#define ARG_NAME(required, words) \
	{ "partition", &type_partition, required, words }

static const struct cmd_type type_version = { CMD_NUMBER, "0", 0, 0, NULL,
	"0 is the only partition version there is yet" };

static const struct cmd_group groups[] = {
	{ "partition", "Partition commands", NULL },
	{ "partition init", "Initialize a partition and its roles", NULL },
	{ NULL },
};

static const struct cmd_command commands[] = {
	{
		.path = "partition create",
		.words = "Create an empty partition",
		.roles = CHANGERS,
		.args = {
			{ "partition", &type_partition, CMD_REQUIRED,
			    "name of the partition" },
			{ "size", &type_bytes, 0, "storage; an equal share if left out" },
			{ "allFreeStorage", &cmd_flag, 0, "all storage that is free" },
			{ "version", &type_version, 0, "partition version" },
			ARG_FORCE,
		},
		.at_most_one = "size allFreeStorage",
		.says_done = true,
		.target = &target_hsm,
		.needs = target_hsm_so_is_in,
		.caution = "\n\n"
		    "          Type 'proceed' to create the partition, or\n"
		    "          'quit' to quit now.\n",
		.run = partition_create,
	},
	{
		.path = "partition delete",
		.words = "Delete a partition with its objects",
		.roles = CHANGERS,
		.args = {
			ARG_NAME(CMD_REQUIRED, "name of the partition"),
			ARG_FORCE,
		},
		.says_done = true,
		.target = &target_partition,
		.needs = target_hsm_so_is_in,
		.run = partition_delete,
	},
	{
		.path = "partition list",
		.words = "List the partitions",
		.roles = LOOKERS,
		.target = &target_hsm,
		.run = partition_list,
	},
	{
		.path = "partition show",
		.words = "Show partitions and their roles",
		.roles = LOOKERS,
		.args = { ARG_NAME(0, "the one to show; all if left out") },
		.target = &target_partition,
		.run = partition_show,
	},
	{
		.path = "partition showContents",
		.words = "List the objects of a partition",
		.roles = CHANGERS,
		.args = {
			{ "partition", &type_partition, CMD_REQUIRED,
			    "name of the partition", "par" },
			{ "password", &type_present, 0, "Crypto Officer's password" },
		},
		.target = &target_partition,
		.run = partition_show_contents,
	},
	{
		.path = "partition resetPw",
		.words = "Give a locked Crypto Officer a new first password",
		.roles = CHANGERS,
		.args = {
			{ "partition", &type_partition, CMD_REQUIRED,
			    "name of the partition", "p" },
			{ "psopin", &type_present, 0, "Partition SO's password" },
			{ "newpw", &type_password, 0, "Crypto Officer's new password" },
		},
		.says_done = true,
		.target = &target_partition,
		.needs = target_hsm_so_is_in,
		.run = partition_reset_password,
	},
	{
		.path = "partition init",
		.words = "Give a partition its label, Partition SO and domain",
		.roles = ADMIN_ONLY,
		.args = {
			{ "partition", &type_partition, CMD_REQUIRED,
			    "name of the partition", "par" },
			{ "label", &type_label, CMD_REQUIRED, "label of the partition" },
			{ "domain", &type_domain, 0, "cloning domain" },
			{ "psopin", &type_password, 0, "Partition SO's password" },
			ARG_FORCE,
		},
		.says_done = true,
		.target = &target_partition,
		.run = partition_init,
	},
	{
		.path = "partition init co",
		.words = "Give a partition its Crypto Officer",
		.roles = ADMIN_ONLY,
		.args = {
			{ "partition", &type_partition, CMD_REQUIRED,
			    "name of the partition", "par" },
			{ "psopin", &type_present, 0, "Partition SO's password" },
			{ "copin", &type_password, 0, "Crypto Officer's first password" },
			ARG_FORCE,
		},
		.says_done = true,
		.target = &target_partition,
		.run = partition_init_co,
	},
	{ NULL },
};

const struct cmd_family family_partition = { groups, commands };
