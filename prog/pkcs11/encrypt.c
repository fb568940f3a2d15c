/* SPDX-License-Identifier: Apache-2.0 */
/* C_Encrypt..., C_Decrypt...: names for the calls of operation.c. */
#include "session.h"

CK_RV
C_EncryptInit(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism,
    CK_OBJECT_HANDLE key)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_init(s, FUNCTION_ENCRYPT, mechanism, key);
}

CK_RV
C_Encrypt(CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG data_len,
    CK_BYTE_PTR encrypted, CK_ULONG_PTR encrypted_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_step(s, FUNCTION_ENCRYPT, STEP_WHOLE,
	    bytes_of(data, data_len), encrypted, encrypted_len);
}

CK_RV
C_EncryptUpdate(CK_SESSION_HANDLE session, CK_BYTE_PTR part, CK_ULONG part_len,
    CK_BYTE_PTR encrypted, CK_ULONG_PTR encrypted_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_step(s, FUNCTION_ENCRYPT, STEP_UPDATE,
	    bytes_of(part, part_len), encrypted, encrypted_len);
}

CK_RV
C_EncryptFinal(CK_SESSION_HANDLE session, CK_BYTE_PTR encrypted,
    CK_ULONG_PTR encrypted_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_step(s, FUNCTION_ENCRYPT, STEP_FINAL, bytes_of(NULL, 0),
	    encrypted, encrypted_len);
}

CK_RV
C_DecryptInit(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism,
    CK_OBJECT_HANDLE key)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_init(s, FUNCTION_DECRYPT, mechanism, key);
}

CK_RV
C_Decrypt(CK_SESSION_HANDLE session, CK_BYTE_PTR encrypted, CK_ULONG encrypted_len,
    CK_BYTE_PTR data, CK_ULONG_PTR data_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_step(s, FUNCTION_DECRYPT, STEP_WHOLE,
	    bytes_of(encrypted, encrypted_len), data, data_len);
}

CK_RV
C_DecryptUpdate(CK_SESSION_HANDLE session, CK_BYTE_PTR encrypted,
    CK_ULONG encrypted_len, CK_BYTE_PTR part, CK_ULONG_PTR part_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_step(s, FUNCTION_DECRYPT, STEP_UPDATE,
	    bytes_of(encrypted, encrypted_len), part, part_len);
}

CK_RV
C_DecryptFinal(CK_SESSION_HANDLE session, CK_BYTE_PTR part, CK_ULONG_PTR part_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return operation_step(s, FUNCTION_DECRYPT, STEP_FINAL, bytes_of(NULL, 0),
	    part, part_len);
}
