/* SPDX-License-Identifier: Apache-2.0 */
/* Objects as a whole: create, copy, destroy, size. */
#include "session.h"
#include "template.h"

CK_RV
C_CreateObject(CK_SESSION_HANDLE session, CK_ATTRIBUTE_PTR attributes,
    CK_ULONG n_attributes, CK_OBJECT_HANDLE_PTR object)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	CLEARED_BY(buf_clear) struct buf template = { 0 };
	struct msg_object_create_request in;
	struct msg_object_create_response out;

	TRY_RV(session_enter(session, &s));
	if (object == NULL)
		return CKR_ARGUMENTS_BAD;
	TRY_RV(template_encode(attributes, n_attributes, &template));
	in.template = buf_bytes(&template);
	TRY_RV(session_call(s, object_create, &in, &out));
	*object = out.handle;
	return CKR_OK;
}

CK_RV
C_CopyObject(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
    CK_ATTRIBUTE_PTR attributes, CK_ULONG n_attributes,
    CK_OBJECT_HANDLE_PTR new_object)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	CLEARED_BY(buf_clear) struct buf template = { 0 };
	struct msg_object_copy_request in = { .handle = object };
	struct msg_object_copy_response out;

	TRY_RV(session_enter(session, &s));
	if (new_object == NULL)
		return CKR_ARGUMENTS_BAD;
	TRY_RV(template_encode(attributes, n_attributes, &template));
	in.template = buf_bytes(&template);
	TRY_RV(session_call(s, object_copy, &in, &out));
	*new_object = out.handle;
	return CKR_OK;
}

CK_RV
C_DestroyObject(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	struct msg_object_destroy_request in = { .handle = object };
	struct msg_object_destroy_response out;
	CK_RV rv;

	TRY_RV(session_enter(session, &s));
	rv = session_call(s, object_destroy, &in, &out);
	slot_forgets(s->slot);
	return rv;
}

CK_RV
C_GetObjectSize(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
    CK_ULONG_PTR size)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	struct msg_object_size_request in = { .handle = object };
	struct msg_object_size_response out;

	TRY_RV(session_enter(session, &s));
	if (size == NULL)
		return CKR_ARGUMENTS_BAD;
	TRY_RV(session_call(s, object_size, &in, &out));
	*size = out.size;
	return CKR_OK;
}
