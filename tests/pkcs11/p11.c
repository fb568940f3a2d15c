/* SPDX-License-Identifier: Apache-2.0 */
/* See p11.h. The module is loaded as applications load it. */
#include "p11.h"

#include <dlfcn.h>
#include <stdlib.h>

CK_FUNCTION_LIST_3_0 *p11;
CK_SLOT_ID slot;
CK_SESSION_HANDLE session;
CK_BBOOL yes = CK_TRUE, no = CK_FALSE;
const char *pin;

static void *library;

void
p11_load(void)
{
	const char *path = getenv("LUNETTE_MODULE");
	CK_VERSION version = { 3, 0 };
	CK_INTERFACE *interface;
	CK_C_GetInterface get;

	if (path != NULL)
		library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (library == NULL)
		fail_msg("$LUNETTE_MODULE: %s", path != NULL ? dlerror() : "not set");
	*(void **)&get = dlsym(library, "C_GetInterface");
	assert_non_null(get);
	assert_good(get((CK_UTF8CHAR *)"PKCS 11", &version, &interface, 0));
	p11 = interface->pFunctionList;
}

static void
find_slot(void)
{
	CK_ULONG n = 0;
	CK_SLOT_ID ids[64];
	CK_TOKEN_INFO info;
	char padded[40];

	snprintf(padded, sizeof(padded), "%-32s", getenv("LUNETTE_LABEL"));
	assert_good(p11->C_GetSlotList(CK_TRUE, NULL, &n));
	assert_in_range(n, 1, 64);
	assert_good(p11->C_GetSlotList(CK_TRUE, ids, &n));
	for (CK_ULONG i = 0; i < n; i++) {
		assert_good(p11->C_GetTokenInfo(ids[i], &info));
		if (memcmp(info.label, padded, 32) == 0) {
			slot = ids[i];
			return;
		}
	}
	fail_msg("no token '%s'", padded);
}

CK_RV
open_session(CK_SESSION_HANDLE *out)
{
	return p11->C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL,
	    NULL, out);
}

int
p11_begin(void **state)
{
	CK_C_INITIALIZE_ARGS args = { .flags = CKF_OS_LOCKING_OK };

	p11_load();
	pin = getenv("LUNETTE_PIN");
	assert_non_null(pin);
	assert_good(p11->C_Initialize(&args));
	find_slot();
	assert_good(open_session(&session));
	assert_good(p11->C_Login(session, CKU_USER, (CK_UTF8CHAR *)(uintptr_t)pin,
	    strlen(pin)));
	return 0;
}

int
p11_end(void **state)
{
	assert_good(p11->C_Finalize(NULL));
	return 0;
}

void
p11_unload(void)
{
	assert_int_equal(0, dlclose(library));
	library = NULL;
	p11 = NULL;
}

CK_OBJECT_HANDLE
make_aes(CK_ULONG len)
{
	CK_ATTRIBUTE t[] = {
		VALUE(CKA_VALUE_LEN, len), VALUE(CKA_ENCRYPT, yes),
		VALUE(CKA_DECRYPT, yes), VALUE(CKA_SIGN, yes),
		VALUE(CKA_VERIFY, yes), TEXT(CKA_LABEL, "aes"),
		VALUE(CKA_WRAP, yes), VALUE(CKA_UNWRAP, yes),
		VALUE(CKA_EXTRACTABLE, yes),
	};
	CK_OBJECT_HANDLE key = 0;

	assert_good(p11->C_GenerateKey(session, PLAIN(CKM_AES_KEY_GEN), t,
	    COUNT(t), &key));
	assert_int_not_equal(key, 0);
	return key;
}

CK_OBJECT_HANDLE
make_hmac_key(void)
{
	CK_ULONG len = 32;
	CK_ATTRIBUTE t[] = { VALUE(CKA_VALUE_LEN, len), VALUE(CKA_SIGN, yes),
		VALUE(CKA_VERIFY, yes) };
	CK_OBJECT_HANDLE key = 0;

	assert_good(p11->C_GenerateKey(session, PLAIN(CKM_GENERIC_SECRET_KEY_GEN),
	    t, COUNT(t), &key));
	return key;
}

void
make_rsa(CK_ULONG bits, CK_OBJECT_HANDLE *public, CK_OBJECT_HANDLE *private)
{
	CK_BYTE exponent[] = { 1, 0, 1 };
	CK_ATTRIBUTE pub[] = {
		VALUE(CKA_MODULUS_BITS, bits), VALUE(CKA_VERIFY, yes),
		VALUE(CKA_PUBLIC_EXPONENT, exponent), VALUE(CKA_ENCRYPT, yes),
	};
	CK_ATTRIBUTE priv[] = { VALUE(CKA_SIGN, yes), VALUE(CKA_DECRYPT, yes),
		TEXT(CKA_ID, "id1") };

	assert_good(p11->C_GenerateKeyPair(session, PLAIN(CKM_RSA_PKCS_KEY_PAIR_GEN),
	    pub, COUNT(pub), priv, COUNT(priv), public, private));
}

static void
make_on_curve(CK_MECHANISM *m, const void *curve, size_t len,
    CK_OBJECT_HANDLE *public, CK_OBJECT_HANDLE *private)
{
	CK_ATTRIBUTE pub[] = {
		{ CKA_EC_PARAMS, (void *)(uintptr_t)curve, len },
		VALUE(CKA_VERIFY, yes),
	};
	CK_ATTRIBUTE priv[] = { VALUE(CKA_SIGN, yes) };

	assert_good(p11->C_GenerateKeyPair(session, m, pub, COUNT(pub), priv,
	    COUNT(priv), public, private));
}

void
make_ec(const void *curve, size_t len, CK_OBJECT_HANDLE *public,
    CK_OBJECT_HANDLE *private)
{
	make_on_curve(PLAIN(CKM_EC_KEY_PAIR_GEN), curve, len, public, private);
}

void
make_edwards(const void *curve, size_t len, CK_OBJECT_HANDLE *public,
    CK_OBJECT_HANDLE *private)
{
	make_on_curve(PLAIN(CKM_EC_EDWARDS_KEY_PAIR_GEN), curve, len, public,
	    private);
}
