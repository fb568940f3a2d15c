/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of `user`: who may log in to the appliance. */
#include "families.h"

#include "password.h"

/* Checks that there is such a user before a password is typed. */
static enum err
user_find(struct cmd_call *call, const char *user)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_user_list_request in = {};
	struct msg_user_list_response out;
	struct msg_user_row row;

	if (user == NULL || strcmp(user, lunash_of(call)->me.user) == 0)
		return ERR_OK;
	TRY(call_user_list(&lunash_of(call)->box, &in, &out, &reply));
	while (rows_next(&out.users, &wire_user_row, &row) == ERR_OK)
		if (bytes_equal(row.name, bytes_of_text(user)))
			return ERR_OK;
	return ERR_USER_UNKNOWN;
}

static enum err
user_password(struct cmd_call *call)
{
	const char *user = cmd_text(call, "username");
	enum err e = user_find(call, user);

	if (e == ERR_OK)
		e = password_change(lunash_of(call), user != NULL ? user : "");
	if (e == ERR_USER_UNKNOWN)
		return cmd_refuse(call, e, "There is no user '%s'; 'user list' "
		    "lists them.", user);
	if (e == ERR_ARGUMENT)
		return cmd_refuse(call, e, "The two entries differ; the password "
		    "was not changed.");
	return e;
}

static enum err
user_list(struct cmd_call *call)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_user_list_request in = {};
	struct msg_user_list_response out;
	struct msg_user_row row;

	TRY(call_user_list(&lunash_of(call)->box, &in, &out, &reply));
	cmd_print(call, "\n%24s%12s%12s%12s\n    %s    %s    %s    %s\n",
	    "Users", "Roles", "Status", "RADIUS", "--------------------",
	    "--------", "--------", "--------");
	while (rows_next(&out.users, &wire_user_row, &row) == ERR_OK)
		cmd_print(call, "%24.*s%12.*s%12s%12s\n",
		    (int)row.name.len, (const char *)row.name.ptr,
		    (int)row.role.len, (const char *)row.role.ptr,
		    row.enabled ? "enabled" : "disabled", "no");
	return ERR_OK;
}

static enum err
user_enable_to(struct cmd_call *call, bool enabled)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	const char *user = cmd_text(call, "userName");
	struct msg_user_enable_request in = { .user = bytes_of_text(user),
		.enabled = enabled };
	struct msg_user_enable_response out;
	enum err e = call_user_enable(&lunash_of(call)->box, &in, &out, &reply);

	if (e == ERR_USER_UNKNOWN)
		return cmd_refuse(call, e, "-userName: there is no user '%s'; "
		    "'user list' lists them.", user);
	if (e == ERR_REFUSED)
		return cmd_refuse(call, e, "-userName: '%s' cannot be disabled; "
		    "nobody could log in any more.", user);
	TRY(e);
	cmd_print(call, "\n%s was %s successfully.\n", user,
	    enabled ? "enabled" : "disabled");
	return ERR_OK;
}

static enum err
user_enable(struct cmd_call *call)
{
	return user_enable_to(call, true);
}

static enum err
user_disable(struct cmd_call *call)
{
	return user_enable_to(call, false);
}

#define ARG_USER { "userName", &type_user, CMD_REQUIRED, "name of the user" }

static const struct cmd_group groups[] = {
	{ "user", "User commands", NULL },
	{ NULL },
};

static const struct cmd_command commands[] = {
	{
		.path = "user password",
		.words = "Change a user's password; your own without a name",
		.roles = EVERYBODY,
		.args = {
			{ "username", &type_user, CMD_POSITIONAL, "name of the user" },
		},
		.run = user_password,
	},
	{
		.path = "user list",
		.words = "List the users",
		.roles = ADMIN_ONLY,
		.run = user_list,
	},
	{
		.path = "user enable",
		.words = "Let a user log in",
		.roles = ADMIN_ONLY,
		.args = { ARG_USER },
		.run = user_enable,
	},
	{
		.path = "user disable",
		.words = "No longer let a user log in",
		.roles = ADMIN_ONLY,
		.args = { ARG_USER },
		.run = user_disable,
	},
	{ NULL },
};

const struct cmd_family family_user = { groups, commands };
