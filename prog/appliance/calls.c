/* SPDX-License-Identifier: Apache-2.0 */
/* Checks each call to the box against its row of spec/box_calls.def (who asks, in
 * which role) and runs its handler. No handler checks that itself. */
#include "calls.h"

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"

#define SHELL CONN_SHELL
#define SSH CONN_SSH
#define SSH_OR_LAB (CONN_SSH | CONN_LAB)
#define SHELL_OR_LAB (CONN_SHELL | CONN_LAB)

enum newcomer { SETTLED, NEWCOMER };

struct call_row {
	const struct message *request, *response;
	unsigned from, roles;
	enum newcomer newcomer;
	enum err (*run)(struct call *c, const void *in, void *out);
};

#define BOX_APPLIANCE(name, ...)                                            \
	static enum err run_##name(struct call *c, const void *in, void *out) \
	{                                                                   \
		return box_##name(c, in, out);                              \
	}
#undef BOX_NTLS
#undef BOX_BACKUP
#define BOX_NTLS(name, ...)
#define BOX_BACKUP(name, ...)
#define BOX_CALL(name, server, from, roles, newcomer) \
	BOX_##server(name, from, roles, newcomer)
#include "spec/box_calls.def"
#undef BOX_APPLIANCE

#define BOX_APPLIANCE(name, who, roles, newcomer)                           \
	{ &wire_##name##_request, &wire_##name##_response, who, roles, newcomer, \
	    run_##name },
static const struct call_row rows[] = {
#include "spec/box_calls.def"
};

/* Room for the decoded response of any call. */
union any_message {
#define MESSAGE(op, name, words) struct msg_##name name;
#define FIELD(message, kind, field, max, words)
#define END(name)
#include "spec/messages.def"
#undef MESSAGE
#undef FIELD
#undef END
};

static const struct call_row *
row_of(uint16_t op)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].request->op == op)
			return &rows[i];
	return NULL;
}

static enum err
may_ask(const struct call *c, const struct call_row *row)
{
	if ((row->from & c->conn->kind) == 0)
		return ERR_REFUSED;
	if (c->conn->kind != CONN_SHELL || row->roles == NOBODY_YET)
		return ERR_OK;
	if (c->user == NULL)
		return ERR_NOT_LOGGED_IN;
	if ((row->roles & c->user->role) == 0)
		return ERR_REFUSED;
	if (c->user->must_change && row->newcomer != NEWCOMER)
		return ERR_PASSWORD_EXPIRED;
	return ERR_OK;
}

static void
send_answer(struct conn *c, const struct answer *a, enum err status,
    const struct message *response, const void *out, int fd)
{
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(LIMIT_FRAME_BODY);
	struct frame f = { .op = a->op, .flags = FRAME_RESPONSE,
		.link = a->link, .id = a->id };
	enum err e;

	if (status == ERR_OK)
		status = wire_encode(response, out, &body);
	f.status = status;
	if (status == ERR_OK)
		f.body = buf_bytes(&body);
	e = status == ERR_OK && fd >= 0 ? channel_send_fd(c->channel, &f, fd)
					: channel_send(c->channel, &f);
	if (e != ERR_OK)
		log_warn("answer to %s lost: %s", c->peer, err_words(e));
}

static enum err
run(struct call *c, const struct call_row *row, struct bytes body,
    union any_message *out)
{
	union any_message in;

	TRY(may_ask(c, row));
	TRY(wire_decode(row->request, body, &in));
	return row->run(c, &in, out);
}

void
calls_frame(struct conn *conn, const struct frame *f)
{
	const struct call_row *row = row_of(f->op);
	struct call c = { .box = conn->box, .conn = conn, .fd = -1,
		.user = conn_user(conn), .reply = buf_up_to(2 * LIMIT_FRAME_BODY),
		.answer = { conn->number, 0, f->op, f->id } };
	union any_message out;
	enum err e = ERR_NOT_SUPPORTED;

	memset(&out, 0, sizeof(out));
	if (row != NULL)
		e = run(&c, row, f->body, &out);
	if (e == ERR_MALFORMED)
		log_warn("malformed request 0x%04x from %s", f->op, conn->peer);
	if (!c.later || e != ERR_OK)
		send_answer(conn, &c.answer, e, row != NULL ? row->response : NULL, &out,
		    c.fd);
	file_close(&c.fd);
	buf_clear(&c.reply);
}

void
calls_answer(struct box *b, const struct answer *a, enum err status,
    const void *out)
{
	struct conn *c = conn_find(b, a->conn);
	const struct call_row *row = row_of(a->op);

	if (c != NULL && row != NULL)
		send_answer(c, a, status, row->response, out, -1);
}

enum err
calls_wait(struct call *c, uint64_t *out_ctx)
{
	struct answer *a = mem_alloc(1, sizeof(*a));

	if (a == NULL)
		return ERR_NO_MEMORY;
	*a = c->answer;
	c->later = true;
	*out_ctx = (uint64_t)(uintptr_t)a;
	return ERR_OK;
}

void
calls_wait_no_more(struct call *c, uint64_t ctx)
{
	c->later = false;
	mem_free((struct answer *)(uintptr_t)ctx);
}

void
calls_answer_waiting(struct box *b, uint64_t ctx, enum err status,
    const void *out)
{
	struct answer *a = (struct answer *)(uintptr_t)ctx;

	calls_answer(b, a, status, out);
	mem_free(a);
}
