/* SPDX-License-Identifier: Apache-2.0 */
/* What the links show: a slot for each partition assigned, from 0, in the order
 * of the server list, as the PKCS#11 module counts them. */
#include "vtl.h"

#include <stdio.h>

#include "client/dial.h"

struct slots {
	const struct settings *settings;
	unsigned n;       /* slots seen */
	unsigned failed;  /* servers not reached */
	bool announce;    /* say why a server cannot be reached */
	void (*show)(unsigned slot, const struct msg_partition_row *p);
};

static void
explain(const struct server_name *s, enum err e)
{
	fprintf(stderr, "Error: %s:%u: %s\n", s->host, s->port, dial_words(e));
}

static enum err
list_partitions(struct slots *s, struct connection *c)
{
	CLEARED_BY(buf_clear) struct buf hold = { 0 };
	struct msg_partition_list_request in;
	struct msg_partition_list_response out;
	struct msg_partition_row row;
	struct caller caller = connection_caller(c);
	enum err e;

	TRY(call_partition_list(&caller, &in, &out, &hold));
	while ((e = rows_next(&out.partitions, &wire_partition_row, &row)) == ERR_OK)
		s->show(s->n++, &row);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static void
visit(struct slots *s, const struct server_name *server)
{
	struct dialer d = { .settings = s->settings, .server = server };
	struct connection *c = NULL;
	struct greeting greeting;
	enum err e = dial(&d, &c, &greeting);

	if (e == ERR_OK)
		e = list_partitions(s, c);
	connection_release(c);
	dialer_clear(&d);
	if (e == ERR_OK)
		return;
	s->failed++;
	if (s->announce)
		explain(server, e);
}

static enum err
visit_all(struct slots *s, struct settings *settings)
{
	CLEARED_BY(conf_clear) struct conf c = { 0 };

	TRY(vtl_conf(&c)); /* says where it was looked for */
	TRY(settings_read(c.path, settings));
	s->settings = settings;
	if (settings->n_servers == 0)
		return vtl_fail(ERR_NOT_FOUND, "no server is in the list ('vtl addServer' "
		    "adds one)");
	for (unsigned i = 0; i < settings->n_servers; i++)
		visit(s, &settings->servers[i]);
	return ERR_OK;
}

static void
show_verified(unsigned slot, const struct msg_partition_row *p)
{
	if (slot == 0)
		printf("\nThe following Luna SA Slots/Partitions were found:\n\n"
		    "Slot    Serial #                Label\n"
		    "====    ================        =====\n");
	printf("%4u    %16llu        %.*s\n", slot, (unsigned long long)p->serial,
	    (int)p->label.len, p->label.len ? (const char *)p->label.ptr : "");
}

enum err
vtl_verify(const struct vtl_options *o)
{
	struct slots s = { .announce = true, .show = show_verified };
	static struct settings settings;

	TRY(visit_all(&s, &settings));
	if (s.n == 0)
		return vtl_fail(ERR_NOT_FOUND, "Unable to find any Luna SA "
		    "slots/partitions among registered server.");
	putchar('\n');
	return s.failed == 0 ? ERR_OK : ERR_NOT_CONNECTED;
}

static void
show_slot(unsigned slot, const struct msg_partition_row *p)
{
	printf("slot #%-3u LunaNet Slot         %-31.*s %-16llu Present\n", slot,
	    (int)p->label.len, p->label.len ? (const char *)p->label.ptr : "",
	    (unsigned long long)p->serial);
}

static void
count_slot(unsigned slot, const struct msg_partition_row *p)
{
	(void)slot;
	(void)p;
}

enum err
vtl_list_slots(const struct vtl_options *o)
{
	struct slots counted = { .announce = true, .show = count_slot };
	struct slots shown = { .show = show_slot };
	static struct settings settings;

	TRY(visit_all(&counted, &settings));
	printf("Number of slots: %u\n\nThe following slots were found:\n\n", counted.n);
	printf("%-9s %-20s %-31s %-16s %s\n", "Slot #", "Description", "Label",
	    "Serial #", "Status");
	printf("========= ==================== =============================== "
	    "================ ============\n");
	return counted.n == 0 ? ERR_OK : visit_all(&shown, &settings);
}
