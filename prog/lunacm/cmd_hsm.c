/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of `hsm`: what the slot of an application partition tells about
 * its HSM. */
#include "target.h"

static void
print_info(struct cmd_call *call, const struct target *t, const struct msg_hsm_info_response *info)
{
	cmd_print(call,
	    "\n        Partition Label -> %.*s\n"
	    "        Partition Serial Number -> %llu\n"
	    "        HSM Label -> %.*s\n"
	    "        HSM Part Number -> %.*s\n"
	    "        HSM Serial Number -> %llu\n"
	    "        HSM Model -> %.*s\n"
	    "        HSM Firmware Version -> %.*s\n"
	    "        HSM Status -> %s\n"
	    "        Slot Id -> %u\n",
	    (int)t->row.label.len, t->row.label.len ? (const char *)t->row.label.ptr : "",
	    (unsigned long long)t->row.serial, (int)info->label.len,
	    info->label.len ? (const char *)info->label.ptr : "", (int)info->part_number.len,
	    (const char *)info->part_number.ptr, (unsigned long long)info->serial,
	    (int)info->model.len, (const char *)info->model.ptr, (int)info->firmware.len,
	    (const char *)info->firmware.ptr, info->initialized ? "OK" : "L3 Device, Zeroized",
	    lunacm_of(call)->current);
	cmd_print(call, "\n        *** The HSM is %sin FIPS 140-2 approved operation "
	    "mode. ***\n", info->fips ? "" : "NOT ");
}

static enum err
hsm_showinfo(struct cmd_call *call)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct target *t = target_of(call);
	struct msg_hsm_info_request in;
	struct msg_hsm_info_response out;

	TRY(call_hsm_info(&t->card, &in, &out, &reply));
	print_info(call, t, &out);
	return ERR_OK;
}

static const struct cmd_group groups[] = {
	{ "hsm", "Show the HSM", "h" },
	{ NULL },
};

static const struct cmd_command commands[] = {
	{
		.path = "hsm showinfo",
		.words = "Show the HSM behind the current slot",
		.shortcut = "si",
		.roles = 1,
		.target = &target_slot,
		.run = hsm_showinfo,
	},
	{ NULL },
};

const struct cmd_family family_hsm = { groups, commands };

/* --- the session itself --- */

static enum err
session_exit(struct cmd_call *call)
{
	call->shell->ended = true;
	return ERR_OK;
}

static const struct cmd_command session_commands[] = {
	{
		.path = "help",
		.words = "List the commands, or show how one is typed",
		.roles = 1,
		.run = NULL, /* the engine runs it */
	},
	{
		.path = "exit",
		.words = "Exit LunaCM",
		.shortcut = "e",
		.roles = 1,
		.run = session_exit,
	},
	{ NULL },
};

const struct cmd_family family_session = { NULL, session_commands };

const struct cmd_family *const lunacm_families[] = {
	&family_hsm, &family_partition, &family_policy, &family_role,
	&family_slot, &family_session, NULL,
};
