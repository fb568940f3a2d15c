/* SPDX-License-Identifier: Apache-2.0 */
/* The library, slots, sessions, login: the rules real programs rely on. */
#include "p11.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static bool
is_padded(const CK_UTF8CHAR *field, size_t size, const char *text)
{
	char padded[80];

	snprintf(padded, sizeof(padded), "%-*s", (int)size, text);
	return memcmp(field, padded, size) == 0;
}

static void
names_are_those_programs_match(void **state)
{
	CK_INFO info;
	CK_SLOT_INFO s;
	CK_TOKEN_INFO t;

	assert_good(p11->C_GetInfo(&info));
	assert_true(is_padded(info.manufacturerID, 32, "SafeNet, Inc."));
	assert_true(is_padded(info.libraryDescription, 32, "Chrystoki"));
	assert_good(p11->C_GetSlotInfo(slot, &s));
	assert_true(is_padded(s.slotDescription, 64, "Net Token Slot"));
	assert_true(is_padded(s.manufacturerID, 32, "SafeNet, Inc."));
	assert_true(s.flags & CKF_TOKEN_PRESENT);
	assert_good(p11->C_GetTokenInfo(slot, &t));
	assert_true(is_padded(t.label, 32, getenv("LUNETTE_LABEL")));
	assert_true(is_padded(t.model, 16, "LunaSA 7.8.4"));
	assert_true(is_padded(t.manufacturerID, 32, "SafeNet, Inc."));
	assert_int_equal(strspn((char *)t.serialNumber, "0123456789"), 13);
	assert_memory_equal(t.serialNumber + 13, "   ", 3);
	assert_true(t.flags & CKF_LOGIN_REQUIRED);
	assert_true(t.flags & CKF_TOKEN_INITIALIZED);
	assert_true(t.flags & CKF_USER_PIN_INITIALIZED);
	assert_true(t.flags & CKF_RNG);
	assert_false(t.flags & CKF_PROTECTED_AUTHENTICATION_PATH);
	assert_false(t.flags & CKF_USER_PIN_LOCKED);
	assert_rv(CKR_SLOT_ID_INVALID, p11->C_GetTokenInfo(99, &t));
}

static void
lists_follow_the_length_rule(void **state)
{
	CK_MECHANISM_TYPE m[256];
	CK_MECHANISM_INFO info;
	CK_SLOT_ID ids[8];
	CK_ULONG n = 0, all;

	assert_good(p11->C_GetSlotList(CK_FALSE, NULL, &n));
	all = n;
	n = 0;
	assert_rv(CKR_BUFFER_TOO_SMALL, p11->C_GetSlotList(CK_FALSE, ids, &n));
	assert_int_equal(n, all);
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_GetSlotList(CK_FALSE, ids, NULL));
	assert_good(p11->C_GetMechanismList(slot, NULL, &n));
	assert_in_range(n, 40, 256);
	all = n--;
	assert_rv(CKR_BUFFER_TOO_SMALL, p11->C_GetMechanismList(slot, m, &n));
	assert_int_equal(n, all);
	assert_good(p11->C_GetMechanismList(slot, m, &n));
	for (CK_ULONG i = 0; i < n; i++)
		assert_good(p11->C_GetMechanismInfo(slot, m[i], &info));
	assert_good(p11->C_GetMechanismInfo(slot, CKM_AES_GCM, &info));
	assert_int_equal(info.ulMinKeySize, 16);
	assert_int_equal(info.ulMaxKeySize, 32);
	assert_rv(CKR_MECHANISM_INVALID,
	    p11->C_GetMechanismInfo(slot, 0x7fffffff, &info));
}

static void
every_version_has_its_list(void **state)
{
	CK_FUNCTION_LIST *old;
	CK_INTERFACE all[8], *one;
	CK_VERSION v = { 2, 40 };
	CK_ULONG n = 0;

	assert_good(p11->C_GetFunctionList(&old));
	assert_int_equal(old->version.major, 2);
	assert_int_equal(old->version.minor, 40);
	assert_good(p11->C_GetInterfaceList(NULL, &n));
	assert_int_equal(n, 3);
	assert_good(p11->C_GetInterfaceList(all, &n));
	assert_good(p11->C_GetInterface(NULL, NULL, &one, 0));
	assert_int_equal(((CK_VERSION *)one->pFunctionList)->major, 3);
	assert_good(p11->C_GetInterface(NULL, &v, &one, 0));
	assert_ptr_equal(one->pFunctionList, old);
	v.minor = 39;
	assert_rv(CKR_FUNCTION_FAILED, p11->C_GetInterface(NULL, &v, &one, 0));
	for (n = 0; n < sizeof(*p11) / sizeof(void *) - 1; n++)
		assert_non_null(((void **)p11)[n + 1]);
}

static void
sessions_open_and_close(void **state)
{
	CK_SESSION_HANDLE s, reader;
	CK_SESSION_INFO info;

	assert_rv(CKR_SESSION_PARALLEL_NOT_SUPPORTED,
	    p11->C_OpenSession(slot, CKF_RW_SESSION, NULL, NULL, &s));
	assert_rv(CKR_SLOT_ID_INVALID,
	    p11->C_OpenSession(99, CKF_SERIAL_SESSION, NULL, NULL, &s));
	assert_good(open_session(&s));
	assert_good(p11->C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL, &reader));
	assert_good(p11->C_GetSessionInfo(s, &info));
	assert_int_equal(info.state, CKS_RW_USER_FUNCTIONS);
	assert_int_equal(info.slotID, slot);
	assert_good(p11->C_GetSessionInfo(reader, &info));
	assert_int_equal(info.state, CKS_RO_USER_FUNCTIONS);
	assert_int_equal(info.flags, CKF_SERIAL_SESSION);
	assert_good(p11->C_CloseSession(s));
	assert_rv(CKR_SESSION_HANDLE_INVALID, p11->C_CloseSession(s));
	assert_rv(CKR_SESSION_HANDLE_INVALID, p11->C_GetSessionInfo(s, &info));
	assert_good(p11->C_CloseSession(reader));
	assert_rv(CKR_SESSION_EXISTS,
	    p11->C_InitToken(slot, (CK_UTF8CHAR *)"password", 8, info.flags
		? (CK_UTF8CHAR *)"par1                            " : NULL));
}

static void
logging_in_has_its_rules(void **state)
{
	CK_UTF8CHAR *right = (CK_UTF8CHAR *)(uintptr_t)pin;
	CK_TOKEN_INFO t;

	assert_rv(CKR_USER_ALREADY_LOGGED_IN,
	    p11->C_Login(session, CKU_USER, right, strlen(pin)));
	assert_rv(CKR_USER_TYPE_INVALID, p11->C_Login(session, 77, right, strlen(pin)));
	assert_good(p11->C_Logout(session));
	assert_rv(CKR_USER_NOT_LOGGED_IN, p11->C_Logout(session));
	assert_rv(CKR_PIN_INCORRECT,
	    p11->C_Login(session, CKU_USER, (CK_UTF8CHAR *)"wrong-password", 14));
	assert_good(p11->C_GetTokenInfo(slot, &t));
	assert_false(t.flags & CKF_USER_PIN_FINAL_TRY);
	assert_good(p11->C_Login(session, CKU_USER, right, strlen(pin)));
	assert_good(p11->C_GetTokenInfo(slot, &t));
	assert_false(t.flags & CKF_USER_PIN_COUNT_LOW);
}

static void
what_is_not_there_says_so(void **state)
{
	CK_ULONG n = 0;
	CK_BYTE b[8] = { 0 };

	assert_rv(CKR_FUNCTION_NOT_PARALLEL, p11->C_GetFunctionStatus(session));
	assert_rv(CKR_FUNCTION_NOT_PARALLEL, p11->C_CancelFunction(session));
	assert_rv(CKR_NO_EVENT, p11->C_WaitForSlotEvent(CKF_DONT_BLOCK, &n, NULL));
	assert_rv(CKR_FUNCTION_NOT_SUPPORTED, p11->C_GetOperationState(session, b, &n));
	assert_rv(CKR_FUNCTION_NOT_SUPPORTED,
	    p11->C_MessageEncryptInit(session, PLAIN(CKM_AES_GCM), 1));
}

/* Version 3.0: operations end without their result, those named and no other. */
static void
operations_are_cancelled(void **state)
{
	CK_OBJECT_HANDLE key = make_aes(16), found;
	CK_BYTE b[64] = { 0 };
	CK_ULONG n = sizeof(b);

	assert_good(p11->C_EncryptInit(session, PLAIN(CKM_AES_ECB), key));
	assert_good(p11->C_SignInit(session, PLAIN(CKM_AES_CMAC), key));
	assert_good(p11->C_DigestInit(session, PLAIN(CKM_SHA256)));
	assert_good(p11->C_FindObjectsInit(session, NULL, 0));
	assert_good(p11->C_SessionCancel(session, CKF_ENCRYPT | CKF_FIND_OBJECTS));
	assert_rv(CKR_OPERATION_NOT_INITIALIZED,
	    p11->C_Encrypt(session, b, 16, b, &n));
	assert_rv(CKR_OPERATION_NOT_INITIALIZED,
	    p11->C_FindObjects(session, &found, 1, &n));
	n = sizeof(b);
	assert_good(p11->C_Sign(session, b, 16, b, &n));
	assert_good(p11->C_SessionCancel(session, CKF_DIGEST | CKF_SIGN));
	assert_rv(CKR_OPERATION_NOT_INITIALIZED, p11->C_DigestFinal(session, b, &n));
	assert_rv(CKR_SESSION_HANDLE_INVALID, p11->C_SessionCancel(session + 99, 0));
	assert_good(p11->C_DestroyObject(session, key));
}

/* Version 3.0: users with names are none of ours; without one it is C_Login. */
static void
a_named_user_is_not_known(void **state)
{
	CK_UTF8CHAR *word = (CK_UTF8CHAR *)(uintptr_t)pin;
	CK_ULONG len = strlen(pin);

	assert_good(p11->C_Logout(session));
	assert_rv(CKR_FUNCTION_NOT_SUPPORTED, p11->C_LoginUser(session, CKU_USER,
	    word, len, (CK_UTF8CHAR *)(uintptr_t)"ann", 3));
	assert_rv(CKR_USER_NOT_LOGGED_IN, p11->C_Logout(session));
	assert_good(p11->C_LoginUser(session, CKU_USER, word, len, NULL, 0));
	assert_rv(CKR_USER_ALREADY_LOGGED_IN,
	    p11->C_Login(session, CKU_USER, word, len));
}

static void
random_bytes_of_any_length(void **state)
{
	static CK_BYTE a[200000], b[200000];

	assert_good(p11->C_GenerateRandom(session, a, 0));
	assert_good(p11->C_GenerateRandom(session, a, sizeof(a)));
	assert_good(p11->C_GenerateRandom(session, b, sizeof(b)));
	assert_memory_not_equal(a, b, sizeof(a));
	assert_memory_not_equal(a + sizeof(a) - 32, b + sizeof(b) - 32, 32);
}

/* A seed of any length is mixed in; it does not decide what comes. */
static void
seeds_are_mixed_in(void **state)
{
	static CK_BYTE seed[200000];
	CK_BYTE a[32], b[32];

	assert_good(p11->C_SeedRandom(session, seed, 0));
	assert_good(p11->C_SeedRandom(session, seed, sizeof(seed)));
	assert_good(p11->C_GenerateRandom(session, a, sizeof(a)));
	assert_good(p11->C_SeedRandom(session, seed, sizeof(seed)));
	assert_good(p11->C_GenerateRandom(session, b, sizeof(b)));
	assert_memory_not_equal(a, b, sizeof(a));
	assert_rv(CKR_SESSION_HANDLE_INVALID, p11->C_SeedRandom(0, seed, 1));
}

static void
a_child_starts_afresh(void **state)
{
	CK_SESSION_HANDLE s;
	CK_INFO info;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (p11->C_GetInfo(&info) != CKR_CRYPTOKI_NOT_INITIALIZED)
			_exit(1);
		if (p11->C_Finalize(NULL) != CKR_CRYPTOKI_NOT_INITIALIZED)
			_exit(2);
		if (p11->C_Initialize(NULL) != CKR_OK || open_session(&s) != CKR_OK)
			_exit(3);
		if (p11->C_Login(s, CKU_USER, (CK_UTF8CHAR *)(uintptr_t)pin,
		    strlen(pin)) != CKR_OK)
			_exit(4);
		_exit(p11->C_Finalize(NULL) == CKR_OK ? 0 : 5);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_good(p11->C_GenerateRandom(session, (CK_BYTE *)&info, sizeof(info)));
}

static void *
open_and_close(void *arg)
{
	CK_SESSION_HANDLE s;
	CK_BYTE random[16];

	for (int i = 0; i < 50; i++) {
		if (open_session(&s) != CKR_OK ||
		    p11->C_GenerateRandom(s, random, sizeof(random)) != CKR_OK ||
		    p11->C_CloseSession(s) != CKR_OK)
			return (void *)1;
	}
	return NULL;
}

static void
threads_do_not_disturb_each_other(void **state)
{
	pthread_t t[8];
	void *failed;

	for (int i = 0; i < 8; i++)
		pthread_create(&t[i], NULL, open_and_close, NULL);
	for (int i = 0; i < 8; i++) {
		pthread_join(t[i], &failed);
		assert_null(failed);
	}
}

static void
beginning_and_ending_again_and_again(void **state)
{
	CK_INFO info;

	assert_rv(CKR_CRYPTOKI_ALREADY_INITIALIZED, p11->C_Initialize(NULL));
	for (int i = 0; i < 20; i++) {
		CK_ULONG n = 0;

		assert_good(p11->C_Finalize(NULL));
		assert_rv(CKR_CRYPTOKI_NOT_INITIALIZED, p11->C_GetInfo(&info));
		assert_rv(CKR_CRYPTOKI_NOT_INITIALIZED, p11->C_Finalize(NULL));
		assert_good(p11->C_Initialize(NULL));
		assert_good(p11->C_GetSlotList(CK_TRUE, NULL, &n));
		assert_int_not_equal(n, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_those_programs_match),
		cmocka_unit_test(lists_follow_the_length_rule),
		cmocka_unit_test(every_version_has_its_list),
		cmocka_unit_test(sessions_open_and_close),
		cmocka_unit_test(logging_in_has_its_rules),
		cmocka_unit_test(what_is_not_there_says_so),
		cmocka_unit_test(operations_are_cancelled),
		cmocka_unit_test(a_named_user_is_not_known),
		cmocka_unit_test(random_bytes_of_any_length),
		cmocka_unit_test(seeds_are_mixed_in),
		cmocka_unit_test(a_child_starts_afresh),
		cmocka_unit_test(threads_do_not_disturb_each_other),
		cmocka_unit_test(beginning_and_ending_again_and_again),
	};

	return cmocka_run_group_tests(tests, p11_begin, p11_end);
}
