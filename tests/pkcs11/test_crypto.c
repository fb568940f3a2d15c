/* SPDX-License-Identifier: Apache-2.0 */
/* Cryptography through the module: round trips, and the rules about lengths,
 * buffers, one part and many. */
#include "p11.h"

#include <stdlib.h>

static const CK_BYTE p256[] = { 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7 };

static CK_BYTE text[1000] = "what is to be kept from others";
static CK_BYTE out[2000], back[2000];
static CK_BYTE iv[16] = { 1, 2, 3 };

/* Encrypts and decrypts `len` bytes at once; gives the encrypted length. */
static CK_ULONG
round_trip(CK_MECHANISM *m, CK_OBJECT_HANDLE e, CK_OBJECT_HANDLE d, CK_ULONG len)
{
	CK_ULONG n = 0, asked, back_len = sizeof(back);

	assert_good(p11->C_EncryptInit(session, m, e));
	assert_good(p11->C_Encrypt(session, text, len, NULL, &n));
	asked = n;
	assert_in_range(asked, len, len + 512);
	if (asked > 0) {
		n = asked - 1;
		assert_rv(CKR_BUFFER_TOO_SMALL,
		    p11->C_Encrypt(session, text, len, out, &n));
		assert_int_equal(n, asked);
	}
	assert_good(p11->C_Encrypt(session, text, len, out, &n));
	assert_int_equal(n, asked);
	assert_rv(CKR_OPERATION_NOT_INITIALIZED,
	    p11->C_Encrypt(session, text, len, out, &n));
	n = asked;
	assert_good(p11->C_DecryptInit(session, m, d));
	assert_good(p11->C_Decrypt(session, out, n, back, &back_len));
	assert_int_equal(back_len, len);
	assert_memory_equal(back, text, len);
	return n;
}

static void
aes_in_every_mode(void **state)
{
	CK_OBJECT_HANDLE key = make_aes(32);
	CK_AES_CTR_PARAMS ctr = { 128, { 9 } };
	CK_GCM_PARAMS gcm = { iv, 12, 0, (CK_BYTE *)"AAD4", 4, 128 };

	assert_int_equal(round_trip(PLAIN(CKM_AES_ECB), key, key, 64), 64);
	assert_int_equal(round_trip(WITH(CKM_AES_CBC, iv), key, key, 64), 64);
	assert_int_equal(round_trip(WITH(CKM_AES_CBC_PAD, iv), key, key, 64), 80);
	assert_int_equal(round_trip(WITH(CKM_AES_CBC_PAD, iv), key, key, 0), 16);
	assert_int_equal(round_trip(WITH(CKM_AES_CTR, ctr), key, key, 61), 61);
	assert_int_equal(round_trip(WITH(CKM_AES_GCM, gcm), key, key, 61), 77);
	assert_int_equal(round_trip(WITH(CKM_AES_GCM, gcm), key, key, 0), 16);
	assert_int_equal(round_trip(WITH(CKM_AES_GCM, gcm), key, key, 1000), 1016);
	assert_good(p11->C_DestroyObject(session, key));
	assert_rv(CKR_KEY_HANDLE_INVALID,
	    p11->C_EncryptInit(session, WITH(CKM_AES_GCM, gcm), key));
}

/* The parameter says how long the text is, in one part and in many. */
static void
ccm(void **state)
{
	CK_OBJECT_HANDLE key = make_aes(32), other = make_aes(16);
	CK_CCM_PARAMS p = { 1000, iv, 12, (CK_BYTE *)"AAD4", 4, 16 };
	CK_ULONG n, at = 0;

	assert_int_equal(round_trip(WITH(CKM_AES_CCM, p), key, key, 1000), 1016);
	assert_good(p11->C_EncryptInit(session, WITH(CKM_AES_CCM, p), key));
	for (CK_ULONG i = 0; i < 1000; i += 40) {
		n = sizeof(back) - at;
		assert_good(p11->C_EncryptUpdate(session, text + i, 40, back + at, &n));
		at += n;
	}
	n = sizeof(back) - at;
	assert_good(p11->C_EncryptFinal(session, back + at, &n));
	assert_int_equal(at + n, 1016);
	assert_memory_equal(back, out, 1016);
	n = sizeof(out);
	assert_good(p11->C_EncryptInit(session, WITH(CKM_AES_CCM, p), key));
	assert_rv(CKR_DATA_LEN_RANGE, p11->C_Encrypt(session, text, 999, out, &n));
	p.ulDataLen = 0;
	assert_int_equal(round_trip(WITH(CKM_AES_CCM, p), key, key, 0), 16);
	p.ulMACLen = 5;
	assert_rv(CKR_MECHANISM_PARAM_INVALID,
	    p11->C_EncryptInit(session, WITH(CKM_AES_CCM, p), key));
	p.ulDataLen = p.ulMACLen = 16;
	n = sizeof(out);
	assert_good(p11->C_WrapKey(session, WITH(CKM_AES_CCM, p), key, other, out,
	    &n));
	assert_int_equal(n, 32);
}

/* Luna: without an IV the HSM makes one and appends it. */
static void
gcm_makes_its_own_iv(void **state)
{
	CK_OBJECT_HANDLE key = make_aes(16);
	CK_GCM_PARAMS gcm = { NULL, 0, 0, (CK_BYTE *)"AAD4", 4, 128 };
	CK_ULONG n = sizeof(out), back_len = sizeof(back);

	assert_good(p11->C_EncryptInit(session, WITH(CKM_AES_GCM, gcm), key));
	assert_good(p11->C_Encrypt(session, text, 100, NULL, &n));
	assert_int_equal(n, 132);
	assert_good(p11->C_Encrypt(session, text, 100, out, &n));
	assert_int_equal(n, 132);
	gcm.pIv = out + 116;
	gcm.ulIvLen = 16;
	assert_good(p11->C_DecryptInit(session, WITH(CKM_AES_GCM, gcm), key));
	assert_good(p11->C_Decrypt(session, out, 116, back, &back_len));
	assert_memory_equal(back, text, 100);
	out[3] ^= 1;
	assert_good(p11->C_DecryptInit(session, WITH(CKM_AES_GCM, gcm), key));
	back_len = sizeof(back);
	assert_rv(CKR_ENCRYPTED_DATA_INVALID,
	    p11->C_Decrypt(session, out, 116, back, &back_len));
	assert_rv(CKR_OPERATION_NOT_INITIALIZED,
	    p11->C_Decrypt(session, out, 116, back, &back_len));
}

static void
encryption_in_parts(void **state)
{
	CK_OBJECT_HANDLE key = make_aes(32);
	CK_ULONG n, at = 0, back_at = 0;

	assert_good(p11->C_EncryptInit(session, WITH(CKM_AES_CBC_PAD, iv), key));
	for (CK_ULONG i = 0; i < 1000; i += 40) {
		n = sizeof(out) - at;
		assert_good(p11->C_EncryptUpdate(session, text + i, 40, out + at, &n));
		at += n;
	}
	n = 1;
	assert_rv(CKR_BUFFER_TOO_SMALL, p11->C_EncryptFinal(session, out + at, &n));
	assert_good(p11->C_EncryptFinal(session, out + at, &n));
	at += n;
	assert_int_equal(at, 1008);
	assert_good(p11->C_DecryptInit(session, WITH(CKM_AES_CBC_PAD, iv), key));
	for (CK_ULONG i = 0; i < at; i += 63) {
		n = sizeof(back) - back_at;
		assert_good(p11->C_DecryptUpdate(session, out + i,
		    at - i < 63 ? at - i : 63, back + back_at, &n));
		back_at += n;
	}
	n = sizeof(back) - back_at;
	assert_good(p11->C_DecryptFinal(session, back + back_at, &n));
	assert_int_equal(back_at + n, 1000);
	assert_memory_equal(back, text, 1000);
}

/* What an update gave and the buffer could not take is given again. */
static void
an_update_that_did_not_fit(void **state)
{
	CK_OBJECT_HANDLE key = make_aes(32);
	CK_ULONG n = 10;

	assert_good(p11->C_EncryptInit(session, WITH(CKM_AES_CBC, iv), key));
	assert_rv(CKR_BUFFER_TOO_SMALL, p11->C_EncryptUpdate(session, text, 64, out, &n));
	assert_int_equal(n, 64);
	assert_good(p11->C_EncryptUpdate(session, text, 64, out, &n));
	assert_int_equal(n, 64);
	n = sizeof(out) - 64;
	assert_good(p11->C_EncryptUpdate(session, text + 64, 64, out + 64, &n));
	assert_int_equal(n, 64);
	n = sizeof(back);
	assert_good(p11->C_EncryptFinal(session, back, &n));
	assert_int_equal(n, 0);
	n = sizeof(back);
	assert_good(p11->C_DecryptInit(session, WITH(CKM_AES_CBC, iv), key));
	assert_good(p11->C_Decrypt(session, out, 128, back, &n));
	assert_memory_equal(back, text, 128);
}

static void
more_than_one_request_holds(void **state)
{
	CK_OBJECT_HANDLE key = make_aes(32);
	CK_GCM_PARAMS gcm = { iv, 12, 96, NULL, 0, 128 };
	CK_ULONG len = 700000, n = len + 16, back_len = len;
	CK_BYTE *in = malloc(len), *enc = malloc(n), *dec = malloc(len);

	for (CK_ULONG i = 0; i < len; i++)
		in[i] = (CK_BYTE)(i * 7 >> 3);
	assert_good(p11->C_EncryptInit(session, WITH(CKM_AES_GCM, gcm), key));
	assert_good(p11->C_Encrypt(session, in, len, enc, &n));
	assert_int_equal(n, len + 16);
	assert_good(p11->C_DecryptInit(session, WITH(CKM_AES_GCM, gcm), key));
	assert_good(p11->C_Decrypt(session, enc, n, dec, &back_len));
	assert_int_equal(back_len, len);
	assert_memory_equal(dec, in, len);
	n = 32;
	assert_good(p11->C_DigestInit(session, PLAIN(CKM_SHA256)));
	assert_good(p11->C_Digest(session, in, len, enc, &n));
	n = 32;
	assert_good(p11->C_DigestInit(session, PLAIN(CKM_SHA256)));
	assert_good(p11->C_DigestUpdate(session, in, 300000));
	assert_good(p11->C_DigestUpdate(session, in + 300000, len - 300000));
	assert_good(p11->C_DigestFinal(session, dec, &n));
	assert_memory_equal(enc, dec, 32);
	free(in);
	free(enc);
	free(dec);
}

static void
digests(void **state)
{
	static const CK_BYTE abc[] = { 0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea };
	static const CK_BYTE empty[] = { 0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14 };
	CK_ULONG n = sizeof(out);

	assert_good(p11->C_DigestInit(session, PLAIN(CKM_SHA256)));
	assert_rv(CKR_OPERATION_ACTIVE, p11->C_DigestInit(session, PLAIN(CKM_SHA256)));
	assert_good(p11->C_Digest(session, (CK_BYTE *)"abc", 3, NULL, &n));
	assert_int_equal(n, 32);
	assert_good(p11->C_Digest(session, (CK_BYTE *)"abc", 3, out, &n));
	assert_memory_equal(out, abc, 8);
	assert_good(p11->C_DigestInit(session, PLAIN(CKM_SHA256)));
	assert_good(p11->C_Digest(session, NULL, 0, out, &n));
	assert_memory_equal(out, empty, 8);
	assert_good(p11->C_DigestInit(session, PLAIN(CKM_SHA256)));
	assert_good(p11->C_DigestUpdate(session, NULL, 0));
	assert_good(p11->C_DigestUpdate(session, (CK_BYTE *)"ab", 2));
	assert_rv(CKR_OPERATION_ACTIVE, p11->C_Digest(session, text, 1, out, &n));
	assert_good(p11->C_DigestInit(session, PLAIN(CKM_SHA256)));
	assert_good(p11->C_DigestUpdate(session, (CK_BYTE *)"ab", 2));
	assert_good(p11->C_DigestUpdate(session, (CK_BYTE *)"c", 1));
	n = 31;
	assert_rv(CKR_BUFFER_TOO_SMALL, p11->C_DigestFinal(session, out, &n));
	assert_good(p11->C_DigestFinal(session, out, &n));
	assert_memory_equal(out, abc, 8);
	assert_rv(CKR_MECHANISM_INVALID, p11->C_DigestInit(session, PLAIN(0x7fffffff)));
	assert_rv(CKR_OPERATION_NOT_INITIALIZED, p11->C_DigestFinal(session, out, &n));
}

static void
rsa(void **state)
{
	CK_RSA_PKCS_OAEP_PARAMS oaep = { CKM_SHA256, CKG_MGF1_SHA1,
		CKZ_DATA_SPECIFIED, text, 5 };
	CK_OBJECT_HANDLE pub, priv;

	make_rsa(2048, &pub, &priv);
	assert_int_equal(round_trip(PLAIN(CKM_RSA_PKCS), pub, priv, 100), 256);
	assert_int_equal(round_trip(WITH(CKM_RSA_PKCS_OAEP, oaep), pub, priv, 100), 256);
}

static void
keys_wrapped_and_unwrapped(void **state)
{
	CK_OBJECT_CLASS class = CKO_SECRET_KEY;
	CK_KEY_TYPE type = CKK_AES;
	CK_ATTRIBUTE t[] = { VALUE(CKA_CLASS, class), VALUE(CKA_KEY_TYPE, type),
		VALUE(CKA_ENCRYPT, yes), VALUE(CKA_DECRYPT, yes) };
	CK_OBJECT_HANDLE wrapper = make_aes(32), key = make_aes(32), again;
	CK_ULONG n = 0;

	assert_good(p11->C_WrapKey(session, PLAIN(CKM_AES_KEY_WRAP_KWP), wrapper, key,
	    NULL, &n));
	assert_int_equal(n, 40);
	assert_good(p11->C_WrapKey(session, PLAIN(CKM_AES_KEY_WRAP_KWP), wrapper, key,
	    out, &n));
	assert_good(p11->C_UnwrapKey(session, PLAIN(CKM_AES_KEY_WRAP_KWP), wrapper, out,
	    n, t, COUNT(t), &again));
	n = sizeof(out);
	assert_good(p11->C_EncryptInit(session, PLAIN(CKM_AES_ECB), key));
	assert_good(p11->C_Encrypt(session, text, 32, out, &n));
	n = sizeof(back);
	assert_good(p11->C_DecryptInit(session, PLAIN(CKM_AES_ECB), again));
	assert_good(p11->C_Decrypt(session, out, 32, back, &n));
	assert_memory_equal(back, text, 32);
}

/* A pair that agrees, and its point as the other side gets it. */
static CK_OBJECT_HANDLE
make_agreeing(CK_BYTE point[67])
{
	CK_ATTRIBUTE pub[] = {
		{ CKA_EC_PARAMS, (void *)(uintptr_t)p256, sizeof(p256) } };
	CK_ATTRIBUTE priv[] = { VALUE(CKA_DERIVE, yes) };
	CK_ATTRIBUTE is = { CKA_EC_POINT, point, 67 };
	CK_OBJECT_HANDLE public, private;

	assert_good(p11->C_GenerateKeyPair(session, PLAIN(CKM_EC_KEY_PAIR_GEN), pub,
	    COUNT(pub), priv, COUNT(priv), &public, &private));
	assert_good(p11->C_GetAttributeValue(session, public, &is, 1));
	assert_int_equal(is.ulValueLen, 67);
	return private;
}

static CK_RV
derive(CK_OBJECT_HANDLE mine, CK_ECDH1_DERIVE_PARAMS ecdh, CK_OBJECT_HANDLE *key)
{
	CK_OBJECT_CLASS class = CKO_SECRET_KEY;
	CK_KEY_TYPE type = CKK_GENERIC_SECRET;
	CK_ULONG len = 32;
	CK_ATTRIBUTE t[] = { VALUE(CKA_CLASS, class), VALUE(CKA_KEY_TYPE, type),
		VALUE(CKA_VALUE_LEN, len), VALUE(CKA_SIGN, yes) };

	return p11->C_DeriveKey(session, WITH(CKM_ECDH1_DERIVE, ecdh), mine, t,
	    COUNT(t), key);
}

/* What the key they agree on makes of some data: the key itself shows to no one. */
static void
agree(CK_OBJECT_HANDLE mine, CK_BYTE *point, CK_ULONG point_len, CK_BYTE mac[32])
{
	CK_ECDH1_DERIVE_PARAMS ecdh = { CKD_NULL, 0, NULL, point_len, point };
	CK_OBJECT_HANDLE key;
	CK_ULONG len = 32;

	assert_good(derive(mine, ecdh, &key));
	assert_good(p11->C_SignInit(session, PLAIN(CKM_SHA256_HMAC), key));
	assert_good(p11->C_Sign(session, text, 100, mac, &len));
}

/* Two sides come to one secret, from a point as DER and as it is. */
static void
two_agree_on_a_key(void **state)
{
	CK_BYTE point_a[67], point_b[67], one[32], other[32];
	CK_OBJECT_HANDLE a = make_agreeing(point_a), b = make_agreeing(point_b);
	CK_ECDH1_DERIVE_PARAMS good = { CKD_NULL, 0, NULL, 67, point_b }, bad = good;
	CK_OBJECT_HANDLE key = 0;

	agree(a, point_b, 67, one);
	agree(b, point_a + 2, 65, other);
	assert_memory_equal(one, other, 32);
	agree(b, point_b, 67, other);
	assert_memory_not_equal(one, other, 32);
	bad.ulPublicDataLen = 10;
	assert_rv(CKR_MECHANISM_PARAM_INVALID, derive(a, bad, &key));
	bad = good;
	bad.kdf = CKD_SHA256_KDF;
	assert_rv(CKR_MECHANISM_PARAM_INVALID, derive(a, bad, &key));
	bad = good;
	bad.pSharedData = text;
	bad.ulSharedDataLen = 5;
	assert_rv(CKR_MECHANISM_PARAM_INVALID, derive(a, bad, &key));
	assert_rv(CKR_ARGUMENTS_BAD, derive(a, good, NULL));
	assert_int_equal(key, 0);
}

/* Its digest would say something of a key that shows to no one. */
static void
no_key_goes_into_a_digest(void **state)
{
	CK_OBJECT_HANDLE key = make_hmac_key();
	CK_ULONG n = sizeof(out);

	assert_good(p11->C_DigestInit(session, PLAIN(CKM_SHA256)));
	assert_rv(CKR_KEY_INDIGESTIBLE, p11->C_DigestKey(session, key));
	assert_rv(CKR_OPERATION_NOT_INITIALIZED,
	    p11->C_DigestFinal(session, out, &n));
	assert_rv(CKR_OPERATION_NOT_INITIALIZED, p11->C_DigestKey(session, key));
	assert_good(p11->C_DigestInit(session, PLAIN(CKM_SHA256)));
	assert_rv(CKR_KEY_HANDLE_INVALID, p11->C_DigestKey(session, 0));
	assert_rv(CKR_KEY_HANDLE_INVALID, p11->C_DigestKey(session, key + 9999));
	assert_good(p11->C_DestroyObject(session, key));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(aes_in_every_mode),
		cmocka_unit_test(ccm),
		cmocka_unit_test(gcm_makes_its_own_iv),
		cmocka_unit_test(encryption_in_parts),
		cmocka_unit_test(an_update_that_did_not_fit),
		cmocka_unit_test(more_than_one_request_holds),
		cmocka_unit_test(digests),
		cmocka_unit_test(rsa),
		cmocka_unit_test(keys_wrapped_and_unwrapped),
		cmocka_unit_test(two_agree_on_a_key),
		cmocka_unit_test(no_key_goes_into_a_digest),
	};

	return cmocka_run_group_tests(tests, p11_begin, p11_end);
}
