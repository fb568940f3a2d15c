/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of `role`: who may do what on the current partition. A wrong
 * password is counted once, because no command tries a second time. */
#include "target.h"

#include <stdio.h>

#include "base/text.h"
#include "wire/role_name.h"

static enum err
role_list(struct cmd_call *call)
{
	struct bytes rows = target_of(call)->row.roles;
	struct msg_role_row row;

	cmd_print(call, "\n        Roles:\n");
	while (rows_next(&rows, &wire_role_row, &row) == ERR_OK)
		cmd_print(call, "                %s (%s)\n", role_name(row.role),
		    role_name_short(row.role));
	return ERR_OK;
}

static void
print_role(struct cmd_call *call, const struct msg_role_row *r)
{
	cmd_print(call,
	    "\n        State of role '%s':\n"
	    "                Primary authentication type:          %s\n"
	    "                Secondary authentication type:        none\n",
	    role_name(r->role), r->initialized ? "Password" : "none");
	if (!r->initialized) {
		cmd_print(call, "                Not Initialized\n");
		return;
	}
	cmd_print(call,
	    "                Failed login attempts before lockout: %u\n"
	    "                Password to be changed:               %s\n"
	    "                Locked out:                           %s\n",
	    (unsigned)r->attempts_left, r->to_be_changed ? "yes" : "no",
	    r->locked ? "yes" : "no");
}

static enum err
role_show(struct cmd_call *call)
{
	struct target *t = target_of(call);
	struct msg_role_row row;

	TRY(target_role_row(t, t->role, &row));
	print_role(call, &row);
	return ERR_OK;
}

static enum err
role_login(struct cmd_call *call)
{
	struct target *t = target_of(call);
	CLEARED_BY(secret_clear) struct secret password = { 0 };
	struct msg_login_request in = { t->slot->session, t->role, { 0 } };
	struct msg_login_response out;
	struct msg_role_row row;

	TRY(cmd_secret_or_ask(call, "password", "\n        enter password:", &password));
	in.password = secret_bytes(&password);
	TRY(call_login(&t->card, &in, &out, &t->reply));
	TRY(target_refresh(call, t));
	if (target_role_row(t, t->role, &row) == ERR_OK && row.to_be_changed)
		cmd_print(call, "\n        The password of this role must be changed "
		    "first: 'role changepw -name %s'.\n", role_name_short(t->role));
	return ERR_OK;
}

static enum err
role_logout(struct cmd_call *call)
{
	struct target *t = target_of(call);
	struct msg_logout_request in = { t->slot->session };
	struct msg_logout_response out;

	return call_logout(&t->card, &in, &out, &t->reply);
}

static enum err
role_init(struct cmd_call *call)
{
	struct target *t = target_of(call);
	CLEARED_BY(secret_clear) struct secret password = { 0 };
	struct msg_role_init_request in = { t->slot->session, t->role, { 0 } };
	struct msg_role_init_response out;

	TRY(cmd_new_secret_or_ask(call, "password", "\n        enter new password:",
	    "\n        re-enter new password:", &password));
	in.password = secret_bytes(&password);
	return call_role_init(&t->card, &in, &out, &t->reply);
}

static enum err
role_changepw(struct cmd_call *call)
{
	struct target *t = target_of(call);
	CLEARED_BY(secret_clear) struct secret old = { 0 }, new = { 0 };
	struct msg_role_change_password_request in = { t->slot->session, t->role,
		{ 0 }, { 0 } };
	struct msg_role_change_password_response out;

	TRY(cmd_secret_or_ask(call, "oldpw", "\n        enter existing password:", &old));
	TRY(cmd_new_secret_or_ask(call, "newpw", "\n        enter new password:",
	    "\n        re-enter new password:", &new));
	in.old = secret_bytes(&old);
	in.new = secret_bytes(&new);
	return call_role_change_password(&t->card, &in, &out, &t->reply);
}

static const struct cmd_group groups[] = {
	{ "role", "Manage the Roles", "ro" },
	{ NULL },
};

#define NAME { "name", &type_role, CMD_REQUIRED, \
	"Partition SO (po), Crypto Officer (co) or Crypto User (cu)", "n" }

static const struct cmd_command commands[] = {
	{
		.path = "role list",
		.words = "List the roles of the partition",
		.shortcut = "l",
		.roles = 1,
		.target = &target_slot,
		.run = role_list,
	},
	{
		.path = "role show",
		.words = "Show the state of a role",
		.shortcut = "sh",
		.roles = 1,
		.args = { NAME },
		.target = &target_role,
		.run = role_show,
	},
	{
		.path = "role login",
		.words = "Log a role in",
		.shortcut = "logi",
		.roles = 1,
		.args = { NAME,
			{ "password", &type_present, 0, "its password", "p" },
			{ "force", &cmd_flag, 0, "do not ask", "f" } },
		.target = &target_role,
		.run = role_login,
	},
	{
		.path = "role logout",
		.words = "Log the role out",
		.shortcut = "logo",
		.roles = 1,
		.target = &target_slot,
		.run = role_logout,
	},
	{
		.path = "role init",
		.words = "Give a role its first password (by its creator)",
		.shortcut = "in",
		.roles = 1,
		.args = { NAME,
			{ "password", &type_password, 0, "the first password", "p" },
			{ "force", &cmd_flag, 0, "do not ask", "f" } },
		.target = &target_role,
		.run = role_init,
	},
	{
		.path = "role changepw",
		.words = "Change a role's password",
		.shortcut = "cpw",
		.roles = 1,
		.args = { NAME,
			{ "oldpw", &type_present, 0, "the present password", "old" },
			{ "newpw", &type_password, 0, "the new password", "new" },
			{ "force", &cmd_flag, 0, "do not ask", "f" } },
		.target = &target_role,
		.run = role_changepw,
	},
	{ NULL },
};

const struct cmd_family family_role = { groups, commands };
