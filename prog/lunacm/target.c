/* SPDX-License-Identifier: Apache-2.0 */
/* Opens the current slot as a command's target: asks for the state of its
 * partition, and opens the link again if it was lost. */
#include "target.h"

#include "base/text.h"
#include "wire/role_name.h"

struct target *
target_of(const struct cmd_call *call)
{
	must(call->target != NULL);
	return call->target;
}

/* --- the current slot --- */

/* Reads the row of the slot's partition from the card. */
static enum err
read_row(struct target *t)
{
	struct msg_partition_list_request in;
	struct msg_partition_list_response out;

	TRY(call_partition_list(&t->card, &in, &out, &t->reply));
	while (rows_next(&out.partitions, &wire_partition_row, &t->row) == ERR_OK)
		if (t->row.serial == t->slot->serial)
			return text_copy(t->slot->label, sizeof(t->slot->label),
			    t->row.label);
	return ERR_PARTITION_UNKNOWN;
}

/* Opens a lost link again. Logins on the old link are gone. */
static enum err
revive(struct lunacm *l, const struct slot *slot)
{
	struct appliance *a = &l->appliances[slot->server];

	if (a->connection != NULL && connection_is_alive(a->connection))
		return ERR_OK;
	connection_unref(&a->connection);
	for (unsigned i = 0; i < l->n_slots; i++)
		if (l->slots[i].server == slot->server)
			l->slots[i].session = 0;
	return dial(&a->dialer, &a->connection, &a->greeting);
}

/* Asks the first question, which shows whether the link still works. The question
 * changes nothing at the HSM, so it may be asked again on a new link. */
static enum err
reach(struct cmd_call *call, struct target *t)
{
	struct lunacm *l = lunacm_of(call);
	struct appliance *a = &l->appliances[t->slot->server];
	bool had_session = t->slot->session != 0;
	enum err e = ERR_OK;

	for (int i = 0; i < 2; i++) {
		TRY(revive(l, t->slot));
		t->card = connection_caller(a->connection);
		e = read_row(t);
		if (e == ERR_OK || connection_is_alive(a->connection))
			break;
	}
	if (e == ERR_OK && had_session && t->slot->session == 0)
		cmd_print(call, "\n        The link to the appliance was lost and has "
		    "been made anew;\n        no role is logged in.\n");
	return e;
}

static enum err
open_session(struct target *t)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_session_open_request in = { t->slot->serial, 1 };
	struct msg_session_open_response out;

	if (t->slot->session != 0)
		return ERR_OK;
	TRY(call_session_open(&t->card, &in, &out, &reply));
	t->slot->session = (uint32_t)out.session;
	return ERR_OK;
}

static enum err
open_slot(struct cmd_call *call, void *target)
{
	struct lunacm *l = lunacm_of(call);
	struct target *t = target;

	if (l->n_slots == 0)
		return cmd_refuse(call, ERR_NOT_CONNECTED, "There is no slot. 'vtl "
		    "verify' says why.");
	t->slot = &l->slots[l->current];
	TRY(reach(call, t));
	return open_session(t);
}

enum err
target_refresh(struct cmd_call *call, struct target *t)
{
	return open_slot(call, t);
}

/* --- a role of its partition --- */

static enum err
open_role(struct cmd_call *call, void *target)
{
	struct target *t = target;
	const char *name = cmd_text(call, "name");

	t->role = role_name_find(name);
	if (t->role < ROLE_PARTITION_SO) /* none, or a role of the HSM */
		return cmd_refuse(call, ERR_ROLE_UNKNOWN, "-name '%s': %s.", name,
		    type_role.rule);
	return open_slot(call, target);
}

enum err
target_role_row(const struct target *t, enum role role, struct msg_role_row *out)
{
	struct bytes rows = t->row.roles;

	while (rows_next(&rows, &wire_role_row, out) == ERR_OK)
		if (out->role == role)
			return ERR_OK;
	return ERR_ROLE_UNKNOWN;
}

/* --- the kinds --- */

static void
close_slot(void *target)
{
	struct target *t = target;

	buf_clear(&t->reply);
}

const struct cmd_target target_slot = { sizeof(struct target), open_slot, close_slot };
const struct cmd_target target_role = { sizeof(struct target), open_role, close_slot };
