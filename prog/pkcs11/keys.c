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
	struct msg_key_generate_request in;
	struct msg_key_generate_response out;

	TRY_RV(session_enter(session, &s));
	if (key == NULL)
		return CKR_ARGUMENTS_BAD;
	TRY_RV(params_read(mechanism, &p));
	TRY_RV(template_encode(attributes, n_attributes, &template));
	in.mechanism = buf_bytes(&p.encoded);
	in.template = buf_bytes(&template);
	TRY_RV(session_call(s, key_generate, &in, &out));
	*key = out.handle;
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
	struct msg_keypair_generate_request in;
	struct msg_keypair_generate_response out;

	TRY_RV(session_enter(session, &s));
	if (public_key == NULL || private_key == NULL)
		return CKR_ARGUMENTS_BAD;
	TRY_RV(params_read(mechanism, &p));
	TRY_RV(template_encode(public_attributes, n_public_attributes, &public));
	TRY_RV(template_encode(private_attributes, n_private_attributes, &private));
	in.mechanism = buf_bytes(&p.encoded);
	in.public_template = buf_bytes(&public);
	in.private_template = buf_bytes(&private);
	TRY_RV(session_call(s, keypair_generate, &in, &out));
	*public_key = out.public_handle;
	*private_key = out.private_handle;
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
	struct msg_key_wrap_request in = { .wrapping_key = wrapping_key, .key = key };
	struct msg_key_wrap_response out;
	CK_ULONG room;

	TRY_RV(session_enter(session, &s));
	if (wrapped_len == NULL)
		return CKR_ARGUMENTS_BAD;
	TRY_RV(params_read(mechanism, &p));
	in.mechanism = buf_bytes(&p.encoded);
	TRY_RV(session_call(s, key_wrap, &in, &out));
	room = *wrapped_len;
	*wrapped_len = out.wrapped.len;
	if (wrapped == NULL)
		return CKR_OK;
	if (room < out.wrapped.len)
		return CKR_BUFFER_TOO_SMALL;
	memcpy(wrapped, out.wrapped.ptr, out.wrapped.len);
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
	struct msg_key_unwrap_request in = { .unwrapping_key = unwrapping_key };
	struct msg_key_unwrap_response out;

	TRY_RV(session_enter(session, &s));
	if (key == NULL || wrapped == NULL)
		return CKR_ARGUMENTS_BAD;
	TRY_RV(params_read(mechanism, &p));
	TRY_RV(template_encode(attributes, n_attributes, &template));
	in.mechanism = buf_bytes(&p.encoded);
	in.wrapped = bytes_of(wrapped, wrapped_len);
	in.template = buf_bytes(&template);
	TRY_RV(session_call(s, key_unwrap, &in, &out));
	*key = out.handle;
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
	struct msg_key_derive_request in = { .base_key = base_key };
	struct msg_key_derive_response out;

	TRY_RV(session_enter(session, &s));
	if (key == NULL)
		return CKR_ARGUMENTS_BAD;
	TRY_RV(params_read(mechanism, &p));
	TRY_RV(template_encode(attributes, n_attributes, &template));
	in.mechanism = buf_bytes(&p.encoded);
	in.template = buf_bytes(&template);
	TRY_RV(session_call(s, key_derive, &in, &out));
	*key = out.handle;
	return CKR_OK;
}
