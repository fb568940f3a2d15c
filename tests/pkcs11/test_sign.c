/* SPDX-License-Identifier: Apache-2.0 */
/* Signatures and MACs through the module, by keys made there or brought in. */
#include "p11.h"

static const CK_BYTE p256[] = { 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7 };
static const CK_BYTE p384[] = { 6, 5, 0x2b, 0x81, 4, 0, 0x22 };
static const CK_BYTE p521[] = { 6, 5, 0x2b, 0x81, 4, 0, 0x23 };

static CK_BYTE text[1000] = "what is to be signed";
static CK_BYTE out[1000];

/* Signs at once and in parts, verifies both ways, and refuses what was changed. */
static void
sign_and_verify(CK_MECHANISM *m, CK_OBJECT_HANDLE priv, CK_OBJECT_HANDLE pub,
    CK_ULONG len, CK_ULONG want)
{
	CK_ULONG n = 0;

	assert_good(p11->C_SignInit(session, m, priv));
	assert_good(p11->C_Sign(session, text, len, NULL, &n));
	assert_int_equal(n, want);
	n = want - 1;
	assert_rv(CKR_BUFFER_TOO_SMALL, p11->C_Sign(session, text, len, out, &n));
	assert_good(p11->C_Sign(session, text, len, out, &n));
	assert_int_equal(n, want);
	assert_good(p11->C_VerifyInit(session, m, pub));
	assert_good(p11->C_VerifyUpdate(session, text, 5));
	assert_good(p11->C_VerifyUpdate(session, text + 5, len - 5));
	assert_good(p11->C_VerifyFinal(session, out, n));
	assert_good(p11->C_SignInit(session, m, priv));
	assert_good(p11->C_SignUpdate(session, text, 7));
	assert_good(p11->C_SignUpdate(session, text + 7, len - 7));
	assert_good(p11->C_SignFinal(session, out, &n));
	assert_good(p11->C_VerifyInit(session, m, pub));
	assert_good(p11->C_Verify(session, text, len, out, n));
	out[n / 2] ^= 1;
	assert_good(p11->C_VerifyInit(session, m, pub));
	assert_rv(CKR_SIGNATURE_INVALID, p11->C_Verify(session, text, len, out, n));
	assert_rv(CKR_OPERATION_NOT_INITIALIZED,
	    p11->C_Verify(session, text, len, out, n));
	assert_good(p11->C_VerifyInit(session, m, pub));
	assert_rv(CKR_SIGNATURE_LEN_RANGE, p11->C_Verify(session, text, len, out, n + 1));
}

static void
macs(void **state)
{
	CK_OBJECT_HANDLE key = make_hmac_key(), aes = make_aes(32);
	CK_ULONG half = 16, n = sizeof(out);

	sign_and_verify(PLAIN(CKM_SHA256_HMAC), key, key, 100, 32);
	sign_and_verify(PLAIN(CKM_SHA512_HMAC), key, key, 100, 64);
	sign_and_verify(WITH(CKM_SHA256_HMAC_GENERAL, half), key, key, 100, 16);
	sign_and_verify(PLAIN(CKM_AES_CMAC), aes, aes, 100, 16);
	assert_good(p11->C_SignInit(session, PLAIN(CKM_SHA256_HMAC), key));
	assert_good(p11->C_Sign(session, NULL, 0, out, &n));
	assert_rv(CKR_KEY_TYPE_INCONSISTENT,
	    p11->C_SignInit(session, PLAIN(CKM_SHA256_RSA_PKCS), key));
}

static void
rsa(void **state)
{
	CK_RSA_PKCS_PSS_PARAMS pss = { CKM_SHA256, CKG_MGF1_SHA256, 32 };
	CK_OBJECT_HANDLE pub, priv;

	make_rsa(2048, &pub, &priv);
	sign_and_verify(PLAIN(CKM_SHA256_RSA_PKCS), priv, pub, 900, 256);
	sign_and_verify(PLAIN(CKM_RSA_PKCS), priv, pub, 51, 256);
	sign_and_verify(WITH(CKM_SHA256_RSA_PKCS_PSS, pss), priv, pub, 900, 256);
	sign_and_verify(WITH(CKM_RSA_PKCS_PSS, pss), priv, pub, 32, 256);
	assert_rv(CKR_MECHANISM_PARAM_INVALID,
	    p11->C_SignInit(session, PLAIN(CKM_RSA_PKCS_PSS), priv));
}

/* The public half of a pair, as an object that came from outside. */
static CK_OBJECT_HANDLE
import_public(CK_OBJECT_HANDLE pub)
{
	static CK_OBJECT_CLASS class = CKO_PUBLIC_KEY;
	static CK_KEY_TYPE type = CKK_RSA;
	CK_BYTE n[256], e[8];
	CK_ATTRIBUTE t[] = { VALUE(CKA_MODULUS, n), VALUE(CKA_PUBLIC_EXPONENT, e),
		VALUE(CKA_CLASS, class), VALUE(CKA_KEY_TYPE, type) };
	CK_OBJECT_HANDLE again;

	assert_good(p11->C_GetAttributeValue(session, pub, t, 2));
	assert_good(p11->C_CreateObject(session, t, COUNT(t), &again));
	return again;
}

static void
rsa_with_small_exponents(void **state)
{
	CK_BYTE values[] = { 3, 17, 1, 16 };
	CK_ULONG bits = 2048;

	for (unsigned i = 0; i < COUNT(values); i++) {
		CK_ATTRIBUTE public[] = { VALUE(CKA_MODULUS_BITS, bits),
			VALUE(CKA_VERIFY, yes),
			{ CKA_PUBLIC_EXPONENT, &values[i], 1 } };
		CK_ATTRIBUTE private[] = { VALUE(CKA_SIGN, yes) };
		CK_OBJECT_HANDLE pub, priv;
		CK_RV rv = p11->C_GenerateKeyPair(session,
		    PLAIN(CKM_RSA_PKCS_KEY_PAIR_GEN), public, COUNT(public),
		    private, COUNT(private), &pub, &priv);

		if (i < 2) {
			assert_good(rv);
			sign_and_verify(PLAIN(CKM_SHA256_RSA_PKCS), priv,
			    import_public(pub), 900, 256);
		} else {
			assert_rv(CKR_ATTRIBUTE_VALUE_INVALID, rv);
		}
	}
}

static void
ecdsa(void **state)
{
	CK_OBJECT_HANDLE pub, priv;

	make_ec(p256, sizeof(p256), &pub, &priv);
	sign_and_verify(PLAIN(CKM_ECDSA), priv, pub, 32, 64);
	sign_and_verify(PLAIN(CKM_ECDSA_SHA256), priv, pub, 900, 64);
	make_ec(p384, sizeof(p384), &pub, &priv);
	sign_and_verify(PLAIN(CKM_ECDSA_SHA384), priv, pub, 900, 96);
	make_ec(p521, sizeof(p521), &pub, &priv);
	sign_and_verify(PLAIN(CKM_ECDSA_SHA512), priv, pub, 900, 132);
}

/* A public key from outside, its point raw: programs send either form. */
static CK_OBJECT_HANDLE
import_edwards(CK_OBJECT_HANDLE pub)
{
	static CK_OBJECT_CLASS class = CKO_PUBLIC_KEY;
	static CK_KEY_TYPE type = CKK_EC_EDWARDS;
	static const CK_BYTE oid[] = { 6, 3, 0x2b, 0x65, 0x70 };
	CK_BYTE point[34];
	CK_ATTRIBUTE asked = VALUE(CKA_EC_POINT, point);
	CK_ATTRIBUTE t[] = { VALUE(CKA_CLASS, class), VALUE(CKA_KEY_TYPE, type),
		{ CKA_EC_PARAMS, (void *)(uintptr_t)oid, sizeof(oid) },
		{ CKA_EC_POINT, point + 2, 32 } };
	CK_OBJECT_HANDLE again;

	assert_good(p11->C_GetAttributeValue(session, pub, &asked, 1));
	assert_int_equal(asked.ulValueLen, 34);
	assert_int_equal(point[0], 4);
	assert_int_equal(point[1], 32);
	assert_good(p11->C_CreateObject(session, t, COUNT(t), &again));
	return again;
}

static void
eddsa(void **state)
{
	static const CK_BYTE oid[] = { 6, 3, 0x2b, 0x65, 0x70 };
	CK_OBJECT_HANDLE pub, priv;
	CK_ATTRIBUTE wrong[] = {
		{ CKA_EC_PARAMS, (void *)(uintptr_t)p256, sizeof(p256) } };
	CK_EDDSA_PARAMS none = { CK_FALSE, 0, NULL };

	make_edwards(oid, sizeof(oid), &pub, &priv);
	sign_and_verify(PLAIN(CKM_EDDSA), priv, pub, 900, 64);
	sign_and_verify(PLAIN(CKM_EDDSA), priv, import_edwards(pub), 900, 64);
	make_edwards("\x13\x0c" "edwards25519", 14, &pub, &priv);
	sign_and_verify(PLAIN(CKM_EDDSA), priv, pub, 100, 64);
	assert_rv(CKR_MECHANISM_PARAM_INVALID,
	    p11->C_SignInit(session, WITH(CKM_EDDSA, none), priv));
	assert_rv(CKR_KEY_TYPE_INCONSISTENT,
	    p11->C_SignInit(session, PLAIN(CKM_ECDSA), priv));
	assert_rv(CKR_CURVE_NOT_SUPPORTED, p11->C_GenerateKeyPair(session,
	    PLAIN(CKM_EC_EDWARDS_KEY_PAIR_GEN), wrong, 1, NULL, 0, &pub, &priv));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(macs),
		cmocka_unit_test(rsa),
		cmocka_unit_test(rsa_with_small_exponents),
		cmocka_unit_test(ecdsa),
		cmocka_unit_test(eddsa),
	};

	return cmocka_run_group_tests(tests, p11_begin, p11_end);
}
