/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * One configured appliance and the connection to it, which is made when
 * somebody needs it; and the module's one door to a card behind it.
 */

#include "client/dial.h"
#include "module.h"
#include "wire/call.h"

struct server {
	struct module *module;
	pthread_mutex_t lock; /* held while dialling */
	struct dialer dialer;
	struct greeting greeting;
	_Atomic(struct connection *) connection; /* changed under lock */
	pthread_mutex_t looking; /* one look at its partitions at a time */
	unsigned look;
	atomic_uint dials;  /* that ended */
	enum err dial_error; /* of the last */
	int64_t next_try; /* clock_ms: not before, unless somebody insists */
	enum err noted; /* the refusal that was logged last */
};

enum err servers_make(struct module *m);
/* The live connection, with a reference for the caller. Dials if there is none:
 * at most every 2 seconds, unless the caller insists. ERR_NO_MEMORY; else
 * ERR_NOT_CONNECTED, and the system's log has the reason. */
enum err server_connection(struct server *s, bool insist, struct connection **out);
/* Calls under way end at once. */
void servers_end(struct module *m);
/* In a forked child: closes our copies of the parent's sockets. */
void servers_abandon(struct module *m);
void servers_free(struct module *m);

/* A request and where its response goes. */
struct exchange {
	const struct message *request, *response;
	const void *in;
	void *out;
	struct buf *reply; /* keeps the response's bytes */
};

/* Nothing else in the module calls a card; requests of a session go through
 * session_call, those about a slot through slot_call. */
enum err server_exchange(struct connection *c, const struct exchange *x);

/* The exchange of the call `name`; a request or response of another call does
 * not compile. */
#define EXCHANGE(name, request_, response_, reply_)                          \
	(struct exchange){ .request = &wire_##name##_request,                \
		.response = &wire_##name##_response,                         \
		.in = (const struct msg_##name##_request *){ request_ },     \
		.out = (struct msg_##name##_response *){ response_ },        \
		.reply = (reply_) }
