/* SPDX-License-Identifier: Apache-2.0 */
/* hsm showPolicies and changePolicy. */
#include "families.h"

#include <inttypes.h>
#include <stdio.h>

#include "target.h"

static const struct policy {
	uint64_t number;
	const char *words;
	bool destructive;
} policies[] = {
#define POLICY(number, words, destructive, may_change) \
	{ number, words, destructive },
#include "spec/policies.def"
#undef POLICY
};

static const struct policy *
policy_find(uint64_t number)
{
	for (size_t i = 0; i < sizeof(policies) / sizeof(*policies); i++)
		if (policies[i].number == number)
			return &policies[i];
	return NULL;
}

/* --- show --- */

static void
show_head(struct cmd_call *call, const struct msg_hsm_info_response *info)
{
	cmd_print(call, "\n   HSM Label:   %.*s\n   Serial #:    %" PRIu64
	    "\n   Firmware:    %.*s\n", (int)info->label.len,
	    (const char *)info->label.ptr, info->serial,
	    (int)info->firmware.len, (const char *)info->firmware.ptr);
	cmd_print(call, "\n"
	    "   The following policies are set due to current configuration of\n"
	    "   this HSM and cannot be altered directly by the user.\n"
	    "\n   %-41s%s\n   %-41s%s\n   %-41s%s\n",
	    "Description", "Value", "===========", "=====",
	    "PIN-based authentication", "True");
	cmd_print(call, "\n"
	    "   The following policies describe the current configuration of\n"
	    "   this HSM and may be changed by the HSM Administrator.\n"
	    "\n"
	    "   Changing policies marked \"destructive\" will zeroize (erase\n"
	    "   completely) the entire HSM.\n"
	    "\n   %-41s%-13s%-10s%s\n   %-41s%-13s%-10s%s\n",
	    "Description", "Value", "Code", "Destructive",
	    "===========", "=====", "====", "===========");
}

static enum err
show_policies(struct cmd_call *call)
{
	struct device *d = &target_of(call)->hsm;
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_hsm_policies_request in = {};
	struct msg_hsm_policies_response out;
	struct msg_policy_row row;
	const struct policy *p;

	TRY(call_hsm_policies(&d->card, &in, &out, &reply));
	show_head(call, &d->info);
	while (rows_next(&out.policies, &wire_policy_row, &row) == ERR_OK) {
		p = policy_find(row.number);
		if (p != NULL)
			cmd_print(call, "   %-41s%-13s%-10" PRIu64 "%s\n", p->words,
			    row.value != 0 ? "On" : "Off", row.number,
			    p->destructive ? "Yes" : "No");
	}
	return ERR_OK;
}

/* --- change --- */

static enum err
confirm_destruction(struct cmd_call *call, const struct policy *p)
{
	char caution[640];

	(void)snprintf(caution, sizeof(caution),
	    "\nCAUTION:  Are you sure you wish to change the destructive policy named:\n"
	    "\n            %s\n\n"
	    "          Changing this policy will result in erasing all partitions\n"
	    "          on the HSM! (HSM Admin, Domain, and M of N (where applicable)\n"
	    "          will not be modified.)\n"
	    "\n"
	    "          Type 'proceed' to zeroize your HSM and change the policy, or\n"
	    "          'quit' to quit now.\n", p->words);
	return cmd_confirm(call, caution);
}

static enum err
change_policy(struct cmd_call *call)
{
	struct device *d = &target_of(call)->hsm;
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_hsm_policy_set_request in = { cmd_number(call, "policy"),
		cmd_number(call, "value") };
	struct msg_hsm_policy_set_response out;
	const struct policy *p = policy_find(in.number);
	enum err e;

	if (p == NULL)
		return cmd_refuse(call, ERR_ARGUMENT, "-policy: there is no policy %"
		    PRIu64 "; 'hsm showPolicies' lists them.", in.number);
	TRY(target_hsm_so_is_in(call));
	if (p->destructive)
		TRY(confirm_destruction(call, p));
	e = call_hsm_policy_set(&d->card, &in, &out, &reply);
	if (e == ERR_NOT_SUPPORTED)
		return cmd_refuse(call, e, "-policy: policy %" PRIu64
		    " cannot be changed on this HSM yet.", in.number);
	TRY(e);
	cmd_print(call, "'hsm changePolicy' successful.\n\n"
	    "Policy %s is now set to value: %" PRIu64 "\n", p->words, in.value);
	return ERR_OK;
}

/* --- the table --- */

static const struct cmd_type type_policy = { CMD_NUMBER, "code", 0, 255, NULL,
	"a policy's code is a number from 0 to 255" };
static const struct cmd_type type_value = { CMD_NUMBER, "value", 0, 1, NULL,
	"a policy is 0 (Off) or 1 (On)" };

static const struct cmd_command commands[] = {
	{
		.path = "hsm showPolicies",
		.words = "Show the policies of the HSM",
		.roles = LOOKERS,
		.target = &target_hsm,
		.run = show_policies,
	},
	{
		.path = "hsm changePolicy",
		.words = "Change a policy of the HSM",
		.roles = ADMIN_ONLY,
		.args = {
			{ "policy", &type_policy, CMD_REQUIRED, "code of the policy" },
			{ "value", &type_value, CMD_REQUIRED, "0 or 1" },
			ARG_FORCE,
		},
		.target = &target_hsm,
		.run = change_policy,
	},
	{ NULL },
};

const struct cmd_family family_policy = { NULL, commands };
