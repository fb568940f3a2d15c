/* SPDX-License-Identifier: Apache-2.0 */
/* Wrong arguments that programs pass by mistake: NULL where something is
 * needed, and parameters and lengths that fit nothing. Each gets its own
 * error, and the next call works. */
#include "p11.h"

static CK_BYTE b[256];
static CK_ULONG n;

static void
nowhere_to_put_it(void **state)
{
	CK_OBJECT_CLASS class = CKO_DATA;
	CK_ATTRIBUTE data[] = { VALUE(CKA_CLASS, class) };
	CK_OBJECT_HANDLE key = make_aes(16), other;

	assert_rv(CKR_ARGUMENTS_BAD, p11->C_GetInfo(NULL));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_GetFunctionList(NULL));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_GetInterfaceList(NULL, NULL));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_GetInterface(NULL, NULL, NULL, 0));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_GetSlotInfo(slot, NULL));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_GetTokenInfo(slot, NULL));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_GetMechanismList(slot, NULL, NULL));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_GetMechanismInfo(slot, CKM_AES_ECB, NULL));
	assert_rv(CKR_ARGUMENTS_BAD,
	    p11->C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL, NULL));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_GetSessionInfo(session, NULL));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_CreateObject(session, data, 1, NULL));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_CopyObject(session, key, NULL, 0, NULL));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_GetObjectSize(session, key, NULL));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_GenerateKey(session,
	    PLAIN(CKM_AES_KEY_GEN), NULL, 0, NULL));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_GenerateKeyPair(session,
	    PLAIN(CKM_EC_KEY_PAIR_GEN), NULL, 0, NULL, 0, &other, NULL));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_GenerateKeyPair(session,
	    PLAIN(CKM_EC_KEY_PAIR_GEN), NULL, 0, NULL, 0, NULL, &other));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_WrapKey(session,
	    PLAIN(CKM_AES_KEY_WRAP_KWP), key, key, b, NULL));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_UnwrapKey(session,
	    PLAIN(CKM_AES_KEY_WRAP_KWP), key, b, 24, NULL, 0, NULL));
	assert_good(p11->C_FindObjectsInit(session, NULL, 0));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_FindObjects(session, &other, 1, NULL));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_FindObjects(session, NULL, 1, &n));
	assert_good(p11->C_FindObjectsFinal(session));
	assert_rv(CKR_OPERATION_NOT_INITIALIZED, p11->C_FindObjectsFinal(session));
	assert_good(p11->C_DestroyObject(session, key));
}

static void
nothing_to_take_it_from(void **state)
{
	CK_UTF8CHAR *word = (CK_UTF8CHAR *)(uintptr_t)"password";
	CK_OBJECT_HANDLE key = make_aes(16), other;
	CK_C_INITIALIZE_ARGS args = { .flags = 0 };

	assert_rv(CKR_ARGUMENTS_BAD, p11->C_Finalize(b));
	assert_rv(CKR_CRYPTOKI_ALREADY_INITIALIZED, p11->C_Initialize(&args));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_Login(session, CKU_USER, NULL, 8));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_InitPIN(session, NULL, 8));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_SetPIN(session, NULL, 8, word, 8));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_SetPIN(session, word, 8, NULL, 8));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_InitToken(slot, word, 8, NULL));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_InitToken(slot, NULL, 8, b));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_CreateObject(session, NULL, 1, &other));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_FindObjectsInit(session, NULL, 1));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_GetAttributeValue(session, key, NULL, 1));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_SetAttributeValue(session, key, NULL, 1));
	/* A call that changes nothing must not report success. */
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_SetAttributeValue(session, key, NULL, 0));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_GenerateRandom(session, NULL, 1));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_SeedRandom(session, NULL, 1));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_UnwrapKey(session,
	    PLAIN(CKM_AES_KEY_WRAP_KWP), key, NULL, 24, NULL, 0, &other));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_GenerateKey(session, NULL, NULL, 0, &other));
	/* Without a mechanism an operation ends; there is none. */
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_EncryptInit(session, NULL, key));
	assert_good(p11->C_DestroyObject(session, key));
}

/* Every parameter a byte short, a byte long, and announced but not there. */
static void
parameters_of_a_wrong_size(void **state)
{
	static const struct {
		CK_MECHANISM_TYPE type;
		CK_ULONG size;
	} rows[] = {
		{ CKM_AES_CBC, 16 },
		{ CKM_AES_CTR, sizeof(CK_AES_CTR_PARAMS) },
		{ CKM_AES_GCM, sizeof(CK_GCM_PARAMS) },
	};
	CK_OBJECT_HANDLE key = make_aes(16), other;

	for (size_t i = 0; i < COUNT(rows); i++)
		for (CK_ULONG size = rows[i].size - 1; size <= rows[i].size + 1; size++) {
			CK_MECHANISM m = { rows[i].type,
				size == rows[i].size ? NULL : b, size };

			assert_rv(CKR_MECHANISM_PARAM_INVALID,
			    p11->C_EncryptInit(session, &m, key));
		}
	assert_rv(CKR_MECHANISM_PARAM_INVALID, p11->C_EncryptInit(session,
	    (&(CK_MECHANISM){ CKM_AES_ECB, b, 1 }), key));
	assert_rv(CKR_MECHANISM_PARAM_INVALID, p11->C_SignInit(session,
	    (&(CK_MECHANISM){ CKM_SHA256_HMAC_GENERAL, b, sizeof(CK_ULONG) - 1 }), key));
	assert_rv(CKR_MECHANISM_PARAM_INVALID, p11->C_DeriveKey(session,
	    (&(CK_MECHANISM){ CKM_ECDH1_DERIVE, b, sizeof(CK_ECDH1_DERIVE_PARAMS) - 1 }),
	    key, NULL, 0, &other));
	assert_rv(CKR_MECHANISM_INVALID,
	    p11->C_EncryptInit(session, PLAIN(0x7ffffff1), key));
	assert_good(p11->C_DestroyObject(session, key));
}

static void
pss_and_oaep_parameters(void **state)
{
	CK_RSA_PKCS_OAEP_PARAMS oaep = { CKM_SHA256, CKG_MGF1_SHA256, 7, NULL, 0 };
	CK_RSA_PKCS_PSS_PARAMS pss = { CKM_SHA256, CKG_MGF1_SHA256, 32 };
	CK_OBJECT_HANDLE public, private;
	CK_MECHANISM m = { CKM_SHA256_RSA_PKCS_PSS, &pss, sizeof(pss) - 1 };

	make_rsa(2048, &public, &private);
	assert_rv(CKR_MECHANISM_PARAM_INVALID, p11->C_SignInit(session, &m, private));
	m = (CK_MECHANISM){ CKM_RSA_PKCS_OAEP, &oaep, sizeof(oaep) };
	assert_rv(CKR_MECHANISM_PARAM_INVALID, p11->C_EncryptInit(session, &m, public));
	oaep.source = CKZ_DATA_SPECIFIED;
	oaep.ulSourceDataLen = 5; /* of nothing */
	assert_rv(CKR_MECHANISM_PARAM_INVALID, p11->C_EncryptInit(session, &m, public));
	oaep.ulSourceDataLen = 0;
	m.ulParameterLen--;
	assert_rv(CKR_MECHANISM_PARAM_INVALID, p11->C_EncryptInit(session, &m, public));
	m.ulParameterLen++;
	assert_good(p11->C_EncryptInit(session, &m, public));
	assert_good(p11->C_EncryptInit(session, NULL, public));
	assert_good(p11->C_DestroyObject(session, public));
	assert_good(p11->C_DestroyObject(session, private));
}

static CK_RV
create(CK_ATTRIBUTE_TYPE type, void *value, CK_ULONG len)
{
	CK_OBJECT_CLASS class = CKO_DATA;
	CK_ATTRIBUTE t[] = { VALUE(CKA_CLASS, class), { type, value, len } };
	CK_OBJECT_HANDLE object;

	return p11->C_CreateObject(session, t, COUNT(t), &object);
}

static void
attributes_of_a_wrong_shape(void **state)
{
	CK_ATTRIBUTE strange = { 1ul << 32 | CKA_LABEL, b, sizeof(b) };
	CK_OBJECT_HANDLE key = make_aes(16);

	assert_rv(CKR_ATTRIBUTE_VALUE_INVALID, create(CKA_TOKEN, b, 2));
	assert_rv(CKR_ATTRIBUTE_VALUE_INVALID, create(CKA_TOKEN, NULL, 1));
	assert_rv(CKR_ATTRIBUTE_VALUE_INVALID, create(CKA_LABEL, NULL, 1));
	assert_rv(CKR_ATTRIBUTE_VALUE_INVALID, create(CKA_KEY_TYPE, b, 7));
	assert_rv(CKR_ATTRIBUTE_VALUE_INVALID, create(CKA_KEY_TYPE, NULL, 8));
	assert_rv(CKR_ATTRIBUTE_TYPE_INVALID, create(1ul << 32, b, 1));
	assert_rv(CKR_ATTRIBUTE_TYPE_INVALID,
	    p11->C_GetAttributeValue(session, key, &strange, 1));
	assert_good(p11->C_DestroyObject(session, key));
}

static void
room_that_does_not_do(void **state)
{
	CK_OBJECT_HANDLE wrapper = make_aes(32), key = make_aes(32);
	CK_INTERFACE all[3], *one;

	n = 39;
	assert_rv(CKR_BUFFER_TOO_SMALL, p11->C_WrapKey(session,
	    PLAIN(CKM_AES_KEY_WRAP_KWP), wrapper, key, b, &n));
	assert_int_equal(n, 40);
	assert_good(p11->C_WrapKey(session, PLAIN(CKM_AES_KEY_WRAP_KWP), wrapper, key,
	    b, &n));
	n = 2;
	assert_rv(CKR_BUFFER_TOO_SMALL, p11->C_GetInterfaceList(all, &n));
	assert_int_equal(n, 3);
	assert_good(p11->C_GetInterfaceList(all, &n));
	assert_good(p11->C_GetInterface(all[0].pInterfaceName, NULL, &one, 0));
	assert_rv(CKR_FUNCTION_FAILED,
	    p11->C_GetInterface((CK_UTF8CHAR *)(uintptr_t)"PKCS 12", NULL, &one, 0));
	assert_good(p11->C_DestroyObject(session, wrapper));
	assert_good(p11->C_DestroyObject(session, key));
}

/* A password longer than any is wrong like any other, and costs a try only
 * where it could have been right. */
static void
passwords_of_a_wrong_length(void **state)
{
	static CK_UTF8CHAR endless[100000];
	CK_UTF8CHAR *right = (CK_UTF8CHAR *)(uintptr_t)pin;
	CK_SESSION_HANDLE reader;

	memset(endless, 'x', sizeof(endless));
	assert_rv(CKR_PIN_LEN_RANGE, p11->C_SetPIN(session, right, strlen(pin),
	    endless, sizeof(endless)));
	assert_good(p11->C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL, &reader));
	assert_rv(CKR_SESSION_READ_ONLY, p11->C_SetPIN(reader, right, strlen(pin),
	    right, strlen(pin)));
	assert_good(p11->C_CloseSession(reader));
	assert_good(p11->C_Logout(session));
	assert_good(p11->C_CloseAllSessions(slot));
	memset(endless, ' ', 32); /* is the label too, and an empty one */
	assert_rv(CKR_PIN_INCORRECT,
	    p11->C_InitToken(slot, endless, sizeof(endless), endless));
	assert_good(open_session(&session));
	assert_rv(CKR_PIN_INCORRECT,
	    p11->C_Login(session, CKU_USER, endless, sizeof(endless)));
	assert_good(p11->C_Login(session, CKU_USER, right, strlen(pin)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nowhere_to_put_it),
		cmocka_unit_test(nothing_to_take_it_from),
		cmocka_unit_test(parameters_of_a_wrong_size),
		cmocka_unit_test(pss_and_oaep_parameters),
		cmocka_unit_test(attributes_of_a_wrong_shape),
		cmocka_unit_test(room_that_does_not_do),
		cmocka_unit_test(passwords_of_a_wrong_length),
	};

	return cmocka_run_group_tests(tests, p11_begin, p11_end);
}
