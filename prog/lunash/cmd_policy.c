/* SPDX-License-Identifier: Apache-2.0 */
/*
 * showPolicies and changePolicy, of the HSM and of a partition. Words, values
 * and what a change destroys come from the card with each policy, so that the
 * shell has no list of its own.
 */
#include "families.h"

#include <inttypes.h>
#include <stdio.h>

#include "role.h"
#include "target.h"

/* --- show --- */

static const char *
value_words(const struct msg_policy_row *row, uint64_t value, const char *off,
    const char *on, char number[24])
{
	if (row->capability <= 1)
		return value != 0 ? on : off;
	(void)snprintf(number, 24, "%" PRIu64, value);
	return number;
}

/* A part of the listing: which policies it has, and a line of it. */
typedef bool row_in_part(const struct msg_policy_row *row);
typedef void row_show(struct cmd_call *call, const struct msg_policy_row *row);

static void
show_part(struct cmd_call *call, struct bytes rows, const char *heading,
    row_in_part *is_in, row_show *show)
{
	struct msg_policy_row row;
	bool first = true;

	while (rows_next(&rows, &wire_policy_row, &row) == ERR_OK) {
		if (!is_in(&row))
			continue;
		if (first)
			cmd_print(call, "%s", heading);
		first = false;
		show(call, &row);
	}
}

static bool
is_any(const struct msg_policy_row *row)
{
	return row->capability_words.len > 0;
}

static bool
is_fixed(const struct msg_policy_row *row)
{
	return row->capability != 0 && row->changer == ROLE_NONE;
}

static bool
is_changeable(const struct msg_policy_row *row)
{
	return row->capability != 0 && row->changer != ROLE_NONE;
}

static void
show_capability(struct cmd_call *call, const struct msg_policy_row *row)
{
	char number[24];

	cmd_print(call, "   %-41.*s%s\n", (int)row->capability_words.len,
	    (const char *)row->capability_words.ptr, value_words(row,
		row->capability, "Disallowed", "Allowed", number));
}

static void
show_fixed(struct cmd_call *call, const struct msg_policy_row *row)
{
	char number[24];

	cmd_print(call, "   %-41.*s%s\n", (int)row->words.len,
	    (const char *)row->words.ptr,
	    value_words(row, row->value, "False", "True", number));
}

static void
show_of_hsm(struct cmd_call *call, const struct msg_policy_row *row)
{
	char number[24];

	cmd_print(call, "   %-41.*s%-13s%-10" PRIu64 "%s\n",
	    (int)row->words.len, (const char *)row->words.ptr,
	    value_words(row, row->value, "Off", "On", number), row->number,
	    row->destroys ? "Yes" : "No");
}

static void
show_of_partition(struct cmd_call *call, const struct msg_policy_row *row)
{
	char number[24];

	cmd_print(call, "   %-41.*s%-13s%" PRIu64 "\n", (int)row->words.len,
	    (const char *)row->words.ptr,
	    value_words(row, row->value, "Off", "On", number), row->number);
}

#define VALUES \
	"\n   Description                              Value\n" \
	"   ===========                              =====\n"

static enum err
hsm_show(struct cmd_call *call)
{
	struct device *d = &target_of(call)->hsm;
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_hsm_policies_request in = {};
	struct msg_hsm_policies_response out;

	TRY(call_hsm_policies(&d->card, &in, &out, &reply));
	cmd_print(call, "\n   HSM Label:   %.*s\n   Serial #:    %" PRIu64
	    "\n   Firmware:    %.*s\n", (int)d->info.label.len,
	    (const char *)d->info.label.ptr, d->info.serial,
	    (int)d->info.firmware.len, (const char *)d->info.firmware.ptr);
	show_part(call, out.policies, "\n"
	    "   The following policies are set due to current configuration of\n"
	    "   this HSM and cannot be altered directly by the user.\n"
	    VALUES, is_fixed, show_fixed);
	show_part(call, out.policies, "\n"
	    "   The following policies describe the current configuration of\n"
	    "   this HSM and may be changed by the HSM Administrator.\n"
	    "\n"
	    "   Changing policies marked \"destructive\" will zeroize (erase\n"
	    "   completely) the entire HSM.\n"
	    "\n"
	    "   Description                              Value        Code      Destructive\n"
	    "   ===========                              =====        ====      ===========\n",
	    is_changeable, show_of_hsm);
	return ERR_OK;
}

static enum err
partition_show(struct cmd_call *call)
{
	struct target *t = target_of(call);
	const struct msg_partition_row *p = &t->partition;
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_partition_policies_request in = { p->serial };
	struct msg_partition_policies_response out;

	TRY(call_partition_policies(&t->hsm.card, &in, &out, &reply));
	cmd_print(call, "\n   Partition Name:    %.*s\n   Partition SN:      %"
	    PRIu64 "\n   Partition Label:   %.*s\n", (int)p->name.len,
	    (const char *)p->name.ptr, p->serial, (int)p->label.len,
	    (const char *)p->label.ptr);
	show_part(call, out.policies, "\n"
	    "   The following capabilities describe this partition, and cannot be\n"
	    "   altered except via firmware or capability updates.\n"
	    VALUES, is_any, show_capability);
	show_part(call, out.policies, "\n"
	    "   The following policies are set due to current configuration of\n"
	    "   this partition and cannot be altered directly by the user.\n"
	    VALUES, is_fixed, show_fixed);
	show_part(call, out.policies, "\n"
	    "   The following policies describe the current configuration of\n"
	    "   this partition and may be changed by the Partition SO.\n"
	    "\n"
	    "   Description                              Value        Code\n"
	    "   ===========                              =====        ====\n",
	    is_changeable, show_of_partition);
	return ERR_OK;
}

/* --- change --- */

/* The policy that is meant, if its value may be the one that is given. */
static enum err
find(struct cmd_call *call, struct bytes rows, const char *lister,
    struct msg_policy_row *out)
{
	uint64_t number = cmd_number(call, "policy");
	uint64_t value = cmd_number(call, "value");

	do {
		if (rows_next(&rows, &wire_policy_row, out) != ERR_OK)
			return cmd_refuse(call, ERR_ARGUMENT, "-policy: there is no "
			    "policy %" PRIu64 "; '%s' lists them.", number, lister);
	} while (out->number != number || out->capability == 0);
	if (value < out->lowest || value > out->capability)
		return cmd_refuse(call, ERR_ARGUMENT, "-value: policy %" PRIu64
		    " takes %" PRIu64 " to %" PRIu64 ".", number, out->lowest,
		    out->capability);
	return ERR_OK;
}

static enum err
confirm(struct cmd_call *call, const struct msg_policy_row *row,
    const char *erased, const char *deed)
{
	uint64_t value = cmd_number(call, "value");
	uint64_t change = value > row->value ? POLICY_OFF_TO_ON
	    : value < row->value ? POLICY_ON_TO_OFF : 0;
	char caution[640];

	if ((row->destroys & change) == 0)
		return ERR_OK;
	(void)snprintf(caution, sizeof(caution),
	    "\nCAUTION:  Are you sure you wish to change the destructive policy named:\n"
	    "\n            %.*s\n\n"
	    "          Changing this policy will result in erasing %s\n"
	    "\n"
	    "          Type 'proceed' to %s and change the policy, or\n"
	    "          'quit' to quit now.\n", (int)row->words.len,
	    (const char *)row->words.ptr, erased, deed);
	return cmd_confirm(call, caution);
}

/* The card's answer to a change. */
static enum err
finish(struct cmd_call *call, const struct msg_policy_row *row, enum err e)
{
	if (e == ERR_NOT_SUPPORTED)
		return cmd_refuse(call, e, "-policy: policy %" PRIu64
		    " cannot be changed on this HSM yet.", row->number);
	if (e == ERR_POLICY_DEPENDENCY)
		return cmd_refuse(call, e, "-value: %.*s.", (int)row->needs.len,
		    (const char *)row->needs.ptr);
	TRY(e);
	cmd_print(call, "'%s' successful.\n\n"
	    "Policy %.*s is now set to value: %" PRIu64 "\n",
	    call->command->path, (int)row->words.len,
	    (const char *)row->words.ptr, cmd_number(call, "value"));
	return ERR_OK;
}

static enum err
hsm_change(struct cmd_call *call)
{
	struct caller *card = &target_of(call)->hsm.card;
	CLEARED_BY(buf_clear) struct buf reply = { 0 }, reply_rows = { 0 };
	struct msg_hsm_policies_request list = {};
	struct msg_hsm_policies_response rows;
	struct msg_hsm_policy_set_request in = { cmd_number(call, "policy"),
		cmd_number(call, "value") };
	struct msg_hsm_policy_set_response out;
	struct msg_policy_row row;

	TRY(call_hsm_policies(card, &list, &rows, &reply_rows));
	TRY(find(call, rows.policies, "hsm showPolicies", &row));
	TRY(target_hsm_so_is_in(call));
	TRY(confirm(call, &row, "all partitions\n"
	    "          on the HSM! (HSM Admin, Domain, and M of N (where applicable)\n"
	    "          will not be modified.)", "zeroize your HSM"));
	return finish(call, &row, call_hsm_policy_set(card, &in, &out, &reply));
}

static enum err
set_of_partition(struct cmd_call *call, struct target *t)
{
	CLEARED_BY(card_session_close) struct card_session s = { 0 };
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_partition_policy_set_request in = {
		.number = cmd_number(call, "policy"),
		.value = cmd_number(call, "value") };
	struct msg_partition_policy_set_response out;

	TRY(card_session_open(&t->hsm.card, t->partition.serial, &s));
	TRY(role_login(call, &s, ROLE_PARTITION_SO, "psopin",
	    "\n  Please enter the Partition SO's password:"));
	in.session = s.session;
	return call_partition_policy_set(&t->hsm.card, &in, &out, &reply);
}

static enum err
partition_change(struct cmd_call *call)
{
	struct target *t = target_of(call);
	CLEARED_BY(buf_clear) struct buf reply_rows = { 0 };
	struct msg_partition_policies_request list = { t->partition.serial };
	struct msg_partition_policies_response rows;
	struct msg_policy_row row;

	TRY(call_partition_policies(&t->hsm.card, &list, &rows, &reply_rows));
	TRY(find(call, rows.policies, "partition showPolicies", &row));
	TRY(confirm(call, &row, "all objects\n"
	    "          of the partition! (Its roles and its domain will not be\n"
	    "          modified.)", "erase the objects"));
	return finish(call, &row, set_of_partition(call, t));
}

/* --- the table --- */

static const struct cmd_type type_policy = { CMD_NUMBER, "code", 0, 255, NULL,
	"a policy's code is a number from 0 to 255" };
static const struct cmd_type type_switch = { CMD_NUMBER, "value", 0, 1, NULL,
	"a policy is 0 (Off) or 1 (On)" };
static const struct cmd_type type_value = { CMD_NUMBER, "value", 0, UINT32_MAX,
	NULL, "a policy's value is a number; 0 is Off, 1 is On" };

static const struct cmd_command commands[] = {
	{
		.path = "hsm showPolicies",
		.words = "Show the policies of the HSM",
		.roles = LOOKERS,
		.target = &target_hsm,
		.run = hsm_show,
	},
	{
		.path = "hsm changePolicy",
		.words = "Change a policy of the HSM",
		.roles = ADMIN_ONLY,
		.args = {
			{ "policy", &type_policy, CMD_REQUIRED, "code of the policy" },
			{ "value", &type_switch, CMD_REQUIRED, "0 or 1" },
			ARG_FORCE,
		},
		.target = &target_hsm,
		.run = hsm_change,
	},
	{
		.path = "partition showPolicies",
		.words = "Show the policies of a partition",
		.roles = LOOKERS,
		.args = {
			{ "partition", &type_partition, CMD_REQUIRED,
			    "name of the partition", "par" },
		},
		.target = &target_partition,
		.run = partition_show,
	},
	{
		.path = "partition changePolicy",
		.words = "Change a policy of a partition, as its Partition SO",
		.roles = ADMIN_ONLY,
		.args = {
			{ "partition", &type_partition, CMD_REQUIRED,
			    "name of the partition", "pa" },
			{ "policy", &type_policy, CMD_REQUIRED,
			    "code of the policy", "po" },
			{ "value", &type_value, CMD_REQUIRED, "its new value" },
			{ "psopin", &type_present, 0, "Partition SO's password", "ps" },
			ARG_FORCE,
		},
		.target = &target_partition,
		.run = partition_change,
	},
	{ NULL },
};

const struct cmd_family family_policy = { NULL, commands };
