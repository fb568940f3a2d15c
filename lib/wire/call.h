/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The asking side: one stub a call, for whoever has a way to exchange frames
 * (a channel, a TLS connection, a test). Stubs are made from calls.def and
 * box_calls.def:
 *
 *   enum err call_<name>(struct caller *c, const struct msg_<name>_request *in,
 *                        struct msg_<name>_response *out, struct buf *reply);
 *
 * `reply` keeps the response's bytes: what `out` points to lives in it until it
 * is cleared or used again. The error of the other side comes back unchanged;
 * a response that does not follow the table gives ERR_MALFORMED.
 */

#include "wire/messages.h"

struct caller {
	/* Sends a request body, waits for the response, appends its body to
	 * *reply and returns its status. `ctx` is the caller's. */
	enum err (*exchange)(void *ctx, uint32_t link, uint16_t op,
	    struct bytes body, struct buf *reply);
	void *ctx;
	uint32_t link; /* put into the frame headers */
};

/* May a client (an application, a lunash) send this op to a card? Gates ask
 * before they pass a frame on: link_open and its like are theirs alone. */
bool call_is_for_clients(uint16_t op);
/* May a user of an appliance who may change nothing send it? */
bool call_is_for_viewers(uint16_t op);
/* Whose present password the call checks; a wrong one is counted. */
enum call_password { NO_PASSWORD, SO_PASSWORD, ROLE_PASSWORD };
enum call_password call_password(uint16_t op);

/* Every stub calls this function. */
enum err call_message(struct caller *c, const struct message *request,
    const void *in, const struct message *response, void *out, struct buf *reply);

#define CALL_STUB(name)                                                     \
	static inline enum err call_##name(struct caller *c,                \
	    const struct msg_##name##_request *in,                          \
	    struct msg_##name##_response *out, struct buf *reply)            \
	{                                                                   \
		return call_message(c, &wire_##name##_request, in,          \
		    &wire_##name##_response, out, reply);                    \
	}
#define CALL(name, ...) CALL_STUB(name)
#define BOX_CALL(name, ...) CALL_STUB(name)
#include "spec/calls.def"
#include "spec/box_calls.def"
#undef CALL
#undef BOX_CALL
#undef CALL_STUB
