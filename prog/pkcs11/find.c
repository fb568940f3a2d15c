/* SPDX-License-Identifier: Apache-2.0 */
/* C_FindObjects...: searches. The first page of handles comes with Init, in one
 * round trip; further pages are fetched when they are wanted. */
#include "spec/limits.h"
#include "session.h"
#include "template.h"

static CK_RV
fetch_page(struct session *s)
{
	struct find *f = &s->find;
	struct msg_objects_find_request in = {
		.template = buf_bytes(&f->template),
		.after = f->last,
		.most = LIMIT_HANDLES,
	};
	struct msg_objects_find_response out;

	TRY_RV(session_call(s, objects_find, &in, &out));
	buf_reset(&f->handles);
	f->handles.max = 8 * LIMIT_HANDLES;
	TRY_RV(rv_of(buf_put(&f->handles, out.handles)));
	f->at = 0;
	f->more = out.more && out.handles.len >= 8;
	if (f->more)
		f->last = bytes_u64(out.handles.ptr + out.handles.len - 8);
	return CKR_OK;
}

CK_RV
C_FindObjectsInit(CK_SESSION_HANDLE session, CK_ATTRIBUTE_PTR attributes,
    CK_ULONG n_attributes)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	CLEARED_BY(buf_clear) struct buf template = { 0 };
	CK_RV rv;

	TRY_RV(session_enter(session, &s));
	if (s->find.active)
		return CKR_OPERATION_ACTIVE;
	TRY_RV(template_encode(attributes, n_attributes, &template));
	s->find.template = template;
	template = (struct buf){ 0 };
	rv = fetch_page(s);
	if (rv == CKR_OK)
		s->find.active = true;
	else
		session_end_find(s);
	return rv;
}

static CK_ULONG
take_handles(struct find *f, CK_OBJECT_HANDLE *out, CK_ULONG most)
{
	CK_ULONG n = 0;

	for (; n < most && f->at + 8 <= f->handles.len; f->at += 8)
		out[n++] = bytes_u64(f->handles.ptr + f->at);
	return n;
}

CK_RV
C_FindObjects(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE_PTR objects,
    CK_ULONG most, CK_ULONG_PTR n_objects)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	CK_ULONG n;

	TRY_RV(session_enter(session, &s));
	if (!s->find.active)
		return CKR_OPERATION_NOT_INITIALIZED;
	if (n_objects == NULL || (objects == NULL && most > 0))
		return CKR_ARGUMENTS_BAD;
	n = take_handles(&s->find, objects, most);
	while (n < most && s->find.more) {
		TRY_RV(fetch_page(s));
		n += take_handles(&s->find, objects + n, most - n);
	}
	*n_objects = n;
	return CKR_OK;
}

CK_RV
C_FindObjectsFinal(CK_SESSION_HANDLE session)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	if (!s->find.active)
		return CKR_OPERATION_NOT_INITIALIZED;
	session_end_find(s);
	return CKR_OK;
}
