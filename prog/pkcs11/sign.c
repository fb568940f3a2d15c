/* SPDX-License-Identifier: Apache-2.0 */
/* C_Sign..., C_Verify..., C_Digest...: names for the calls of operation.c. */
#include "session.h"

CK_RV
C_SignInit(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE key)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_init(s, FUNCTION_SIGN, mechanism, key);
}

CK_RV
C_Sign(CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG data_len,
    CK_BYTE_PTR signature, CK_ULONG_PTR signature_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_step(s, FUNCTION_SIGN, STEP_WHOLE,
	    bytes_of(data, data_len), signature, signature_len);
}

CK_RV
C_SignUpdate(CK_SESSION_HANDLE session, CK_BYTE_PTR part, CK_ULONG part_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_part(s, FUNCTION_SIGN, bytes_of(part, part_len), 0);
}

CK_RV
C_SignFinal(CK_SESSION_HANDLE session, CK_BYTE_PTR signature,
    CK_ULONG_PTR signature_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_step(s, FUNCTION_SIGN, STEP_FINAL, bytes_of(NULL, 0),
	    signature, signature_len);
}

CK_RV
C_VerifyInit(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism,
    CK_OBJECT_HANDLE key)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_init(s, FUNCTION_VERIFY, mechanism, key);
}

CK_RV
C_Verify(CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG data_len,
    CK_BYTE_PTR signature, CK_ULONG signature_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_verify(s, STEP_WHOLE, bytes_of(data, data_len),
	    bytes_of(signature, signature_len));
}

CK_RV
C_VerifyUpdate(CK_SESSION_HANDLE session, CK_BYTE_PTR part, CK_ULONG part_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_part(s, FUNCTION_VERIFY, bytes_of(part, part_len), 0);
}

CK_RV
C_VerifyFinal(CK_SESSION_HANDLE session, CK_BYTE_PTR signature,
    CK_ULONG signature_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_verify(s, STEP_FINAL, bytes_of(NULL, 0),
	    bytes_of(signature, signature_len));
}

CK_RV
C_DigestInit(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_init(s, FUNCTION_DIGEST, mechanism, CK_INVALID_HANDLE);
}

CK_RV
C_Digest(CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG data_len,
    CK_BYTE_PTR digest, CK_ULONG_PTR digest_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_step(s, FUNCTION_DIGEST, STEP_WHOLE,
	    bytes_of(data, data_len), digest, digest_len);
}

CK_RV
C_DigestUpdate(CK_SESSION_HANDLE session, CK_BYTE_PTR part, CK_ULONG part_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_part(s, FUNCTION_DIGEST, bytes_of(part, part_len), 0);
}

CK_RV
C_DigestKey(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	if (key == CK_INVALID_HANDLE)
		return CKR_KEY_HANDLE_INVALID;
	return operation_part(s, FUNCTION_DIGEST, bytes_of(NULL, 0), key);
}

CK_RV
C_DigestFinal(CK_SESSION_HANDLE session, CK_BYTE_PTR digest,
    CK_ULONG_PTR digest_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_step(s, FUNCTION_DIGEST, STEP_FINAL, bytes_of(NULL, 0),
	    digest, digest_len);
}
