/* SPDX-License-Identifier: Apache-2.0 */
/* Policies as an owner of a partition sees and changes them. */
#include "target.h"

static void
show_list(struct cmd_call *call, struct bytes rows, const char *thing)
{
	struct bytes rest = rows;
	struct msg_policy_row row;

	cmd_print(call, "\n        %s Capabilities\n", thing);
	while (rows_next(&rest, &wire_policy_row, &row) == ERR_OK)
		cmd_print(call, "                %llu: %.*s : %llu\n",
		    (unsigned long long)row.number,
		    (int)row.capability_words.len,
		    (const char *)row.capability_words.ptr,
		    (unsigned long long)row.capability);
	cmd_print(call, "        %s Policies\n", thing);
	while (rows_next(&rows, &wire_policy_row, &row) == ERR_OK)
		if (row.capability != 0)
			cmd_print(call, "                %llu: %.*s : %llu\n",
			    (unsigned long long)row.number, (int)row.words.len,
			    (const char *)row.words.ptr,
			    (unsigned long long)row.value);
}

static enum err
hsm_showpolicies(struct cmd_call *call)
{
	struct target *t = target_of(call);
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_hsm_policies_request in;
	struct msg_hsm_policies_response out;

	TRY(call_hsm_policies(&t->card, &in, &out, &reply));
	show_list(call, out.policies, "HSM");
	return ERR_OK;
}

static enum err
partition_showpolicies(struct cmd_call *call)
{
	struct target *t = target_of(call);
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_partition_policies_request in = { t->slot->serial };
	struct msg_partition_policies_response out;

	TRY(call_partition_policies(&t->card, &in, &out, &reply));
	show_list(call, out.policies, "Partition");
	return ERR_OK;
}

/* --- change --- */

static enum err
find(struct cmd_call *call, struct bytes rows, struct msg_policy_row *out)
{
	uint64_t number = cmd_number(call, "policy");
	uint64_t value = cmd_number(call, "value");

	do {
		if (rows_next(&rows, &wire_policy_row, out) != ERR_OK)
			return cmd_refuse(call, ERR_ARGUMENT, "-policy: there is no "
			    "policy %llu; 'partition showpolicies' lists them.",
			    (unsigned long long)number);
	} while (out->number != number || out->capability == 0);
	if (value < out->lowest || value > out->capability)
		return cmd_refuse(call, ERR_ARGUMENT, "-value: policy %llu takes %llu "
		    "to %llu.", (unsigned long long)number,
		    (unsigned long long)out->lowest,
		    (unsigned long long)out->capability);
	return ERR_OK;
}

static enum err
confirm(struct cmd_call *call, const struct msg_policy_row *row)
{
	uint64_t value = cmd_number(call, "value");
	uint64_t change = value > row->value ? POLICY_OFF_TO_ON
	    : value < row->value ? POLICY_ON_TO_OFF : 0;

	if ((row->destroys & change) == 0)
		return ERR_OK;
	return cmd_confirm(call, "\n        *** WARNING ***\n"
	    "        This change of policy deletes all objects of the partition.\n");
}

static enum err
partition_changepolicy(struct cmd_call *call)
{
	struct target *t = target_of(call);
	CLEARED_BY(buf_clear) struct buf reply = { 0 }, reply_rows = { 0 };
	struct msg_partition_policies_request list = { t->slot->serial };
	struct msg_partition_policies_response rows;
	struct msg_partition_policy_set_request in = { t->slot->session,
		cmd_number(call, "policy"), cmd_number(call, "value") };
	struct msg_partition_policy_set_response out;
	struct msg_policy_row row;
	enum err e;

	TRY(call_partition_policies(&t->card, &list, &rows, &reply_rows));
	TRY(find(call, rows.policies, &row));
	TRY(confirm(call, &row));
	e = call_partition_policy_set(&t->card, &in, &out, &reply);
	if (e == ERR_NOT_SUPPORTED)
		return cmd_refuse(call, e, "-policy: policy %llu cannot be changed on "
		    "this HSM yet.", (unsigned long long)row.number);
	if (e == ERR_POLICY_DEPENDENCY)
		return cmd_refuse(call, e, "-value: %.*s.", (int)row.needs.len,
		    (const char *)row.needs.ptr);
	return e;
}

/* --- the table --- */

static const struct cmd_type type_policy = { CMD_NUMBER, "n", 0, 255, NULL,
	"a policy is a number that 'partition showpolicies' shows" };
static const struct cmd_type type_value = { CMD_NUMBER, "v", 0, UINT32_MAX, NULL,
	"a policy's value is a number; 0 is off, 1 is on" };

static const struct cmd_command commands[] = {
	{
		.path = "hsm showpolicies",
		.words = "Show the capabilities and policies of the HSM",
		.shortcut = "sp",
		.roles = 1,
		.target = &target_slot,
		.run = hsm_showpolicies,
	},
	{
		.path = "partition showpolicies",
		.words = "Show the capabilities and policies of the partition",
		.shortcut = "sp",
		.roles = 1,
		.target = &target_slot,
		.run = partition_showpolicies,
	},
	{
		.path = "partition changepolicy",
		.words = "Change a policy of the partition, as its Partition SO",
		.shortcut = "changepo",
		.roles = 1,
		.args = {
			{ "policy", &type_policy, CMD_REQUIRED, "the policy", "p" },
			{ "value", &type_value, CMD_REQUIRED, "its new value", "v" },
			{ "force", &cmd_flag, 0, "do not ask", "f" },
		},
		.target = &target_slot,
		.run = partition_changepolicy,
	},
	{ NULL },
};

const struct cmd_family family_policy = { NULL, commands };
