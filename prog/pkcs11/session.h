/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A session of the application: a session of the card behind it, the
 * operations under way, and the connection it lives and dies with. Calls on one
 * session take turns.
 */

#include "operation.h"
#include "slot.h"

/* A search under way: a page of handles, and the question for the next. */
struct find {
	bool active, more;
	struct buf template, handles;
	size_t at;
	uint64_t last;
};

struct session {
	CK_SESSION_HANDLE handle;
	struct module *module;
	struct slot *slot;
	struct connection *connection;
	uint64_t number; /* of the card's session */
	bool read_write;
	atomic_uint n_refs;
	pthread_mutex_t lock;
	bool closed;
	struct operation operations[FUNCTION_DIGEST + 1];
	struct find find;
	struct buf reply; /* to the last request */
};

/* At the start of each call with a session: module and session, the latter
 * locked. CKR_SESSION_HANDLE_INVALID also when its link is lost. */
CK_RV session_enter(CK_SESSION_HANDLE handle, struct session **out);
/* For CLEARED_BY; accepts NULL inside. */
void session_leave(struct session **s);

/*
 * session_call(s, login, &request, &response): a request of this session, and
 * its response, whose bytes stay until the next one. A session has no other way
 * to a card. The request's session is filled in here, and an error becomes what
 * the application sees: when the link is lost the session ends with
 * CKR_DEVICE_REMOVED.
 */
#define session_call(s, name, in, response)      \
	session_exchange(s, &(in)->session,      \
	    &EXCHANGE(name, in, response, &(s)->reply))
CK_RV session_exchange(struct session *s, uint64_t *in_session,
    const struct exchange *x);

/* Forgets a search. */
void session_end_find(struct session *s);
void sessions_free(struct module *m);
