/* SPDX-License-Identifier: Apache-2.0 */
/* Objects: attributes, searches, copies, what is kept and what is not. */
#include "p11.h"

static CK_OBJECT_HANDLE
make_data(const char *label, CK_BBOOL token)
{
	CK_OBJECT_CLASS class = CKO_DATA;
	CK_ATTRIBUTE t[] = { VALUE(CKA_CLASS, class), VALUE(CKA_TOKEN, token),
		TEXT(CKA_LABEL, label), TEXT(CKA_VALUE, "value") };
	CK_OBJECT_HANDLE object = 0;

	assert_good(p11->C_CreateObject(session, t, COUNT(t), &object));
	return object;
}

static CK_ULONG
find(const char *label, CK_OBJECT_HANDLE *found, CK_ULONG most)
{
	CK_ATTRIBUTE t[] = { TEXT(CKA_LABEL, label) };
	CK_ULONG n = 0, all = 0;

	assert_good(p11->C_FindObjectsInit(session, t, COUNT(t)));
	do {
		assert_good(p11->C_FindObjects(session, found + all, most, &n));
		all += n;
	} while (n == most);
	assert_good(p11->C_FindObjectsFinal(session));
	return all;
}

static void
attributes_in_the_callers_form(void **state)
{
	CK_OBJECT_HANDLE key = make_aes(24);
	CK_ULONG class = 0, type = 0, len = 0;
	CK_BBOOL sensitive = 7, local = 7;
	CK_BYTE label[3];
	CK_ATTRIBUTE t[] = { VALUE(CKA_CLASS, class), VALUE(CKA_KEY_TYPE, type),
		VALUE(CKA_VALUE_LEN, len), VALUE(CKA_SENSITIVE, sensitive),
		VALUE(CKA_LOCAL, local), VALUE(CKA_LABEL, label) };

	assert_good(p11->C_GetAttributeValue(session, key, t, COUNT(t)));
	assert_int_equal(class, CKO_SECRET_KEY);
	assert_int_equal(type, CKK_AES);
	assert_int_equal(len, 24);
	assert_int_equal(sensitive, CK_TRUE);
	assert_int_equal(local, CK_TRUE);
	assert_memory_equal(label, "aes", 3);
}

static void
one_bad_attribute_does_not_spoil_the_others(void **state)
{
	CK_OBJECT_HANDLE key = make_aes(16);
	CK_BYTE value[64], label[2];
	CK_ULONG type = 0;
	CK_ATTRIBUTE t[] = { VALUE(CKA_VALUE, value), VALUE(CKA_KEY_TYPE, type) };
	CK_ATTRIBUTE strange[] = { VALUE(0x7ffffff0, value), VALUE(CKA_KEY_TYPE, type) };
	CK_ATTRIBUTE small[] = { VALUE(CKA_LABEL, label) };
	CK_ATTRIBUTE ask[] = { { CKA_LABEL, NULL, 0 }, { CKA_CLASS, NULL, 0 } };

	assert_rv(CKR_ATTRIBUTE_SENSITIVE, p11->C_GetAttributeValue(session, key, t, 2));
	assert_int_equal(t[0].ulValueLen, CK_UNAVAILABLE_INFORMATION);
	assert_int_equal(type, CKK_AES);
	type = 0;
	assert_rv(CKR_ATTRIBUTE_TYPE_INVALID,
	    p11->C_GetAttributeValue(session, key, strange, 2));
	assert_int_equal(type, CKK_AES);
	assert_rv(CKR_BUFFER_TOO_SMALL, p11->C_GetAttributeValue(session, key, small, 1));
	assert_good(p11->C_GetAttributeValue(session, key, ask, 2));
	assert_int_equal(ask[0].ulValueLen, 3);
	assert_int_equal(ask[1].ulValueLen, sizeof(CK_ULONG));
	assert_rv(CKR_OBJECT_HANDLE_INVALID,
	    p11->C_GetAttributeValue(session, 123456789, t, 1));
}

static void
values_that_cannot_be(void **state)
{
	CK_ULONG len = 32;
	CK_BYTE two[2] = { 0 };
	CK_ATTRIBUTE bad_bool[] = { VALUE(CKA_VALUE_LEN, len), VALUE(CKA_ENCRYPT, two) };
	CK_ATTRIBUTE bad_number[] = { VALUE(CKA_VALUE_LEN, two) };
	CK_ATTRIBUTE none[] = { { CKA_VALUE_LEN, NULL, 8 } };
	CK_OBJECT_HANDLE key;

	assert_rv(CKR_ATTRIBUTE_VALUE_INVALID, p11->C_GenerateKey(session,
	    PLAIN(CKM_AES_KEY_GEN), bad_bool, 2, &key));
	assert_rv(CKR_ATTRIBUTE_VALUE_INVALID, p11->C_GenerateKey(session,
	    PLAIN(CKM_AES_KEY_GEN), bad_number, 1, &key));
	assert_rv(CKR_ATTRIBUTE_VALUE_INVALID, p11->C_GenerateKey(session,
	    PLAIN(CKM_AES_KEY_GEN), none, 1, &key));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_GenerateKey(session,
	    PLAIN(CKM_AES_KEY_GEN), NULL, 1, &key));
	assert_rv(CKR_TEMPLATE_INCOMPLETE, p11->C_GenerateKey(session,
	    PLAIN(CKM_AES_KEY_GEN), NULL, 0, &key));
}

static void
searches(void **state)
{
	CK_OBJECT_HANDLE made[5], found[16];
	CK_ULONG n;

	for (int i = 0; i < 5; i++)
		made[i] = make_data("to be found", i < 2);
	assert_int_equal(find("to be found", found, 1), 5);
	assert_int_equal(find("to be found", found, 16), 5);
	assert_int_equal(find("not to be found", found, 16), 0);
	assert_rv(CKR_OPERATION_NOT_INITIALIZED,
	    p11->C_FindObjects(session, found, 1, &n));
	assert_good(p11->C_FindObjectsInit(session, NULL, 0));
	assert_rv(CKR_OPERATION_ACTIVE, p11->C_FindObjectsInit(session, NULL, 0));
	assert_good(p11->C_FindObjectsFinal(session));
	for (int i = 0; i < 5; i++)
		assert_good(p11->C_DestroyObject(session, made[i]));
	assert_int_equal(find("to be found", found, 16), 0);
	assert_rv(CKR_OBJECT_HANDLE_INVALID, p11->C_DestroyObject(session, made[0]));
}

static void
changed_and_copied(void **state)
{
	CK_OBJECT_HANDLE key = make_aes(32), copy, plain, found[4];
	CK_ATTRIBUTE rename[] = { TEXT(CKA_LABEL, "renamed"), TEXT(CKA_ID, "7") };
	CK_ATTRIBUTE keep[] = { VALUE(CKA_TOKEN, yes), TEXT(CKA_LABEL, "kept") };
	CK_ATTRIBUTE class[] = { { CKA_CLASS, NULL, 0 } };
	CK_ULONG size = 0, number = CKO_DATA;

	assert_good(p11->C_SetAttributeValue(session, key, rename, 2));
	assert_int_equal(find("renamed", found, 4), 1);
	assert_int_equal(found[0], key);
	class[0].pValue = &number;
	class[0].ulValueLen = sizeof(number);
	assert_rv(CKR_ATTRIBUTE_READ_ONLY,
	    p11->C_SetAttributeValue(session, key, class, 1));
	assert_good(p11->C_CopyObject(session, key, keep, 2, &copy));
	assert_good(p11->C_CopyObject(session, key, NULL, 0, &plain));
	assert_int_not_equal(copy, plain);
	assert_int_equal(find("kept", found, 4), 1);
	assert_good(p11->C_GetObjectSize(session, copy, &size));
	assert_int_not_equal(size, 0);
	assert_good(p11->C_DestroyObject(session, copy));
}

/* Session objects end with their session; token objects stay. */
/* A label comes back as it was given, in whatever script, and is found by it:
 * programs also give labels with their NUL, or bytes of their own. */
static void
labels_of_any_script(void **state)
{
	static const char *const labels[] = { "Schl\xc3\xbcssel",
		"\xd0\xba\xd0\xbb\xd1\x8e\xd1\x87", "\xe9\x8d\xb5", "\xf0\x9f\x94\x91",
		"gr\xfcn" };
	CK_OBJECT_HANDLE object, found[4];
	CK_BYTE label[64];
	CK_ATTRIBUTE t[] = { VALUE(CKA_LABEL, label) };

	for (size_t i = 0; i < COUNT(labels); i++) {
		object = make_data(labels[i], CK_FALSE);
		assert_int_equal(find(labels[i], found, 4), 1);
		assert_int_equal(found[0], object);
		t[0].ulValueLen = sizeof(label);
		assert_good(p11->C_GetAttributeValue(session, object, t, 1));
		assert_int_equal(t[0].ulValueLen, strlen(labels[i]));
		assert_memory_equal(label, labels[i], strlen(labels[i]));
		assert_good(p11->C_DestroyObject(session, object));
	}
}

static void
what_ends_with_the_session(void **state)
{
	CK_SESSION_HANDLE other, first = session;
	CK_OBJECT_HANDLE found[4], kept;

	assert_good(open_session(&other));
	session = other;
	make_data("passing", CK_FALSE);
	kept = make_data("staying", CK_TRUE);
	session = first;
	assert_int_equal(find("passing", found, 4), 1);
	assert_good(p11->C_CloseSession(other));
	assert_int_equal(find("passing", found, 4), 0);
	assert_int_equal(find("staying", found, 4), 1);
	assert_good(p11->C_DestroyObject(session, kept));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(attributes_in_the_callers_form),
		cmocka_unit_test(one_bad_attribute_does_not_spoil_the_others),
		cmocka_unit_test(values_that_cannot_be),
		cmocka_unit_test(searches),
		cmocka_unit_test(changed_and_copied),
		cmocka_unit_test(labels_of_any_script),
		cmocka_unit_test(what_ends_with_the_session),
	};

	return cmocka_run_group_tests(tests, p11_begin, p11_end);
}
