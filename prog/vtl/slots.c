/* SPDX-License-Identifier: Apache-2.0 */
/* Opens a link to each server and shows a slot for each assigned partition.
 * Slots are counted from 0 in the order of the server list, as the PKCS#11
 * module does. */
#include "slots.h"

#include <stdio.h>

#include "client/dial.h"
#include "fail.h"
#include "vtl.h"

#define LINES_MAX (1u << 20)

struct slots {
	const struct settings *settings;
	unsigned n;       /* slots seen */
	unsigned failed;  /* servers not reached */
	struct buf lines; /* of listSlots, which first says how many there are */
	enum err (*show)(struct slots *s, const struct msg_partition_row *p);
};

static enum err
list_partitions(struct slots *s, struct connection *c)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_partition_list_request in;
	struct msg_partition_list_response out;
	struct msg_partition_row row;
	struct caller caller = connection_caller(c);
	enum err e;

	TRY(call_partition_list(&caller, &in, &out, &reply));
	while ((e = rows_next(&out.partitions, &wire_partition_row, &row)) == ERR_OK) {
		TRY(s->show(s, &row));
		s->n++;
	}
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static void
list_server(struct slots *s, const struct server_name *server)
{
	struct dialer d = { .settings = s->settings, .server = server };
	struct connection *c = NULL;
	struct greeting greeting;
	enum err e = dial(&d, &c, &greeting);

	if (e == ERR_OK)
		e = list_partitions(s, c);
	connection_unref(&c);
	dialer_clear(&d);
	if (e == ERR_OK)
		return;
	s->failed++;
	fprintf(stderr, "Error: %s:%u: %s\n", server->host, server->port, dial_words(e));
}

static enum err
list_servers(struct slots *s, struct settings *settings)
{
	struct conf_problem problem;
	enum err e = settings_read(NULL, settings, &problem);

	if (e != ERR_OK)
		return vtl_fail(e, "%s", problem.words);
	s->settings = settings;
	if (settings->n_servers == 0)
		return vtl_fail(ERR_NOT_FOUND, "no server is in the list ('vtl addServer' "
		    "adds one)");
	for (unsigned i = 0; i < settings->n_servers; i++)
		list_server(s, &settings->servers[i]);
	return ERR_OK;
}

static enum err
show_verified(struct slots *s, const struct msg_partition_row *p)
{
	if (s->n == 0)
		printf("\nThe following Luna SA Slots/Partitions were found:\n\n"
		    "Slot    Serial #                Label\n"
		    "====    ================        =====\n");
	printf("%4u    %16llu        %.*s\n", s->n, (unsigned long long)p->serial,
	    (int)p->label.len, p->label.len ? (const char *)p->label.ptr : "");
	return ERR_OK;
}

enum err
vtl_verify(const struct vtl_options *o)
{
	struct slots s = { .show = show_verified };
	static struct settings settings;

	TRY(list_servers(&s, &settings));
	if (s.n == 0)
		return vtl_fail(ERR_NOT_FOUND, "Unable to find any Luna SA "
		    "slots/partitions among registered server.");
	putchar('\n');
	return s.failed == 0 ? ERR_OK : ERR_NOT_CONNECTED;
}

static enum err
put_slot(struct slots *s, const struct msg_partition_row *p)
{
	return buf_printf(&s->lines, "slot #%-3u LunaNet Slot         %-31.*s %-16llu "
	    "Present\n", s->n, (int)p->label.len,
	    p->label.len ? (const char *)p->label.ptr : "",
	    (unsigned long long)p->serial);
}

static void
slots_clear(struct slots *s)
{
	buf_clear(&s->lines);
}

enum err
vtl_list_slots(const struct vtl_options *o)
{
	CLEARED_BY(slots_clear) struct slots s = { .show = put_slot,
		.lines = buf_up_to(LINES_MAX) };
	static struct settings settings;

	TRY(list_servers(&s, &settings));
	printf("Number of slots: %u\n\nThe following slots were found:\n\n", s.n);
	printf("%-9s %-20s %-31s %-16s %s\n", "Slot #", "Description", "Label",
	    "Serial #", "Status");
	printf("========= ==================== =============================== "
	    "================ ============\n");
	if (s.n > 0)
		fwrite(s.lines.ptr, 1, s.lines.len, stdout);
	return ERR_OK;
}
