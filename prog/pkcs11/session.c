/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sessions: the table of them, C_OpenSession, C_CloseSession and their kin, and
 * session_call, which every request goes through. A session that is in the table
 * has one reference from it; each call has another, so that closing never frees
 * under a call.
 */
#include "session.h"

#include "base/mem.h"

/* A response buffer larger than this is given back after the call. */
#define REPLY_KEPT 16384

void
session_end_find(struct session *s)
{
	buf_clear(&s->find.template);
	buf_clear(&s->find.handles);
	s->find = (struct find){ 0 };
}

static void
session_free(struct session *s)
{
	for (int f = FUNCTION_ENCRYPT; f <= FUNCTION_DIGEST; f++)
		operation_clear(&s->operations[f]);
	session_end_find(s);
	buf_clear(&s->reply);
	connection_unref(&s->connection);
	pthread_mutex_destroy(&s->lock);
	mem_free(s);
}

/* The table's reference is dropped only after the session left the table, so
 * none is taken again once there are none. */
static void
session_unref(struct session *s)
{
	if (--s->n_refs == 0)
		session_free(s);
}

/* Out of the table, if it is there; false if it was not. */
static bool
take_out(struct session *s)
{
	struct module *m = s->module;
	bool there, last;

	pthread_rwlock_wrlock(&m->sessions_lock);
	there = map_remove(&m->sessions, s->handle) != NULL;
	pthread_rwlock_unlock(&m->sessions_lock);
	if (!there)
		return false;
	pthread_mutex_lock(&s->slot->lock);
	s->slot->n_sessions--;
	s->slot->n_rw_sessions -= s->read_write;
	last = s->slot->n_sessions == 0;
	pthread_mutex_unlock(&s->slot->lock);
	if (last) /* that logs out */
		slot_forgets(s->slot);
	s->closed = true;
	return true;
}

/* The table's reference goes with it. */
static void
end_session(struct session *s)
{
	if (take_out(s))
		session_unref(s);
}

static struct session *
session_ref(struct module *m, CK_SESSION_HANDLE handle)
{
	struct session *s;

	pthread_rwlock_rdlock(&m->sessions_lock);
	s = map_get(&m->sessions, handle);
	if (s != NULL)
		s->n_refs++;
	pthread_rwlock_unlock(&m->sessions_lock);
	return s;
}

static CK_RV
enter(struct module *m, CK_SESSION_HANDLE handle, struct session **out)
{
	struct session *s = session_ref(m, handle);

	if (s == NULL)
		return CKR_SESSION_HANDLE_INVALID;
	pthread_mutex_lock(&s->lock);
	if (!connection_is_alive(s->connection))
		end_session(s);
	if (!s->closed) {
		*out = s;
		return CKR_OK;
	}
	pthread_mutex_unlock(&s->lock);
	session_unref(s);
	return CKR_SESSION_HANDLE_INVALID;
}

CK_RV
session_enter(CK_SESSION_HANDLE handle, struct session **out)
{
	CLEARED_BY(module_leave) struct module *m = NULL;

	TRY_RV(module_enter(&m));
	TRY_RV(enter(m, handle, out));
	m = NULL; /* left with the session */
	return CKR_OK;
}

void
session_leave(struct session **s)
{
	struct module *m;

	if (*s == NULL)
		return;
	m = (*s)->module;
	if ((*s)->reply.cap > REPLY_KEPT)
		buf_clear(&(*s)->reply);
	pthread_mutex_unlock(&(*s)->lock);
	session_unref(*s);
	module_leave(&m);
}

static CK_RV
session_rv(struct session *s, enum err e)
{
	if (e == ERR_OK)
		return CKR_OK;
	if (s->module->closing)
		return CKR_CRYPTOKI_NOT_INITIALIZED;
	if (connection_is_alive(s->connection))
		return rv_of(e);
	slot_forgets(s->slot);
	end_session(s);
	return CKR_DEVICE_REMOVED;
}

CK_RV
session_exchange(struct session *s, uint64_t *in_session, const struct exchange *x)
{
	*in_session = s->number;
	return session_rv(s, server_exchange(s->connection, x));
}

/* --- opening --- */

static enum err
enlist(struct module *m, struct session *s)
{
	enum err e;

	pthread_rwlock_wrlock(&m->sessions_lock);
	s->handle = ++m->last_session;
	e = map_set(&m->sessions, s->handle, s);
	pthread_rwlock_unlock(&m->sessions_lock);
	if (e != ERR_OK)
		return e;
	pthread_mutex_lock(&s->slot->lock);
	s->slot->n_sessions++;
	s->slot->n_rw_sessions += s->read_write;
	pthread_mutex_unlock(&s->slot->lock);
	return ERR_OK;
}

static enum err
open_on_card(struct session *s)
{
	struct msg_session_open_request in = {
		.partition = s->slot->serial,
		.read_write = s->read_write,
	};
	struct msg_session_open_response out;

	TRY(server_exchange(s->connection,
	    &EXCHANGE(session_open, &in, &out, &s->reply)));
	s->number = out.session;
	return ERR_OK;
}

static void
free_unlisted(struct session **s)
{
	if (*s != NULL)
		session_free(*s);
}

/* The session is the application's from enlist on: another thread may close it
 * before this returns. */
static enum err
session_make(struct module *m, struct slot *slot, bool read_write,
    CK_SESSION_HANDLE *out)
{
	CLEARED_BY(free_unlisted) struct session *s = mem_alloc(1, sizeof(*s));
	CK_SESSION_HANDLE handle;

	if (s == NULL)
		return ERR_NO_MEMORY;
	s->module = m;
	s->slot = slot;
	s->read_write = read_write;
	s->n_refs = 2;
	pthread_mutex_init(&s->lock, NULL);
	TRY(server_connection(slot->server, true, &s->connection));
	TRY(open_on_card(s));
	TRY(enlist(m, s));
	handle = s->handle;
	session_unref(s);
	s = NULL;
	*out = handle;
	return ERR_OK;
}

CK_RV
C_OpenSession(CK_SLOT_ID slot, CK_FLAGS flags, CK_VOID_PTR application,
    CK_NOTIFY notify, CK_SESSION_HANDLE_PTR session)
{
	CLEARED_BY(module_leave) struct module *m = NULL;
	struct slot *where;

	TRY_RV(module_enter(&m));
	TRY_RV(slot_find(m, slot, &where));
	if (session == NULL)
		return CKR_ARGUMENTS_BAD;
	if ((flags & CKF_SERIAL_SESSION) == 0)
		return CKR_SESSION_PARALLEL_NOT_SUPPORTED;
	return slot_rv(where, session_make(m, where, (flags & CKF_RW_SESSION) != 0,
	    session));
}

/* --- closing --- */

/* A session that the card cannot close any more is closed all the same. */
CK_RV
C_CloseSession(CK_SESSION_HANDLE session)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	struct msg_session_close_request in;
	struct msg_session_close_response out;

	TRY_RV(session_enter(session, &s));
	(void)session_call(s, session_close, &in, &out);
	end_session(s);
	return CKR_OK;
}

/* With the session's lock: whoever waits for it finds it closed. */
static void
close_local(struct session *s)
{
	pthread_mutex_lock(&s->lock);
	end_session(s);
	pthread_mutex_unlock(&s->lock);
	session_unref(s);
}

static struct session *
session_ref_any(struct module *m, const struct slot *slot)
{
	CK_SESSION_HANDLE handle;
	struct session *found = NULL;
	void *s;
	size_t at = 0;

	pthread_rwlock_rdlock(&m->sessions_lock);
	while (found == NULL && map_next(&m->sessions, &at, &handle, &s)) {
		found = s;
		if (slot != NULL && found->slot != slot)
			found = NULL;
	}
	if (found != NULL)
		found->n_refs++;
	pthread_rwlock_unlock(&m->sessions_lock);
	return found;
}

/* NULL: on all. */
static void
sessions_close_slot(struct module *m, struct slot *slot)
{
	struct session *s;

	while ((s = session_ref_any(m, slot)) != NULL)
		close_local(s);
}

CK_RV
C_CloseAllSessions(CK_SLOT_ID slot)
{
	CLEARED_BY(module_leave) struct module *m = NULL;
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_session_close_all_request in;
	struct msg_session_close_all_response out;
	struct slot *where;

	TRY_RV(module_enter(&m));
	TRY_RV(slot_find(m, slot, &where));
	sessions_close_slot(m, where);
	slot_forgets(where);
	in.partition = where->serial;
	(void)slot_call(where, false, session_close_all, &in, &out, &reply);
	return CKR_OK;
}

void
sessions_free(struct module *m)
{
	sessions_close_slot(m, NULL);
	map_clear(&m->sessions);
}

/* --- asking --- */

static CK_STATE
state_of(const struct session *s, uint64_t role)
{
	if (role == ROLE_PARTITION_SO)
		return CKS_RW_SO_FUNCTIONS;
	if (role == ROLE_NONE)
		return s->read_write ? CKS_RW_PUBLIC_SESSION : CKS_RO_PUBLIC_SESSION;
	return s->read_write ? CKS_RW_USER_FUNCTIONS : CKS_RO_USER_FUNCTIONS;
}

/* Programs ask this to learn whether the HSM is still there: so it is asked. */
CK_RV
C_GetSessionInfo(CK_SESSION_HANDLE session, CK_SESSION_INFO_PTR info)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	struct msg_session_info_request in;
	struct msg_session_info_response out;

	TRY_RV(session_enter(session, &s));
	if (info == NULL)
		return CKR_ARGUMENTS_BAD;
	TRY_RV(session_call(s, session_info, &in, &out));
	*info = (CK_SESSION_INFO){
		.slotID = s->slot->id,
		.state = state_of(s, out.role),
		.flags = CKF_SERIAL_SESSION | (s->read_write ? CKF_RW_SESSION : 0),
	};
	return CKR_OK;
}
