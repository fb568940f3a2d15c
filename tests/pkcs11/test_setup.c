/* SPDX-License-Identifier: Apache-2.0 */
/* A token set up anew through PKCS#11 alone, as test suites do it. Runs against
 * a lab of its own: it empties the partition. */
#include "p11.h"

#include <stdlib.h>

static CK_UTF8CHAR *
chars(const char *s)
{
	return (CK_UTF8CHAR *)(uintptr_t)s;
}

static CK_RV
log_in(CK_USER_TYPE user, const char *password)
{
	return p11->C_Login(session, user, chars(password), strlen(password));
}

static CK_STATE
state_now(void)
{
	CK_SESSION_INFO info;

	assert_good(p11->C_GetSessionInfo(session, &info));
	return info.state;
}

static void
initialized_anew(void **state)
{
	const char *so = getenv("LUNETTE_PARTITION_SO_PIN");
	CK_UTF8CHAR label[33];
	CK_TOKEN_INFO t;
	CK_SLOT_ID same = slot;

	make_aes(32);
	snprintf((char *)label, sizeof(label), "%-32s", "anew");
	assert_good(p11->C_CloseAllSessions(slot));
	assert_rv(CKR_PIN_INCORRECT, p11->C_InitToken(slot, chars("wrong-password"), 14,
	    label));
	assert_good(p11->C_InitToken(slot, chars(so), strlen(so), label));
	assert_good(p11->C_GetTokenInfo(same, &t));
	assert_memory_equal(t.label, label, 32);
	assert_false(t.flags & CKF_USER_PIN_INITIALIZED);
	assert_good(open_session(&session));
	assert_rv(CKR_USER_PIN_NOT_INITIALIZED, log_in(CKU_USER, "co-password-9"));
	assert_rv(CKR_USER_NOT_LOGGED_IN,
	    p11->C_InitPIN(session, chars("co-password-9"), 13));
	assert_good(log_in(CKU_SO, so));
	assert_int_equal(state_now(), CKS_RW_SO_FUNCTIONS);
	assert_rv(CKR_PIN_LEN_RANGE, p11->C_InitPIN(session, chars("short"), 5));
	assert_good(p11->C_InitPIN(session, chars("co-password-9"), 13));
	assert_good(p11->C_Logout(session));
}

static void
the_officers_password(void **state)
{
	CK_OBJECT_HANDLE none[4];
	CK_ULONG n = 9;

	assert_int_equal(state_now(), CKS_RW_PUBLIC_SESSION);
	assert_good(log_in(CKU_USER, "co-password-9"));
	assert_int_equal(state_now(), CKS_RW_USER_FUNCTIONS);
	assert_good(p11->C_FindObjectsInit(session, NULL, 0));
	assert_good(p11->C_FindObjects(session, none, 4, &n));
	assert_good(p11->C_FindObjectsFinal(session));
	assert_int_equal(n, 0);
	make_aes(32);
	assert_rv(CKR_PIN_INCORRECT, p11->C_SetPIN(session, chars("co-password-8"), 13,
	    chars("co-password-7"), 13));
	assert_good(p11->C_SetPIN(session, chars("co-password-9"), 13,
	    chars("co-password-7"), 13));
	assert_good(p11->C_Logout(session));
	assert_rv(CKR_PIN_INCORRECT, log_in(CKU_USER, "co-password-9"));
	assert_good(log_in(CKU_USER, "co-password-7"));
}

/* Tries left, as the flags tell programs that stop before the last one. */
static void
wrong_passwords_show(void **state)
{
	CK_TOKEN_INFO t;
	CK_RV rv;
	int tries = 0;

	assert_good(p11->C_Logout(session));
	do {
		assert_good(p11->C_GetTokenInfo(slot, &t));
		if (t.flags & CKF_USER_PIN_LOCKED)
			break;
		if (t.flags & CKF_USER_PIN_FINAL_TRY)
			assert_int_equal(tries, 9);
		assert_int_equal((t.flags & CKF_USER_PIN_COUNT_LOW) != 0, tries >= 7);
		rv = log_in(CKU_USER, "wrong-password");
		assert_rv(CKR_PIN_INCORRECT, rv);
	} while (++tries < 20);
	assert_int_equal(tries, 10);
	assert_rv(CKR_PIN_LOCKED, log_in(CKU_USER, "co-password-7"));
}

/* Labels of tokens are UTF-8 (PKCS#11 v3.2, section 3.6), padded to 32 bytes. */
static void
labels_of_any_script(void **state)
{
	static const char *const bad[] = { "gr\xfcn", "\xe2\x80\xae" "abc", "a\x01",
		"\xc2\x9b" "c", "cut off at the end of 32 bytes\xe2\x82", "" };
	CK_UTF8CHAR *so = chars(getenv("LUNETTE_PARTITION_SO_PIN"));
	CK_UTF8CHAR label[40];
	CK_TOKEN_INFO t;

	assert_good(p11->C_CloseAllSessions(slot));
	for (size_t i = 0; i < COUNT(bad); i++) {
		snprintf((char *)label, sizeof(label), "%-32s", bad[i]);
		assert_rv(CKR_ARGUMENTS_BAD, p11->C_InitToken(slot, so,
		    strlen((char *)so), label));
	}
	/* 24 bytes that show as 17 characters, padded to 32 bytes */
	snprintf((char *)label, sizeof(label), "%-32s",
	    "Schl\xc3\xbcssel \xd0\xba\xd0\xbb\xd1\x8e\xd1\x87 \xe9\x8d\xb5");
	assert_good(p11->C_InitToken(slot, so, strlen((char *)so), label));
	assert_good(p11->C_GetTokenInfo(slot, &t));
	assert_memory_equal(t.label, label, 32);
	/* all 32 bytes, nothing to pad */
	snprintf((char *)label, sizeof(label), "%s",
	    "\xf0\x9f\x94\x91\xf0\x9f\x94\x91\xf0\x9f\x94\x91\xf0\x9f\x94\x91"
	    "\xf0\x9f\x94\x91\xf0\x9f\x94\x91\xf0\x9f\x94\x91\xf0\x9f\x94\x91");
	assert_good(p11->C_InitToken(slot, so, strlen((char *)so), label));
	assert_good(p11->C_GetTokenInfo(slot, &t));
	assert_memory_equal(t.label, label, 32);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(initialized_anew),
		cmocka_unit_test(the_officers_password),
		cmocka_unit_test(wrong_passwords_show),
		cmocka_unit_test(labels_of_any_script),
	};

	return cmocka_run_group_tests(tests, p11_begin, p11_end);
}
