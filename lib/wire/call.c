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

static const struct {
	uint16_t op;
	enum origins from;
} calls[] = {
#define CALL(name, origins, needs, path, audit) { OP_##name##_request, origins },
#include "spec/calls.def"
#undef CALL
};

bool
call_is_for_clients(uint16_t op)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (calls[i].op == op)
			return calls[i].from != GATE && calls[i].from != BOX;
	return false;
}
