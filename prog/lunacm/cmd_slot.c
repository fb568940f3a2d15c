/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of `slot`: they choose the partition that the other commands work
 * on. */
#include "slots.h"

static void
print_text(void *ctx, const char *text)
{
	cmd_print(ctx, "%s", text);
}

static enum err
slot_list(struct cmd_call *call)
{
	cmd_print(call, "\n");
	slots_print(lunacm_of(call), print_text, call);
	return ERR_OK;
}

static enum err
slot_set(struct cmd_call *call)
{
	struct lunacm *l = lunacm_of(call);
	uint64_t n = cmd_number(call, "slot");

	if (n >= l->n_slots)
		return cmd_refuse(call, ERR_PARTITION_UNKNOWN, "There is no slot %u. "
		    "'slot list' shows the slots.", (unsigned)n);
	l->current = (unsigned)n;
	cmd_print(call, "\n        Current Slot Id:    %u     (Luna User Slot %s (PW) "
	    "Signing With Cloning Mode)\n", l->current,
	    l->appliances[l->slots[n].server].greeting.firmware);
	return ERR_OK;
}

static const struct cmd_group groups[] = {
	{ "slot", "Manage Luna Slots", "s" },
	{ NULL },
};

static const struct cmd_command commands[] = {
	{
		.path = "slot list",
		.words = "List the available slots",
		.shortcut = "l",
		.roles = 1,
		.run = slot_list,
	},
	{
		.path = "slot set",
		.words = "Set the current slot",
		.shortcut = "s",
		.roles = 1,
		.args = {
			{ "slot", &type_slot, CMD_REQUIRED, "number of the slot", "s" },
		},
		.run = slot_set,
	},
	{ NULL },
};

const struct cmd_family family_slot = { groups, commands };
