/* SPDX-License-Identifier: Apache-2.0 */
/* Lists the slots once at the start, numbered from 0 in the order of
 * Chrystoki.conf. Commands that show the state of a partition ask for it
 * again. */
#include "slots.h"

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
