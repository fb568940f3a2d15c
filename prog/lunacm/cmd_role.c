/* SPDX-License-Identifier: Apache-2.0 */
/* role: who may do what on the current partition. One wrong password is one
 * count: nothing here tries a second time. */
#include "lunacm.h"

#include <stdio.h>

#include "base/text.h"

static const struct {
	uint32_t role;
	const char *name, *nick;
} roles[] = {
#define ROLE(name, number, long_name, short_name) \
	{ number, long_name, short_name },
#include "spec/roles.def"
#undef ROLE
};

#define N_ROLES (sizeof(roles) / sizeof(roles[0]))

const char *
role_name(uint32_t role)
{
	for (size_t i = 0; i < N_ROLES; i++)
		if (roles[i].role == role)
			return roles[i].name;
	return "";
}

static const char *
role_short(uint32_t role)
{
	for (size_t i = 0; i < N_ROLES; i++)
		if (roles[i].role == role)
			return roles[i].nick;
	return "";
}

/* From either name, whatever the case. */
static enum err
role_parse(struct cmd_call *call, const char *name, uint32_t *out)
{
	for (size_t i = 0; i < N_ROLES; i++) {
		if (!text_same(name, roles[i].name) && !text_same(name, roles[i].nick))
			continue;
		if (roles[i].role < ROLE_PARTITION_SO)
			break; /* a role of the HSM, not of a partition */
		*out = roles[i].role;
		return ERR_OK;
	}
	return cmd_refuse(call, ERR_ROLE_UNKNOWN, "-name '%s': %s.", name,
	    type_role.rule);
}

static enum err
role_list(struct cmd_call *call)
{
	struct msg_role_row row;
	struct bytes rows;
	struct place p;
	enum err e = place_open(call, &p);

	rows = p.row.roles;
	if (e == ERR_OK)
		cmd_print(call, "\n        Roles:\n");
	while (e == ERR_OK && rows_next(&rows, &wire_role_row, &row) == ERR_OK)
		cmd_print(call, "                %s (%s)\n", role_name((uint32_t)row.role),
		    role_short((uint32_t)row.role));
	place_close(&p);
	return e;
}

static void
print_role(struct cmd_call *call, const struct msg_role_row *r)
{
	cmd_print(call,
	    "\n        State of role '%s':\n"
	    "                Primary authentication type:          %s\n"
	    "                Secondary authentication type:        none\n",
	    role_name((uint32_t)r->role), r->initialized ? "Password" : "none");
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

/* A command that works on one role of the current partition. */
static enum err
with_role(struct cmd_call *call,
    enum err (*deed)(struct cmd_call *call, struct place *p, uint32_t role))
{
	struct place p;
	uint32_t role = 0;
	enum err e;

	TRY(role_parse(call, cmd_text(call, "name"), &role));
	e = place_open(call, &p);
	if (e == ERR_OK)
		e = deed(call, &p, role);
	place_close(&p);
	return e;
}

static enum err
show_at(struct cmd_call *call, struct place *p, uint32_t role)
{
	struct msg_role_row row;

	TRY(place_role(p, role, &row));
	print_role(call, &row);
	return ERR_OK;
}

static enum err
role_show(struct cmd_call *call)
{
	return with_role(call, show_at);
}

static enum err
login_at(struct cmd_call *call, struct place *p, uint32_t role)
{
	CLEARED_BY(secret_clear) struct secret password = { 0 };
	struct msg_login_request in = { p->slot->session, role, { 0 } };
	struct msg_login_response out;
	struct msg_role_row row;

	TRY(cmd_secret_or_ask(call, "password", "\n        enter password:", &password));
	in.password = secret_bytes(&password);
	TRY(call_login(&p->card, &in, &out, &p->reply));
	place_close(p);
	TRY(place_open(call, p));
	if (place_role(p, role, &row) == ERR_OK && row.to_be_changed)
		cmd_print(call, "\n        The password of this role must be changed "
		    "first: 'role changepw -name %s'.\n", role_short(role));
	return ERR_OK;
}

static enum err
role_login(struct cmd_call *call)
{
	return with_role(call, login_at);
}

static enum err
role_logout(struct cmd_call *call)
{
	struct msg_logout_response out;
	struct msg_logout_request in;
	struct place p;
	enum err e = place_open(call, &p);

	if (e == ERR_OK) {
		in.session = p.slot->session;
		e = call_logout(&p.card, &in, &out, &p.reply);
	}
	place_close(&p);
	return e;
}

static enum err
init_at(struct cmd_call *call, struct place *p, uint32_t role)
{
	CLEARED_BY(secret_clear) struct secret password = { 0 };
	struct msg_role_init_request in = { p->slot->session, role, { 0 } };
	struct msg_role_init_response out;

	TRY(cmd_new_secret_or_ask(call, "password", "\n        enter new password:",
	    "\n        re-enter new password:", &password));
	in.password = secret_bytes(&password);
	return call_role_init(&p->card, &in, &out, &p->reply);
}

static enum err
role_init(struct cmd_call *call)
{
	return with_role(call, init_at);
}

static enum err
changepw_at(struct cmd_call *call, struct place *p, uint32_t role)
{
	CLEARED_BY(secret_clear) struct secret old = { 0 }, new = { 0 };
	struct msg_role_change_password_request in = { p->slot->session, role,
		{ 0 }, { 0 } };
	struct msg_role_change_password_response out;

	TRY(cmd_secret_or_ask(call, "oldpw", "\n        enter existing password:", &old));
	TRY(cmd_new_secret_or_ask(call, "newpw", "\n        enter new password:",
	    "\n        re-enter new password:", &new));
	in.old = secret_bytes(&old);
	in.new = secret_bytes(&new);
	return call_role_change_password(&p->card, &in, &out, &p->reply);
}

static enum err
role_changepw(struct cmd_call *call)
{
	return with_role(call, changepw_at);
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
		.run = role_list,
	},
	{
		.path = "role show",
		.words = "Show the state of a role",
		.shortcut = "sh",
		.roles = 1,
		.args = { NAME },
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
		.run = role_login,
	},
	{
		.path = "role logout",
		.words = "Log the role out",
		.shortcut = "logo",
		.roles = 1,
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
		.run = role_changepw,
	},
	{ NULL },
};

const struct cmd_family family_role = { groups, commands };
