/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of `hsm`: the built-in HSM and its Security Officer. */
#include "families.h"

#include "show_hsm.h"
#include "so.h"
#include "target.h"

/* --- show --- */

static enum err
hsm_show(struct cmd_call *call)
{
	return show_hsm(call, &target_of(call)->hsm);
}

/* --- Security Officer --- */

static enum err
hsm_init(struct cmd_call *call)
{
	struct device *d = &target_of(call)->hsm;

	return so_init(call, d, &so_of_hsm,
	    "\nCAUTION:  Are you sure you wish to initialize this HSM?\n"
	    "\n"
	    "          Type 'proceed' to initialize the HSM, or 'quit'\n"
	    "          to quit now.\n", false);
}

static enum err
hsm_login(struct cmd_call *call)
{
	struct device *d = &target_of(call)->hsm;

	return so_login(call, d, "password", &so_of_hsm);
}

static enum err
hsm_logout(struct cmd_call *call)
{
	struct device *d = &target_of(call)->hsm;
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_hsm_logout_request in = {};
	struct msg_hsm_logout_response out;

	return call_hsm_logout(&d->card, &in, &out, &reply);
}

static enum err
hsm_change_password(struct cmd_call *call)
{
	struct device *d = &target_of(call)->hsm;
	CLEARED_BY(secret_clear) struct secret old = { 0 }, new = { 0 };
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_hsm_change_password_request in;
	struct msg_hsm_change_password_response out;

	TRY(so_warn(call, d, &so_of_hsm));
	TRY(cmd_secret_or_ask(call, "oldpw",
	    "\n  Please enter the HSM Administrators' current password:", &old));
	TRY(cmd_new_secret_or_ask(call, "newpw",
	    "\n  Please enter a new password for the HSM Administrator:",
	    "\n  Please re-enter password to confirm:", &new));
	in.old = secret_bytes(&old);
	in.new = secret_bytes(&new);
	return so_failed(call,
	    call_hsm_change_password(&d->card, &in, &out, &reply));
}

/* --- erasing --- */

static enum err
hsm_zeroize(struct cmd_call *call)
{
	struct device *d = &target_of(call)->hsm;
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_hsm_zeroize_request in = {};
	struct msg_hsm_zeroize_response out;

	return call_hsm_zeroize(&d->card, &in, &out, &reply);
}

static enum err
hsm_factory_reset(struct cmd_call *call)
{
	struct device *d = &target_of(call)->hsm;
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_hsm_factory_reset_request in = {};
	struct msg_hsm_factory_reset_response out;

	return call_hsm_factory_reset(&d->card, &in, &out, &reply);
}

/* --- the table --- */

static const struct cmd_group groups[] = {
	{ "hsm", "HSM commands", NULL },
	{ NULL },
};

static const struct cmd_command commands[] = {
	{
		.path = "hsm init",
		.words = "Initialize the HSM",
		.roles = ADMIN_ONLY,
		.args = {
			{ "label", &type_label, CMD_REQUIRED, "label of the HSM" },
			{ "domain", &type_domain, 0, "cloning domain" },
			{ "password", &type_password, 0, "HSM Administrator's password" },
			ARG_FORCE,
		},
		.says_done = true,
		.target = &target_hsm,
		.run = hsm_init,
	},
	{
		.path = "hsm login",
		.words = "Log in as HSM Administrator",
		.roles = CHANGERS,
		.args = {
			{ "password", &type_present, 0, "HSM Administrator's password" },
		},
		.says_done = true,
		.target = &target_hsm,
		.run = hsm_login,
	},
	{
		.path = "hsm logout",
		.words = "Log the HSM Administrator out",
		.roles = CHANGERS,
		.says_done = true,
		.target = &target_hsm,
		.run = hsm_logout,
	},
	{
		.path = "hsm show",
		.words = "Show the state of the HSM",
		.roles = EVERYBODY,
		.target = &target_hsm,
		.run = hsm_show,
	},
	{
		.path = "hsm changePw",
		.words = "Change the HSM Administrator's password",
		.roles = ADMIN_ONLY,
		.args = {
			{ "oldpw", &type_present, 0, "the present password" },
			{ "newpw", &type_password, 0, "the new password" },
		},
		.says_done = true,
		.target = &target_hsm,
		.needs = target_hsm_so_is_in,
		.run = hsm_change_password,
	},
	{
		.path = "hsm zeroize",
		.words = "Erase the HSM's keys, keep its policies",
		.roles = ADMIN_ONLY,
		.args = { ARG_FORCE },
		.caution =
		    "\nCAUTION:  Are you sure you wish to zeroize this HSM?\n"
		    "          All partitions and data will be erased.\n"
		    "\n"
		    "          Type 'proceed' to zeroize the HSM, or 'quit'\n"
		    "          to quit now.\n",
		.says_done = true,
		.target = &target_hsm,
		.run = hsm_zeroize,
	},
	{
		.path = "hsm factoryReset",
		.words = "Set the HSM back to factory default settings",
		.roles = ADMIN_ONLY,
		.args = { ARG_FORCE },
		.console_only = "hsm factoryReset",
		.caution =
		    "\nCAUTION:  Are you sure you wish to reset this HSM to factory\n"
		    "          default settings? All data will be erased.\n"
		    "\n"
		    "          Type 'proceed' to return the HSM to factory default, or\n"
		    "          'quit' to quit now.\n",
		.says_done = true,
		.target = &target_hsm,
		.run = hsm_factory_reset,
	},
	{ NULL },
};

const struct cmd_family family_hsm = { groups, commands };
