/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A session of the application: a session of the card behind it, the
 * operations under way, and the connection it lives and dies with. Calls on one
 * session take turns.
 */

#include "operation.h"
#include "slot.h"
#include "wire/call.h"

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
	struct caller caller;
	uint32_t remote; /* the card's number */
	bool read_write;
	atomic_uint n_refs;
	pthread_mutex_t lock;
	bool closed;
	struct operation operations[FUNCTION_DIGEST + 1];
	struct find find;
	struct buf reply; /* the last response */
};

/* At the start of each call with a session: module and session, the latter
 * locked. CKR_SESSION_HANDLE_INVALID also when its link is lost. */
CK_RV session_enter(CK_SESSION_HANDLE handle, struct session **out);
/* For CLEARED_BY; accepts NULL inside. */
void session_leave(struct session **s);
/* What the application sees of an error in a call of this session: if its
 * link is lost, the session ends with CKR_DEVICE_REMOVED. */
CK_RV session_rv(struct session *s, enum err e);
/* Forgets a search. */
void find_end(struct find *f);
void sessions_free(struct module *m);
