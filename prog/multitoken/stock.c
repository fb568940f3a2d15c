/* SPDX-License-Identifier: Apache-2.0 */
/* One row a key; the templates are the same for all of a family. */

#include "stock.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

#define LABEL "multitoken-"

enum family { FAMILY_SECRET, FAMILY_RSA, FAMILY_EC };

static const struct {
	enum family family;
	CK_MECHANISM_TYPE mechanism;
	CK_ULONG size; /* bytes of a secret key, bits of an RSA key */
	struct {
		uint8_t len, der[10];
	} curve;
} kinds[N_KEYS] = {
	[KEY_AES] = { FAMILY_SECRET, CKM_AES_KEY_GEN, 32, { 0 } },
	[KEY_HMAC] = { FAMILY_SECRET, CKM_GENERIC_SECRET_KEY_GEN, 32, { 0 } },
	[KEY_RSA_2048] = { FAMILY_RSA, CKM_RSA_PKCS_KEY_PAIR_GEN, 2048, { 0 } },
	[KEY_RSA_3072] = { FAMILY_RSA, CKM_RSA_PKCS_KEY_PAIR_GEN, 3072, { 0 } },
	[KEY_RSA_4096] = { FAMILY_RSA, CKM_RSA_PKCS_KEY_PAIR_GEN, 4096, { 0 } },
	[KEY_P256] = { FAMILY_EC, CKM_EC_KEY_PAIR_GEN, 0,
		{ 10, { 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7 } } },
	[KEY_P384] = { FAMILY_EC, CKM_EC_KEY_PAIR_GEN, 0,
		{ 7, { 6, 5, 0x2b, 0x81, 4, 0, 0x22 } } },
	[KEY_P521] = { FAMILY_EC, CKM_EC_KEY_PAIR_GEN, 0,
		{ 7, { 6, 5, 0x2b, 0x81, 4, 0, 0x23 } } },
};

static CK_BBOOL yes = CK_TRUE;

void
stock_start(struct stock *s, bool on_token)
{
	s->on_token = on_token ? CK_TRUE : CK_FALSE;
	snprintf(s->prefix, sizeof(s->prefix), LABEL "%d-", (int)getpid());
}

static enum err
secret_generate(struct worker *w, enum key key, CK_BBOOL token, const char *label,
	struct key_pair *out)
{
	CK_MECHANISM m = { kinds[key].mechanism, NULL, 0 };
	CK_ULONG len = kinds[key].size;
	bool mac = key == KEY_HMAC;
	CK_ATTRIBUTE attributes[] = {
		{ CKA_TOKEN, &token, sizeof(token) },
		{ CKA_PRIVATE, &yes, sizeof(yes) },
		{ CKA_SENSITIVE, &yes, sizeof(yes) },
		{ CKA_VALUE_LEN, &len, sizeof(len) },
		{ CKA_LABEL, (void *)(uintptr_t)label, strlen(label) },
		{ CKA_ID, (void *)(uintptr_t)label, strlen(label) },
		{ mac ? CKA_SIGN : CKA_ENCRYPT, &yes, sizeof(yes) },
		{ mac ? CKA_VERIFY : CKA_DECRYPT, &yes, sizeof(yes) },
	};
	CK_OBJECT_HANDLE handle;

	TRY(CALL(w, C_GenerateKey, w->session, &m, attributes,
		sizeof(attributes) / sizeof(*attributes), &handle));
	*out = (struct key_pair){ handle, handle };
	return ERR_OK;
}

enum err
key_generate(struct worker *w, enum key key, CK_BBOOL token, const char *label,
	struct key_pair *out)
{
	CK_MECHANISM m = { kinds[key].mechanism, NULL, 0 };
	CK_ULONG bits = kinds[key].size;
	uint8_t exponent[] = { 1, 0, 1 };
	bool rsa = kinds[key].family == FAMILY_RSA;
	CK_ATTRIBUTE public_key[] = {
		{ CKA_TOKEN, &token, sizeof(token) },
		{ CKA_LABEL, (void *)(uintptr_t)label, strlen(label) },
		{ CKA_ID, (void *)(uintptr_t)label, strlen(label) },
		{ CKA_VERIFY, &yes, sizeof(yes) },
		{ rsa ? CKA_MODULUS_BITS : CKA_EC_PARAMS,
			rsa ? (void *)&bits : (void *)(uintptr_t)kinds[key].curve.der,
			rsa ? sizeof(bits) : kinds[key].curve.len },
		{ CKA_PUBLIC_EXPONENT, exponent, sizeof(exponent) }, /* RSA only */
		{ CKA_ENCRYPT, &yes, sizeof(yes) },
	};
	CK_ATTRIBUTE private_key[] = {
		{ CKA_TOKEN, &token, sizeof(token) },
		{ CKA_PRIVATE, &yes, sizeof(yes) },
		{ CKA_SENSITIVE, &yes, sizeof(yes) },
		{ CKA_LABEL, (void *)(uintptr_t)label, strlen(label) },
		{ CKA_ID, (void *)(uintptr_t)label, strlen(label) },
		{ CKA_SIGN, &yes, sizeof(yes) },
		{ CKA_DECRYPT, &yes, sizeof(yes) }, /* RSA only */
	};
	struct key_pair pair;

	if (kinds[key].family == FAMILY_SECRET)
		return secret_generate(w, key, token, label, out);
	TRY(CALL(w, C_GenerateKeyPair, w->session, &m, public_key, rsa ? 7 : 5, private_key,
		rsa ? 7 : 6, &pair.public_key, &pair.private_key));
	*out = pair;
	return ERR_OK;
}

enum err
stock_key(struct worker *w, enum key key)
{
	char label[64];

	if (key == KEY_NONE || w->stock->keys[key].private_key != 0)
		return ERR_OK;
	snprintf(label, sizeof(label), "%skey-%d", w->stock->prefix, (int)key);
	return key_generate(w, key, w->stock->on_token, label, &w->stock->keys[key]);
}

enum err
key_destroy(struct worker *w, const struct key_pair *pair)
{
	enum err e = ERR_OK;

	if (pair->public_key != pair->private_key)
		e = CALL(w, C_DestroyObject, w->session, pair->public_key);
	TRY(CALL(w, C_DestroyObject, w->session, pair->private_key));
	return e;
}

enum err
stock_end(struct worker *w)
{
	enum err first = ERR_OK;

	for (int key = 0; key < N_KEYS; key++) {
		struct key_pair *pair = &w->stock->keys[key];
		enum err e = pair->private_key != 0 ? key_destroy(w, pair) : ERR_OK;

		if (first == ERR_OK)
			first = e;
		*pair = (struct key_pair){ 0 };
	}
	return first;
}

static bool
is_ours(struct worker *w, CK_OBJECT_HANDLE object)
{
	char label[sizeof(LABEL) + 100];
	CK_ATTRIBUTE a = { CKA_LABEL, label, sizeof(label) };

	return w->f->C_GetAttributeValue(w->session, object, &a, 1) == CKR_OK &&
		a.ulValueLen >= strlen(LABEL) && memcmp(label, LABEL, strlen(LABEL)) == 0;
}

/* All objects that can be seen; the caller frees. */
static enum err
list_all(struct worker *w, CK_OBJECT_HANDLE **out, size_t *out_n)
{
	size_t n = 0, room = 0;
	CK_ULONG got = 1;

	TRY(CALL(w, C_FindObjectsInit, w->session, NULL, 0));
	while (got > 0) {
		if (room - n < 1024) {
			if (!mem_grow(out, room, room + 8192, sizeof(**out)))
				return ERR_NO_MEMORY;
			room += 8192;
		}
		TRY(CALL(w, C_FindObjects, w->session, *out + n, 1024, &got));
		n += got;
	}
	TRY(CALL(w, C_FindObjectsFinal, w->session));
	*out_n = n;
	return ERR_OK;
}

static void
list_free(CK_OBJECT_HANDLE **list)
{
	mem_free(*list);
}

enum err
stock_clean(struct worker *w, size_t *out_n)
{
	CLEARED_BY(list_free) CK_OBJECT_HANDLE *list = NULL;
	size_t n, destroyed = 0;

	TRY(list_all(w, &list, &n));
	for (size_t i = 0; i < n && !interrupted; i++) {
		if (!is_ours(w, list[i]))
			continue;
		TRY(CALL(w, C_DestroyObject, w->session, list[i]));
		destroyed++;
	}
	*out_n = destroyed;
	return ERR_OK;
}
