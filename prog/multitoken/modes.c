/* SPDX-License-Identifier: Apache-2.0 */
/* The table of what can be measured; --help and the man page list it. */

#include <string.h>

#include "objects.h"
#include "operations.h"

/* clang-format off */
#define DIGEST digest_check, digest_once, NULL
#define SIGN sign_check, sign_once, NULL
#define ENCRYPT encrypt_check, encrypt_once, NULL
#define KEYGEN keygen_check, keygen_once, NULL

const struct mode modes[] = {
	{ "random", "C_GenerateRandom, 32 bytes", "rand", 0,
		NO_MECHANISM, KEY_NONE, 32, true, NULL, random_check, random_once, NULL },
	{ "sha256", "SHA-256 of 1 KiB", "hash", 0,
		CKM_SHA256, KEY_NONE, 1024, true, NULL, DIGEST },
	{ "hmac", "HMAC-SHA256 of 1 KiB", "hmac", 0,
		CKM_SHA256_HMAC, KEY_HMAC, 1024, true, NULL, SIGN },
	{ "aes-256-gcm-16", "AES-256-GCM, encrypt 16 bytes", NULL, 0,
		CKM_AES_GCM, KEY_AES, 16, true, NULL, ENCRYPT },
	{ "aes-256-gcm-1k", "AES-256-GCM, encrypt 1 KiB", "aesgcm", 256,
		CKM_AES_GCM, KEY_AES, 1024, true, NULL, ENCRYPT },
	{ "aes-256-gcm-1k-decrypt", "AES-256-GCM, decrypt 1 KiB", "aesgcmdec", 256,
		CKM_AES_GCM, KEY_AES, 1024, true, decrypt_prepare, decrypt_check, decrypt_once, NULL },
	{ "aes-256-gcm-64k", "AES-256-GCM, encrypt 64 KiB", NULL, 0,
		CKM_AES_GCM, KEY_AES, 65536, true, NULL, ENCRYPT },
	{ "aes-256-cbc-1k", "AES-256-CBC with padding, encrypt 1 KiB", "aesenc", 256,
		CKM_AES_CBC_PAD, KEY_AES, 1024, true, NULL, ENCRYPT },
	{ "aes-256-ecb-1k", "AES-256 without chaining, encrypt 1 KiB", NULL, 0,
		CKM_AES_ECB, KEY_AES, 1024, true, NULL, ENCRYPT },
	{ "rsa-2048-sign", "RSA-2048, SHA-256 with PKCS#1 padding", "rsasigver", 2048,
		CKM_SHA256_RSA_PKCS, KEY_RSA_2048, 64, true, NULL, SIGN },
	{ "rsa-3072-sign", "the same with RSA-3072", "rsasigver", 3072,
		CKM_SHA256_RSA_PKCS, KEY_RSA_3072, 64, true, NULL, SIGN },
	{ "rsa-4096-sign", "the same with RSA-4096", "rsasigver", 4096,
		CKM_SHA256_RSA_PKCS, KEY_RSA_4096, 64, true, NULL, SIGN },
	{ "rsa-2048-pss-sign", "RSA-2048, SHA-256 with PSS", NULL, 0,
		CKM_SHA256_RSA_PKCS_PSS, KEY_RSA_2048, 64, true, NULL, SIGN },
	{ "rsa-2048-verify", "RSA-2048, verify SHA-256 with PKCS#1 padding", NULL, 0,
		CKM_SHA256_RSA_PKCS, KEY_RSA_2048, 64, true, verify_prepare, verify_check, verify_once, NULL },
	{ "rsa-2048-decrypt", "RSA-2048, decrypt 32 bytes with OAEP", "rsadec", 2048,
		CKM_RSA_PKCS_OAEP, KEY_RSA_2048, 32, false, decrypt_prepare, decrypt_check, decrypt_once, NULL },
	{ "p256-sign", "ECDSA P-256 over a digest", "ecdsasigver", 256,
		CKM_ECDSA, KEY_P256, 32, false, NULL, SIGN },
	{ "p384-sign", "ECDSA P-384 over a digest", "ecdsasigver", 384,
		CKM_ECDSA, KEY_P384, 48, false, NULL, SIGN },
	{ "p521-sign", "ECDSA P-521 over a digest", "ecdsasigver", 521,
		CKM_ECDSA, KEY_P521, 64, false, NULL, SIGN },
	{ "p256-verify", "ECDSA P-256, verify", NULL, 0,
		CKM_ECDSA, KEY_P256, 32, false, verify_prepare, verify_check, verify_once, NULL },
	{ "aes-keygen", "AES-256 session key, made and destroyed", "aeskeygen", 0,
		CKM_AES_KEY_GEN, KEY_AES, 0, false, NULL, KEYGEN },
	{ "ec-keygen", "P-256 session key pair, made and destroyed", "eckeygen", 0,
		CKM_EC_KEY_PAIR_GEN, KEY_P256, 0, false, NULL, KEYGEN },
	{ "rsa-keygen", "RSA-2048 session key pair, made and destroyed", "rsakeygen", 0,
		CKM_RSA_PKCS_KEY_PAIR_GEN, KEY_RSA_2048, 0, false, NULL, KEYGEN },
	{ "session", "C_OpenSession and C_CloseSession", NULL, 0,
		NO_MECHANISM, KEY_NONE, 0, false, NULL, session_once, session_once, NULL },
	{ "create-object", "durable data object, made and destroyed", NULL, 0,
		NO_MECHANISM, KEY_NONE, 64, false, NULL, create_check, create_once, NULL },
	{ "create-key", "durable AES-256 key, made and destroyed", NULL, 0,
		CKM_AES_KEY_GEN, KEY_AES, 0, false, NULL, keygen_check, token_key_once, NULL },
	{ "find-label", "one of 10,000 objects (--objects), by its label", NULL, 0,
		NO_MECHANISM, KEY_NONE, 64, false, find_prepare, find_check, find_once, find_finish },
};
/* clang-format on */
const size_t n_modes = sizeof(modes) / sizeof(*modes);

const struct mode *
mode_find(const char *name, unsigned bits)
{
	for (size_t i = 0; i < n_modes; i++)
		if (strcmp(modes[i].name, name) == 0)
			return &modes[i];
	for (size_t i = 0; i < n_modes; i++)
		if (modes[i].luna != NULL && strcmp(modes[i].luna, name) == 0 &&
			(bits == 0 || modes[i].bits == 0 || modes[i].bits == bits))
			return &modes[i];
	return NULL;
}
