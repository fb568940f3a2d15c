/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of `ntls`: the gate for applications. */
#include "families.h"

#include <inttypes.h>

static enum err
ntls_show(struct cmd_call *call)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_ntls_show_request in = {};
	struct msg_ntls_show_response out;

	TRY(call_ntls_show(&lunash_of(call)->box, &in, &out, &reply));
	if (out.device.len == 0)
		cmd_print(call, "\nNTLS is not bound to a network device.\n");
	else
		cmd_print(call, "\nNTLS bound to network device: %.*s   "
		    "IP Address: \"%.*s\" (%.*s)\n",
		    (int)out.device.len, (const char *)out.device.ptr,
		    (int)out.address.len, (const char *)out.address.ptr,
		    (int)out.device.len, (const char *)out.device.ptr);
	return ERR_OK;
}

static enum err
ntls_information(struct cmd_call *call)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_ntls_show_request in = {};
	struct msg_ntls_show_response out;

	TRY(call_ntls_show(&lunash_of(call)->box, &in, &out, &reply));
	cmd_print(call, "\nNTLS Information:\n\n"
	    "Operational Status: %s\n"
	    "Connected Clients: %" PRIu64 "\n"
	    "Links: %" PRIu64 "\n"
	    "Successful Client Connections: %" PRIu64 "\n"
	    "Failed Client Connections: %" PRIu64 "\n",
	    out.running ? "1 (up)" : "2 (down)", out.n_links, out.n_links,
	    out.accepted, out.refused);
	return ERR_OK;
}

static enum err
ntls_bind(struct cmd_call *call)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_ntls_bind_request in = {};
	struct msg_ntls_bind_response out;
	enum err e;

	in.device = bytes_of_text(cmd_text(call, "netdevice"));
	in.address = bytes_of_text(cmd_text(call, "bind"));
	e = call_ntls_bind(&lunash_of(call)->box, &in, &out, &reply);
	if (e == ERR_ARGUMENT)
		return cmd_refuse(call, e, "There is no network device '%s'.",
		    cmd_text(call, "netdevice"));
	TRY(e);
	cmd_print(call, "\nNTLS binding set to network device %s.\n"
	    "You must restart the NTLS service for the new settings to take "
	    "effect.\n", cmd_text(call, "netdevice"));
	return ERR_OK;
}

/* ntls knows clients by their certificates and never looks at their addresses, so
 * there is nothing to switch off. */
static enum err
ntls_ipcheck_show(struct cmd_call *call)
{
	cmd_print(call, "\nNTLS client source IP validation : Disable\n");
	return ERR_OK;
}

static enum err
ntls_ipcheck_disable(struct cmd_call *call)
{
	cmd_print(call, "\nNTLS client source IP validation is already disabled\n");
	return ERR_OK;
}

static enum err
ntls_ipcheck_enable(struct cmd_call *call)
{
	return cmd_refuse(call, ERR_NOT_SUPPORTED, "NTLS client source IP "
	    "validation is not supported; clients are known by their "
	    "certificates.");
}

static const struct cmd_type type_device = { CMD_TEXT, "netdevice", 1, 16,
	"abcdefghijklmnopqrstuvwxyz0123456789",
	"a network device is eth0 to eth3, bond0, bond1, lo or all" };

static const struct cmd_group groups[] = {
	{ "ntls", "NTLS commands", NULL },
	{ "ntls information", "NTLS counters", NULL },
	{ "ntls ipcheck", "Client source IP validation", NULL },
	{ NULL },
};

static const struct cmd_command commands[] = {
	{
		.path = "ntls show",
		.words = "Show what NTLS is bound to",
		.roles = LOOKERS,
		.run = ntls_show,
	},
	{
		.path = "ntls information show",
		.words = "Show the state and the counters of NTLS",
		.roles = LOOKERS,
		.run = ntls_information,
	},
	{
		.path = "ntls ipcheck show",
		.words = "Show whether clients' addresses are checked",
		.roles = LOOKERS,
		.run = ntls_ipcheck_show,
	},
	{
		.path = "ntls ipcheck disable",
		.words = "Do not check clients' addresses",
		.roles = CHANGERS,
		.run = ntls_ipcheck_disable,
	},
	{
		.path = "ntls ipcheck enable",
		.words = "Check clients' addresses (not supported)",
		.roles = CHANGERS,
		.run = ntls_ipcheck_enable,
	},
	{
		.path = "ntls bind",
		.words = "Bind NTLS to a network device",
		.roles = CHANGERS,
		.args = {
			{ "netdevice", &type_device, CMD_REQUIRED | CMD_POSITIONAL,
			    "eth0 to eth3, bond0, bond1, lo or all" },
			{ "bind", &type_address, 0, "its address" },
			ARG_FORCE,
		},
		.run = ntls_bind,
	},
	{ NULL },
};

const struct cmd_family family_ntls = { groups, commands };
