/* SPDX-License-Identifier: Apache-2.0 */
/* Encode, exchange, decode. Request bodies may hold passwords: the buffer is
 * wiped on every way out. */
#include "wire/call.h"

enum err
call_message(struct caller *c, const struct message *request, const void *in,
    const struct message *response, void *out, struct buf *reply)
{
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(LIMIT_FRAME_BODY);

	if (reply->max == 0)
		*reply = buf_up_to(LIMIT_FRAME_BODY);
	buf_reset(reply);
	TRY(wire_encode(request, in, &body));
	TRY(c->exchange(c->ctx, c->link, request->op, buf_bytes(&body), reply));
	return wire_decode(response, buf_bytes(reply), out);
}

enum origins { ANY, APP, ADMIN, GATE, BOX };
enum viewer { CHANGER, VIEWER };

struct row {
	uint16_t op;
	enum origins from;
	enum viewer viewer;
	enum call_password password;
};

static const struct row rows[] = {
#define CALL(name, origins, needs, path, audit, viewer, password) \
	{ OP_##name##_request, origins, viewer, password },
#include "spec/calls.def"
#undef CALL
};

/* NULL: the op is no call to a card. */
static const struct row *
row_of(uint16_t op)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].op == op)
			return &rows[i];
	return NULL;
}

bool
call_is_for_clients(uint16_t op)
{
	const struct row *row = row_of(op);

	return row != NULL && row->from != GATE && row->from != BOX;
}

bool
call_is_for_viewers(uint16_t op)
{
	const struct row *row = row_of(op);

	return row != NULL && row->viewer == VIEWER;
}

enum call_password
call_password(uint16_t op)
{
	const struct row *row = row_of(op);

	return row != NULL ? row->password : NO_PASSWORD;
}
