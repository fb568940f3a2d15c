/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of `client`: machines of applications that may come in through
 * NTLS, and the partitions they may use. */
#include "families.h"

#include <inttypes.h>
#include <stdio.h>

#include "target.h"

/* --- register and delete --- */

static enum err
client_register(struct cmd_call *call)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_client_register_request in = {};
	struct msg_client_register_response out;
	enum err e;

	in.is_ip = cmd_given(call, "ip");
	in.name = bytes_of_text(cmd_text(call, "client"));
	in.host = bytes_of_text(cmd_text(call, in.is_ip ? "ip" : "hostname"));
	e = call_client_register(&lunash_of(call)->box, &in, &out, &reply);
	if (e == ERR_FILE || e == ERR_NOT_FOUND)
		return cmd_refuse(call, ERR_FILE, "There is no readable certificate "
		    "'%.*s.pem' in your file area; copy it there with scp first.",
		    (int)in.host.len, (const char *)in.host.ptr);
	if (e == ERR_EXISTS)
		return cmd_refuse(call, e, "-client: a client '%s' is registered "
		    "already.", cmd_text(call, "client"));
	if (e == ERR_CERTIFICATE || e == ERR_CERTIFICATE_FORMAT ||
	    e == ERR_CERTIFICATE_NAME || e == ERR_CERTIFICATE_EXPIRED ||
	    e == ERR_CERTIFICATE_TAKEN)
		return cmd_refuse(call, e, "'%.*s.pem': %s. %s", (int)in.host.len,
		    (const char *)in.host.ptr, err_words(e), err_row(e)->advice);
	return e;
}

static enum err
client_delete(struct cmd_call *call)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_client_delete_request in = {};
	struct msg_client_delete_response out;
	char caution[512];

	(void)snprintf(caution, sizeof(caution),
	    "\nCAUTION:  Are you sure you wish to delete client named:\n"
	    "            %s\n"
	    "          Type 'proceed' to delete the client, or 'quit'\n"
	    "          to quit now.\n", cmd_text(call, "client"));
	TRY(cmd_confirm(call, caution));
	in.name = bytes_of_text(cmd_text(call, "client"));
	return call_client_delete(&lunash_of(call)->box, &in, &out, &reply);
}

/* --- partitions --- */

static enum err
client_assign(struct cmd_call *call)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_client_assign_request in = {};
	struct msg_client_assign_response out;
	enum err e;

	in.partition = target_of(call)->partition.serial;
	in.name = bytes_of_text(cmd_text(call, "client"));
	e = call_client_assign(&lunash_of(call)->box, &in, &out, &reply);
	if (e == ERR_EXISTS)
		return cmd_refuse(call, e, "The partition '%s' is assigned to "
		    "'%s' already.", cmd_text(call, "partition"),
		    cmd_text(call, "client"));
	return e;
}

static enum err
client_revoke(struct cmd_call *call)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_client_revoke_request in = {};
	struct msg_client_revoke_response out;
	enum err e;

	in.partition = target_of(call)->partition.serial;
	in.name = bytes_of_text(cmd_text(call, "client"));
	e = call_client_revoke(&lunash_of(call)->box, &in, &out, &reply);
	if (e == ERR_NOT_FOUND)
		return cmd_refuse(call, e, "The partition '%s' is not assigned "
		    "to '%s'.", cmd_text(call, "partition"),
		    cmd_text(call, "client"));
	return e;
}

/* --- list and show --- */

static enum err
client_list(struct cmd_call *call)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_client_list_request in = {};
	struct msg_client_list_response list;
	struct msg_client_row row;
	unsigned n = 0;

	TRY(call_client_list(&lunash_of(call)->box, &in, &list, &reply));
	cmd_print(call, "\n");
	if (list.clients.len == 0)
		cmd_print(call, "No clients are registered.\n");
	while (rows_next(&list.clients, &wire_client_row, &row) == ERR_OK)
		cmd_print(call, "registered client %u: %.*s\n", ++n,
		    (int)row.name.len, (const char *)row.name.ptr);
	return ERR_OK;
}

static bool
is_assigned(struct bytes serials, uint64_t serial)
{
	struct msg_serial_row row;

	while (rows_next(&serials, &wire_serial_row, &row) == ERR_OK)
		if (row.serial == serial)
			return true;
	return false;
}

static enum err
show_names(struct cmd_call *call, struct target *t)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_partition_list_request in = {};
	struct msg_partition_list_response list;
	struct msg_partition_row row;
	unsigned n = 0;

	TRY(target_open_hsm(call, t));
	TRY(call_partition_list(&t->hsm.card, &in, &list, &reply));
	cmd_print(call, "Partitions:   ");
	while (rows_next(&list.partitions, &wire_partition_row, &row) == ERR_OK)
		if (is_assigned(t->client.partitions, row.serial))
			cmd_print(call, "%s\"%.*s\"", n++ > 0 ? ", " : "",
			    (int)row.name.len, (const char *)row.name.ptr);
	cmd_print(call, "%s\n", n > 0 ? "" : "<none>");
	return ERR_OK;
}

static enum err
client_show(struct cmd_call *call)
{
	struct target *t = target_of(call);

	cmd_print(call, "\nClientID:     %s\n%s%.*s\n",
	    cmd_text(call, "client"),
	    t->client.is_ip ? "IPAddress:    " : "Hostname:     ",
	    (int)t->client.host.len, (const char *)t->client.host.ptr);
	return show_names(call, t);
}

static enum err
client_fingerprint(struct cmd_call *call)
{
	struct bytes fingerprint = target_of(call)->client.fingerprint;

	cmd_print(call, "\nCertificate fingerprint: %.*s\n",
	    (int)fingerprint.len, (const char *)fingerprint.ptr);
	return ERR_OK;
}

/* --- the table --- */

#define ARG_CLIENT { "client", &type_client, CMD_REQUIRED, "name of the client" }
#define ARG_OF { "partition", &type_partition, CMD_REQUIRED, "name of the partition" }

static const struct cmd_group groups[] = {
	{ "client", "Client commands", NULL },
	{ NULL },
};

static const struct cmd_command commands[] = {
	{
		.path = "client register",
		.words = "Register a client by the certificate in your file area",
		.roles = CHANGERS,
		.args = {
			ARG_CLIENT,
			{ "hostname", &type_host, 0, "its host name; certificate "
			    "<hostname>.pem" },
			{ "ip", &type_address, 0, "its address; certificate <address>.pem" },
			ARG_FORCE,
		},
		.one_of = "hostname ip",
		.says_done = true,
		.run = client_register,
	},
	{
		.path = "client assignPartition",
		.words = "Let a client use a partition",
		.roles = CHANGERS,
		.args = { ARG_CLIENT, ARG_OF },
		.says_done = true,
		.target = &target_partition,
		.run = client_assign,
	},
	{
		.path = "client revokePartition",
		.words = "No longer let a client use a partition",
		.roles = CHANGERS,
		.args = { ARG_CLIENT, ARG_OF },
		.says_done = true,
		.target = &target_partition,
		.run = client_revoke,
	},
	{
		.path = "client list",
		.words = "List the registered clients",
		.roles = LOOKERS,
		.run = client_list,
	},
	{
		.path = "client show",
		.words = "Show a client and its partitions",
		.roles = LOOKERS,
		.args = { ARG_CLIENT },
		.target = &target_client,
		.run = client_show,
	},
	{
		.path = "client fingerprint",
		.words = "Show the fingerprint of a client's certificate",
		.roles = CHANGERS,
		.args = { ARG_CLIENT },
		.target = &target_client,
		.run = client_fingerprint,
	},
	{
		.path = "client delete",
		.words = "Delete a client",
		.roles = CHANGERS,
		.args = { ARG_CLIENT, ARG_FORCE },
		.says_done = true,
		.target = &target_client,
		.run = client_delete,
	},
	{ NULL },
};

const struct cmd_family family_client = { groups, commands };
