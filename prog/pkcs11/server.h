/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* One configured appliance: its connection, made when somebody needs it. */

#include "client/dial.h"
#include "module.h"

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
/* The live connection, held for the caller. Dials if there is none: at most
 * every 2 seconds, unless the caller insists. ERR_NOT_CONNECTED, and what dial
 * may say. */
enum err server_connection(struct server *s, bool insist, struct connection **out);
/* Calls under way end at once. */
void servers_end(struct module *m);
/* In a forked child: closes our copies of the parent's sockets. */
void servers_abandon(struct module *m);
void servers_free(struct module *m);
