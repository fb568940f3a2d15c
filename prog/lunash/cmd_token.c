/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of `token backup`: Backup HSMs on the appliance's USB ports. */
#include "families.h"

#include <inttypes.h>

#include "delete_partition.h"
#include "show_partition.h"
#include "so.h"
#include "target.h"

/* --- list and show --- */

static void
show_line(struct cmd_call *call, const char *name, struct bytes value)
{
	cmd_print(call, "%-34s%.*s\n", name, (int)value.len, (const char *)value.ptr);
}

static void
show_number(struct cmd_call *call, const char *name, uint64_t value)
{
	cmd_print(call, "%-34s%" PRIu64 "\n", name, value);
}

static void
show_attempts(struct cmd_call *call, const struct msg_hsm_info_response *info)
{
	if (!info->initialized || info->so_attempts_left == 0)
		show_line(call, "Token Admin login attempts left:",
		    bytes_of_text("TOKEN IS ZEROIZED !!!!"));
	else
		cmd_print(call, "%-34s%" PRIu64 " before Token zeroization!\n",
		    "Token Admin login attempts left:", info->so_attempts_left);
}

static enum err
list_one(struct cmd_call *call, const struct msg_device_row *row)
{
	CLEARED_BY(device_close) struct device d = { 0 };

	TRY(device_open(lunash_of(call), row->serial, &d));
	cmd_print(call, "\nToken Details:\n============\n");
	show_line(call, "Token Label:", d.info.label);
	show_number(call, "Slot:", row->port);
	show_number(call, "Serial #:", d.info.serial);
	show_line(call, "Firmware:", d.info.firmware);
	show_line(call, "HSM Model:", d.info.model);
	return ERR_OK;
}

static enum err
token_list(struct cmd_call *call)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_device_list_request in = {};
	struct msg_device_list_response out;
	struct msg_device_row row;

	TRY(call_device_list(&lunash_of(call)->box, &in, &out, &reply));
	while (rows_next(&out.devices, &wire_device_row, &row) == ERR_OK)
		TRY(list_one(call, &row));
	return ERR_OK;
}

static enum err
partitions_print(struct cmd_call *call, struct device *d)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_partition_list_request in = {};
	struct msg_partition_list_response list;
	struct msg_partition_row row;

	TRY(call_partition_list(&d->card, &in, &list, &reply));
	while (rows_next(&list.partitions, &wire_partition_row, &row) == ERR_OK)
		cmd_print(call, "Partition: %" PRIu64 ",      Name: %.*s\n",
		    row.serial, (int)row.name.len, (const char *)row.name.ptr);
	return ERR_OK;
}

static enum err
token_show(struct cmd_call *call)
{
	struct device *d = &target_of(call)->token;

	cmd_print(call, "\nToken Details:\n============\n");
	show_line(call, "Token Label:", d->info.label);
	show_number(call, "Serial #:", d->info.serial);
	show_line(call, "Firmware:", d->info.firmware);
	show_line(call, "HSM Model:", d->info.model);
	show_line(call, "Authentication Method:", bytes_of_text("Password"));
	show_line(call, "Token Admin login status:", bytes_of_text(
	    d->info.so_logged_in ? "Logged In" : "Not Logged In"));
	show_attempts(call, &d->info);
	cmd_print(call, "\nPartition Information:\n======================\n");
	show_number(call, "Partitions licensed on token:", d->info.max_partitions);
	show_number(call, "Partitions created on token:", d->info.n_partitions);
	cmd_print(call, "----------------------\n");
	TRY(partitions_print(call, d));
	cmd_print(call, "\nToken Storage Information:\n"
	    "==========================\n"
	    "Maximum Token Storage Space (Bytes): %" PRIu64 "\n"
	    "Space In Use (Bytes):                %" PRIu64 "\n"
	    "Free Space Left (Bytes):             %" PRIu64 "\n",
	    d->info.total, d->info.used, d->info.total - d->info.used);
	return ERR_OK;
}

/* --- Security Officer --- */

static enum err
token_init(struct cmd_call *call)
{
	struct device *d = &target_of(call)->token;

	return so_init(call, d, &so_of_token,
	    "\nCAUTION:  Are you sure you wish to initialize this backup token?\n"
	    "          All partitions and data will be erased.\n"
	    "\n"
	    "          Type 'proceed' to initialize the token, or 'quit'\n"
	    "          to quit now.\n", true);
}

static enum err
token_login(struct cmd_call *call)
{
	struct device *d = &target_of(call)->token;

	return so_login(call, d, "password", &so_of_token);
}

static enum err
token_logout(struct cmd_call *call)
{
	struct device *d = &target_of(call)->token;
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_hsm_logout_request in = {};
	struct msg_hsm_logout_response out;

	return target_name_token_so(call,
	    call_hsm_logout(&d->card, &in, &out, &reply));
}

static enum err
token_factory_reset(struct cmd_call *call)
{
	struct device *d = &target_of(call)->token;
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_hsm_factory_reset_request in = {};
	struct msg_hsm_factory_reset_response out;

	TRY(call_hsm_factory_reset(&d->card, &in, &out, &reply));
	cmd_print(call, "\n");
	return ERR_OK;
}

/* --- backups on it --- */

static enum err
token_partition_list(struct cmd_call *call)
{
	struct device *d = &target_of(call)->token;

	cmd_print(call, "\n");
	if (d->info.n_partitions == 0)
		cmd_print(call, "There are no partitions.\n");
	return partitions_print(call, d);
}

static enum err
contents_print(struct cmd_call *call, struct device *d,
    const struct msg_partition_row *row)
{
	CLEARED_BY(card_session_close) struct card_session s = { 0 };

	TRY(card_session_open(&d->card, row->serial, &s));
	return show_contents(call, &s, row);
}

static enum err
token_partition_show(struct cmd_call *call)
{
	struct target *t = target_of(call);
	struct device *d = &t->token;
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_partition_list_request in = {};
	struct msg_partition_list_response list;
	struct msg_partition_row row;

	cmd_print(call, "\n");
	if (cmd_given(call, "partition")) {
		TRY(target_find_backup(call, t));
		return contents_print(call, d, &t->backup);
	}
	TRY(call_partition_list(&d->card, &in, &list, &reply));
	while (rows_next(&list.partitions, &wire_partition_row, &row) == ERR_OK) {
		TRY(contents_print(call, d, &row));
		cmd_print(call, "\n");
	}
	return ERR_OK;
}

static enum err
token_partition_delete(struct cmd_call *call)
{
	struct target *t = target_of(call);

	return target_name_token_so(call, delete_partition(call, &t->token, &t->backup));
}

/* --- the table --- */

static const struct cmd_group groups[] = {
	{ "token", "Token commands", NULL },
	{ "token backup", "Backup HSMs on the appliance's USB ports", NULL },
	{ "token backup partition", "Backups on a Backup HSM", NULL },
	{ NULL },
};

static const struct cmd_command commands[] = {
	{
		.path = "token backup list",
		.words = "List the Backup HSMs that are connected",
		.roles = LOOKERS,
		.run = token_list,
	},
	{
		.path = "token backup show",
		.words = "Show the state of a Backup HSM",
		.roles = LOOKERS,
		.args = { ARG_DEVICE },
		.target = &target_token,
		.run = token_show,
	},
	{
		.path = "token backup init",
		.words = "Initialize a Backup HSM",
		.roles = CHANGERS,
		.args = {
			{ "label", &type_label, CMD_REQUIRED, "label of the Backup HSM" },
			ARG_DEVICE,
			{ "domain", &type_domain, 0, "cloning domain" },
			{ "tokenAdminPw", &type_password, 0, "its SO's password" },
			ARG_FORCE,
		},
		.says_done = true,
		.target = &target_token,
		.run = token_init,
	},
	{
		.path = "token backup login",
		.words = "Log in as SO of a Backup HSM",
		.roles = CHANGERS,
		.args = {
			ARG_DEVICE,
			{ "password", &type_present, 0, "its SO's password" },
		},
		.says_done = true,
		.target = &target_token,
		.run = token_login,
	},
	{
		.path = "token backup logout",
		.words = "Log the SO of a Backup HSM out",
		.roles = CHANGERS,
		.args = { ARG_DEVICE },
		.says_done = true,
		.target = &target_token,
		.run = token_logout,
	},
	{
		.path = "token backup factoryReset",
		.words = "Set a Backup HSM back to factory default settings",
		.roles = ADMIN_ONLY,
		.args = { ARG_DEVICE, ARG_FORCE },
		.console_only = "token factoryReset",
		.caution =
		    "\nCAUTION:  Are you sure you wish to reset this backup token to\n"
		    "          factory default settings? All data will be erased.\n"
		    "\n"
		    "          Type 'proceed' to return the token to factory default, or\n"
		    "          'quit' to quit now.\n",
		.says_done = true,
		.target = &target_token,
		.run = token_factory_reset,
	},
	{
		.path = "token backup partition list",
		.words = "List the backups on a Backup HSM",
		.roles = LOOKERS,
		.args = { ARG_DEVICE },
		.target = &target_token,
		.run = token_partition_list,
	},
	{
		.path = "token backup partition show",
		.words = "List the objects of a backup",
		.roles = LOOKERS,
		.args = {
			ARG_DEVICE,
			{ "partition", &type_partition, 0, "the backup; all if left out" },
		},
		.target = &target_token,
		.run = token_partition_show,
	},
	{
		.path = "token backup partition delete",
		.words = "Delete a backup with its objects",
		.roles = CHANGERS,
		.args = {
			{ "partition", &type_partition, CMD_REQUIRED, "the backup" },
			ARG_DEVICE,
			ARG_FORCE,
		},
		.says_done = true,
		.target = &target_backup,
		.needs = target_token_so_is_in,
		.run = token_partition_delete,
	},
	{ NULL },
};

const struct cmd_family family_token = { groups, commands };
