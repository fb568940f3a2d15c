/* SPDX-License-Identifier: Apache-2.0 */
/* The slots: asked once at the start, from 0, in the order of Chrystoki.conf;
 * the state of a partition is asked anew by each command. */
#include "lunacm.h"

#include <stdio.h>

#include "base/text.h"

static enum err
add_slot(struct lunacm *l, unsigned server, const struct msg_partition_row *row)
{
	struct slot *s = &l->slots[l->n_slots];

	if (l->n_slots == SLOTS_MAX)
		return ERR_TOO_LARGE;
	*s = (struct slot){ .server = server, .serial = row->serial };
	TRY(text_copy(s->label, sizeof(s->label), row->label));
	l->n_slots++;
	return ERR_OK;
}

static enum err
list_appliance(struct lunacm *l, unsigned server)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct caller c = connection_caller(l->appliances[server].connection);
	struct msg_partition_list_request in;
	struct msg_partition_list_response out;
	struct msg_partition_row row;
	enum err e;

	TRY(call_partition_list(&c, &in, &out, &reply));
	while ((e = rows_next(&out.partitions, &wire_partition_row, &row)) == ERR_OK)
		TRY(add_slot(l, server, &row));
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err
slots_open(struct lunacm *l)
{
	struct conf_problem problem;
	enum err e = settings_read(NULL, &l->settings, &problem);

	if (e != ERR_OK) {
		fprintf(stderr, "lunacm: %s\n", problem.words);
		return e;
	}
	for (unsigned i = 0; i < l->settings.n_servers; i++) {
		struct appliance *a = &l->appliances[i];

		a->dialer = (struct dialer){ .settings = &l->settings,
			.server = &l->settings.servers[i] };
		e = dial(&a->dialer, &a->connection, &a->greeting);
		if (e == ERR_OK)
			e = list_appliance(l, i);
		if (e != ERR_OK)
			fprintf(stderr, "Warning: %s: %s\n", a->dialer.server->host,
			    dial_words(e));
	}
	return ERR_OK;
}

void
slots_close(struct lunacm *l)
{
	for (unsigned i = 0; i < l->settings.n_servers; i++) {
		connection_unref(&l->appliances[i].connection);
		dialer_clear(&l->appliances[i].dialer);
	}
}

static void
print_slot(const struct lunacm *l, unsigned n, char *out, size_t size)
{
	const struct slot *s = &l->slots[n];
	const struct greeting *g = &l->appliances[s->server].greeting;

	snprintf(out, size,
	    "        Slot Id ->              %u\n"
	    "        Label ->                %s\n"
	    "        Serial Number ->        %llu\n"
	    "        Model ->                LunaSA %s\n"
	    "        Firmware Version ->     %s\n"
	    "        Configuration ->        Luna User Partition With SO (PW) "
	    "Signing With Cloning Mode\n"
	    "        Slot Description ->     Net Token Slot\n\n",
	    n, s->label, (unsigned long long)s->serial, g->firmware, g->firmware);
}

void
slots_print(struct lunacm *l, void (*print)(void *ctx, const char *text), void *ctx)
{
	char block[1024];

	for (unsigned n = 0; n < l->n_slots; n++) {
		print_slot(l, n, block, sizeof(block));
		print(ctx, block);
	}
	if (l->n_slots == 0)
		snprintf(block, sizeof(block), "        No slot was found ('vtl verify' "
		    "says why).\n");
	else
		snprintf(block, sizeof(block), "        Current Slot Id: %u\n",
		    l->current);
	print(ctx, block);
}

/* The row of our partition, read anew. */
static enum err
read_row(struct place *p)
{
	struct msg_partition_list_request in;
	struct msg_partition_list_response out;

	TRY(call_partition_list(&p->card, &in, &out, &p->reply));
	while (rows_next(&out.partitions, &wire_partition_row, &p->row) == ERR_OK)
		if (p->row.serial == p->slot->serial)
			return text_copy(p->slot->label, sizeof(p->slot->label),
			    p->row.label);
	return ERR_PARTITION_UNKNOWN;
}

/* A link that was lost is opened anew; logins on it are gone. */
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

/* The first question shows whether the link still stands; it changes nothing at
 * the HSM, so it may be asked once more on a new link. */
static enum err
reach(struct cmd_call *call, struct place *p)
{
	struct lunacm *l = lunacm_of(call);
	struct appliance *a = &l->appliances[p->slot->server];
	bool had_session = p->slot->session != 0;
	enum err e = ERR_OK;

	for (int i = 0; i < 2; i++) {
		TRY(revive(l, p->slot));
		p->card = connection_caller(a->connection);
		e = read_row(p);
		if (e == ERR_OK || connection_is_alive(a->connection))
			break;
	}
	if (e == ERR_OK && had_session && p->slot->session == 0)
		cmd_print(call, "\n        The link to the appliance was lost and has "
		    "been made anew;\n        no role is logged in.\n");
	return e;
}

static enum err
open_session(struct place *p)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_session_open_request in = { p->slot->serial, 1 };
	struct msg_session_open_response out;

	if (p->slot->session != 0)
		return ERR_OK;
	TRY(call_session_open(&p->card, &in, &out, &reply));
	p->slot->session = (uint32_t)out.session;
	return ERR_OK;
}

enum err
place_open(struct cmd_call *call, struct place *out)
{
	struct lunacm *l = lunacm_of(call);

	*out = (struct place){ 0 };
	if (l->n_slots == 0)
		return cmd_refuse(call, ERR_NOT_CONNECTED, "There is no slot. 'vtl "
		    "verify' says why.");
	out->slot = &l->slots[l->current];
	TRY(reach(call, out));
	return open_session(out);
}

void
place_close(struct place *p)
{
	buf_clear(&p->reply);
}

enum err
place_role(const struct place *p, uint32_t role, struct msg_role_row *out)
{
	struct bytes rows = p->row.roles;

	while (rows_next(&rows, &wire_role_row, out) == ERR_OK)
		if (out->role == role)
			return ERR_OK;
	return ERR_ROLE_UNKNOWN;
}
