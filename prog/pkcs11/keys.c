/* SPDX-License-Identifier: Apache-2.0 */
/* Making keys: generate, wrap, unwrap, derive. */
#include "session.h"
#include "template.h"

CK_RV
C_GenerateKey(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism,
    CK_ATTRIBUTE_PTR attributes, CK_ULONG n_attributes, CK_OBJECT_HANDLE_PTR key)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	CLEARED_BY(params_clear) struct params p = { 0 };
	CLEARED_BY(buf_clear) struct buf template = { 0 };
	struct msg_key_generate_request q;
	struct msg_key_generate_response r;

	TRY_RV(session_enter(session, &s));
	if (key == NULL)
		return CKR_ARGUMENTS_BAD;
	TRY_RV(params_read(mechanism, &p));
	TRY_RV(template_encode(attributes, n_attributes, &template));
	q.mechanism = buf_bytes(&p.encoded);
	q.template = buf_bytes(&template);
	TRY_RV(session_call(s, key_generate, &q, &r));
	*key = r.handle;
	return CKR_OK;
}

CK_RV
C_GenerateKeyPair(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism,
    CK_ATTRIBUTE_PTR public_attributes, CK_ULONG n_public_attributes,
    CK_ATTRIBUTE_PTR private_attributes, CK_ULONG n_private_attributes,
    CK_OBJECT_HANDLE_PTR public_key, CK_OBJECT_HANDLE_PTR private_key)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	CLEARED_BY(params_clear) struct params p = { 0 };
	CLEARED_BY(buf_clear) struct buf public = { 0 }, private = { 0 };
	struct msg_keypair_generate_request q;
	struct msg_keypair_generate_response r;

	TRY_RV(session_enter(session, &s));
	if (public_key == NULL || private_key == NULL)
		return CKR_ARGUMENTS_BAD;
	TRY_RV(params_read(mechanism, &p));
	TRY_RV(template_encode(public_attributes, n_public_attributes, &public));
	TRY_RV(template_encode(private_attributes, n_private_attributes, &private));
	q.mechanism = buf_bytes(&p.encoded);
	q.public_template = buf_bytes(&public);
	q.private_template = buf_bytes(&private);
	TRY_RV(session_call(s, keypair_generate, &q, &r));
	*public_key = r.public_handle;
	*private_key = r.private_handle;
	return CKR_OK;
}

/* The length is known only when the key is wrapped, so a question for it wraps
 * too; the same key gives the same length. */
CK_RV
C_WrapKey(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism,
    CK_OBJECT_HANDLE wrapping_key, CK_OBJECT_HANDLE key, CK_BYTE_PTR wrapped,
    CK_ULONG_PTR wrapped_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	CLEARED_BY(params_clear) struct params p = { 0 };
	struct msg_key_wrap_request q = { .wrapping_key = wrapping_key, .key = key };
	struct msg_key_wrap_response r;
	CK_ULONG room;

	TRY_RV(session_enter(session, &s));
	if (wrapped_len == NULL)
		return CKR_ARGUMENTS_BAD;
	TRY_RV(params_read(mechanism, &p));
	q.mechanism = buf_bytes(&p.encoded);
	TRY_RV(session_call(s, key_wrap, &q, &r));
	room = *wrapped_len;
	*wrapped_len = r.wrapped.len;
	if (wrapped == NULL)
		return CKR_OK;
	if (room < r.wrapped.len)
		return CKR_BUFFER_TOO_SMALL;
	memcpy(wrapped, r.wrapped.ptr, r.wrapped.len);
	return CKR_OK;
}

CK_RV
C_UnwrapKey(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism,
    CK_OBJECT_HANDLE unwrapping_key, CK_BYTE_PTR wrapped, CK_ULONG wrapped_len,
    CK_ATTRIBUTE_PTR attributes, CK_ULONG n_attributes, CK_OBJECT_HANDLE_PTR key)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	CLEARED_BY(params_clear) struct params p = { 0 };
	CLEARED_BY(buf_clear) struct buf template = { 0 };
	struct msg_key_unwrap_request q = { .unwrapping_key = unwrapping_key };
	struct msg_key_unwrap_response r;

	TRY_RV(session_enter(session, &s));
	if (key == NULL || wrapped == NULL)
		return CKR_ARGUMENTS_BAD;
	TRY_RV(params_read(mechanism, &p));
	TRY_RV(template_encode(attributes, n_attributes, &template));
	q.mechanism = buf_bytes(&p.encoded);
	q.wrapped = bytes_of(wrapped, wrapped_len);
	q.template = buf_bytes(&template);
	TRY_RV(session_call(s, key_unwrap, &q, &r));
	*key = r.handle;
	return CKR_OK;
}

CK_RV
C_DeriveKey(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism,
    CK_OBJECT_HANDLE base_key, CK_ATTRIBUTE_PTR attributes, CK_ULONG n_attributes,
    CK_OBJECT_HANDLE_PTR key)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	CLEARED_BY(params_clear) struct params p = { 0 };
	CLEARED_BY(buf_clear) struct buf template = { 0 };
	struct msg_key_derive_request q = { .base_key = base_key };
	struct msg_key_derive_response r;

	TRY_RV(session_enter(session, &s));
	if (key == NULL)
		return CKR_ARGUMENTS_BAD;
	TRY_RV(params_read(mechanism, &p));
	TRY_RV(template_encode(attributes, n_attributes, &template));
	q.mechanism = buf_bytes(&p.encoded);
	q.template = buf_bytes(&template);
	TRY_RV(session_call(s, key_derive, &q, &r));
	*key = r.handle;
	return CKR_OK;
}
