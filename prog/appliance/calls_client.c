/* SPDX-License-Identifier: Apache-2.0 */
/* Handlers of the calls about registered clients. A change is answered only when
 * ntls applies it, so a client that lost a right has lost it by the time the
 * administrator reads "successful". */
#include <stdio.h>

#include "area.h"
#include "calls.h"
#include "ntls.h"
#include "paths.h"

static void
it_holds(void *owner, uint64_t ctx, enum err status, struct bytes body)
{
	/* Without ntls no client is connected, and ntls starts with this table. */
	if (status == ERR_NOT_CONNECTED)
		status = ERR_OK;
	calls_answer_waiting(owner, ctx, status, NULL);
}

static enum err
when_it_holds(struct call *c)
{
	uint64_t ctx;
	enum err e;

	TRY(calls_wait(c, &ctx));
	e = ntls_push_clients(c->box, it_holds, ctx);
	if (e != ERR_OK)
		calls_wait_no_more(c, ctx);
	return e == ERR_NOT_CONNECTED ? ERR_OK : e;
}

enum err
box_client_register(struct call *c, const struct msg_client_register_request *in,
    struct msg_client_register_response *out)
{
	CLEARED_BY(buf_clear) struct buf pem = buf_up_to(LIMIT_CERTIFICATE);
	struct client_new new = { in->name, in->host, .is_ip = in->is_ip };
	struct box_path path;
	char file[CLIENT_HOST_MAX + 8];

	if (!client_name_is_valid(in->name) || !client_host_is_valid(in->host))
		return ERR_NAME_INVALID;
	if (clients_find(&c->box->clients, in->name) != NULL)
		return ERR_EXISTS;
	snprintf(file, sizeof(file), "%.*s.pem", (int)in->host.len,
	    (const char *)in->host.ptr);
	TRY(area_read(box_area(c->box, c->user->name, &path),
	    bytes_of_text(file), &pem));
	new.pem = buf_bytes(&pem);
	TRY(clients_add(&c->box->clients, &new));
	return when_it_holds(c);
}

enum err
box_client_list(struct call *c, const struct msg_client_list_request *in,
    struct msg_client_list_response *out)
{
	for (size_t i = 0; i < c->box->clients.n; i++) {
		struct msg_client_row row = {
			bytes_of_text(c->box->clients.list[i]->name) };

		TRY(rows_put(&c->reply, &wire_client_row, &row));
	}
	out->clients = buf_bytes(&c->reply);
	return ERR_OK;
}

static enum err
find(struct call *c, struct bytes name, struct client **out)
{
	*out = clients_find(&c->box->clients, name);
	return *out != NULL ? ERR_OK : ERR_CLIENT_UNKNOWN;
}

enum err
box_client_show(struct call *c, const struct msg_client_show_request *in,
    struct msg_client_show_response *out)
{
	struct client *cl;

	TRY(find(c, in->name, &cl));
	for (size_t i = 0; i < cl->n_serials; i++) {
		struct msg_serial_row one = { cl->serials[i] };

		TRY(rows_put(&c->reply, &wire_serial_row, &one));
	}
	*out = (struct msg_client_show_response){ bytes_of_text(cl->host),
		cl->is_ip, bytes_of_text(cl->fingerprint), buf_bytes(&c->reply) };
	return ERR_OK;
}

enum err
box_client_delete(struct call *c, const struct msg_client_delete_request *in,
    struct msg_client_delete_response *out)
{
	struct client *cl;

	TRY(find(c, in->name, &cl));
	TRY(clients_remove(&c->box->clients, cl));
	return when_it_holds(c);
}

enum err
box_client_assign(struct call *c, const struct msg_client_assign_request *in,
    struct msg_client_assign_response *out)
{
	struct client *cl;

	TRY(find(c, in->name, &cl));
	TRY(client_assign(&c->box->clients, cl, in->partition));
	return when_it_holds(c);
}

enum err
box_client_revoke(struct call *c, const struct msg_client_revoke_request *in,
    struct msg_client_revoke_response *out)
{
	struct client *cl;

	TRY(find(c, in->name, &cl));
	TRY(client_revoke(&c->box->clients, cl, in->partition));
	return when_it_holds(c);
}
