/* SPDX-License-Identifier: Apache-2.0 */
/* C_GetInfo, the lists of functions, and the functions that need no card. */
#include <string.h>

#include "pad.h"
#include "stream.h"

CK_RV
C_GetInfo(CK_INFO_PTR info)
{
	CLEARED_BY(module_leave) struct module *m = NULL;

	TRY_RV(module_enter(&m));
	if (info == NULL)
		return CKR_ARGUMENTS_BAD;
	*info = (CK_INFO){
		.cryptokiVersion = { 3, 2 },
		.libraryVersion = { 10, 7 },
	};
	pad_maker(info->manufacturerID);
	pad_text(info->libraryDescription, sizeof(info->libraryDescription), "Chrystoki");
	return CKR_OK;
}

/* --- function lists --- */

static CK_FUNCTION_LIST list_2_40 = {
	.version = { 2, 40 },
#define CALL_2_40(name, arguments) .name = name,
#include "spec/pkcs11_calls.def"
};

static CK_FUNCTION_LIST_3_0 list_3_0 = {
	.version = { 3, 0 },
#define CALL_2_40(name, arguments) .name = name,
#define CALL_3_0(name, arguments) .name = name,
#include "spec/pkcs11_calls.def"
};

static CK_FUNCTION_LIST_3_2 list_3_2 = {
	.version = { 3, 2 },
#define CALL_2_40(name, arguments) .name = name,
#define CALL_3_0(name, arguments) .name = name,
#define CALL_3_2(name, arguments) .name = name,
#include "spec/pkcs11_calls.def"
};

static CK_UTF8CHAR standard[] = "PKCS 11";

/* A caller that names no interface gets the first. They are not
 * CKF_INTERFACE_FORK_SAFE, which promises that a child may go on where its
 * parent was. */
static CK_INTERFACE interfaces[] = {
	{ standard, &list_3_0, 0 },
	{ standard, &list_3_2, 0 },
	{ standard, &list_2_40, 0 },
};

#define N_INTERFACES (sizeof(interfaces) / sizeof(interfaces[0]))

CK_RV
C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list)
{
	if (list == NULL)
		return CKR_ARGUMENTS_BAD;
	*list = &list_2_40;
	return CKR_OK;
}

CK_RV
C_GetInterfaceList(CK_INTERFACE_PTR out, CK_ULONG_PTR n)
{
	CK_ULONG room;

	if (n == NULL)
		return CKR_ARGUMENTS_BAD;
	room = *n;
	*n = N_INTERFACES;
	if (out == NULL)
		return CKR_OK;
	if (room < N_INTERFACES)
		return CKR_BUFFER_TOO_SMALL;
	memcpy(out, interfaces, sizeof(interfaces));
	return CKR_OK;
}

static bool
is_wanted(const CK_INTERFACE *i, const CK_UTF8CHAR *name, const CK_VERSION *version,
    CK_FLAGS flags)
{
	const CK_VERSION *has = i->pFunctionList;

	if (name != NULL && strcmp((const char *)name, (const char *)i->pInterfaceName))
		return false;
	if (version != NULL &&
	    (version->major != has->major || version->minor != has->minor))
		return false;
	return (i->flags & flags) == flags;
}

CK_RV
C_GetInterface(CK_UTF8CHAR_PTR name, CK_VERSION_PTR version,
    CK_INTERFACE_PTR_PTR interface, CK_FLAGS flags)
{
	if (interface == NULL)
		return CKR_ARGUMENTS_BAD;
	for (size_t i = 0; i < N_INTERFACES; i++) {
		if (is_wanted(&interfaces[i], name, version, flags)) {
			*interface = &interfaces[i];
			return CKR_OK;
		}
	}
	return CKR_FUNCTION_FAILED;
}

/* --- always the same --- */

CK_RV
C_GetFunctionStatus(CK_SESSION_HANDLE session)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return CKR_FUNCTION_NOT_PARALLEL;
}

CK_RV
C_CancelFunction(CK_SESSION_HANDLE session)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return CKR_FUNCTION_NOT_PARALLEL;
}

CK_RV
C_SessionCancel(CK_SESSION_HANDLE session, CK_FLAGS flags)
{
	static const CK_FLAGS meant[] = {
		[FUNCTION_ENCRYPT] = CKF_ENCRYPT,
		[FUNCTION_DECRYPT] = CKF_DECRYPT,
		[FUNCTION_SIGN] = CKF_SIGN,
		[FUNCTION_VERIFY] = CKF_VERIFY,
		[FUNCTION_DIGEST] = CKF_DIGEST,
	};
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	for (int f = FUNCTION_ENCRYPT; f <= FUNCTION_DIGEST; f++)
		if (flags & meant[f])
			stream_cancel(s, f);
	if (flags & CKF_FIND_OBJECTS)
		session_end_find(s);
	return CKR_OK;
}
