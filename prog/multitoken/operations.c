/* SPDX-License-Identifier: Apache-2.0 */
/* Operations on data and keys. Those on objects are in objects.c. */

#include "operations.h"

#include <string.h>

#include "stock.h"

/* A mechanism with the parameters that its number asks for. */
struct ready {
	CK_MECHANISM mechanism;
	union {
		CK_GCM_PARAMS gcm;
		CK_RSA_PKCS_PSS_PARAMS pss;
		CK_RSA_PKCS_OAEP_PARAMS oaep;
	} parameter;
	uint8_t iv[16];
};

static void
ready_gcm(struct ready *r, const struct worker *w, uint64_t iv)
{
	memcpy(r->iv, &w->number, sizeof(w->number));
	memcpy(r->iv + 4, &iv, sizeof(iv));
	r->parameter.gcm = (CK_GCM_PARAMS){ .pIv = r->iv, .ulIvLen = 12, .ulIvBits = 96,
		.ulTagBits = 128 };
	r->mechanism.ulParameterLen = sizeof(r->parameter.gcm);
}

/* The same iv gives the same result. Callers pass `w->n_done`, which is never
 * the same twice. */
static void
ready_make(struct ready *r, const struct worker *w, uint64_t iv)
{
	*r = (struct ready){ .mechanism = { w->mode->mechanism, &r->parameter, 0 } };
	switch (w->mode->mechanism) {
	case CKM_AES_GCM:
		ready_gcm(r, w, iv);
		break;
	case CKM_AES_CBC_PAD:
		memcpy(r->iv, &iv, sizeof(iv));
		r->mechanism.pParameter = r->iv;
		r->mechanism.ulParameterLen = sizeof(r->iv);
		break;
	case CKM_SHA256_RSA_PKCS_PSS:
		r->parameter.pss = (CK_RSA_PKCS_PSS_PARAMS){ CKM_SHA256, CKG_MGF1_SHA256, 32 };
		r->mechanism.ulParameterLen = sizeof(r->parameter.pss);
		break;
	case CKM_RSA_PKCS_OAEP:
		r->parameter.oaep = (CK_RSA_PKCS_OAEP_PARAMS){ .hashAlg = CKM_SHA_1,
			.mgf = CKG_MGF1_SHA1, .source = CKZ_DATA_SPECIFIED };
		r->mechanism.ulParameterLen = sizeof(r->parameter.oaep);
		break;
	default:
		r->mechanism.pParameter = NULL;
	}
}

static struct key_pair *
key_of(struct worker *w)
{
	return &w->stock->keys[w->mode->key];
}

enum err
worker_wrong(struct worker *w, const char *what)
{
	w->failure = (struct failure){ what, CKR_OK };
	return ERR_INTERNAL;
}

enum err
random_once(struct worker *w)
{
	w->out_len = w->in_len;
	return CALL(w, C_GenerateRandom, w->session, w->out, w->in_len);
}

enum err
random_check(struct worker *w)
{
	uint8_t first[16] = { 0 };
	size_t n = w->in_len < sizeof(first) ? w->in_len : sizeof(first);

	TRY(random_once(w));
	memcpy(first, w->out, n);
	TRY(random_once(w));
	if (n >= 8 && memcmp(first, w->out, n) == 0)
		return worker_wrong(w, "the same random bytes twice");
	return ERR_OK;
}

enum err
digest_once(struct worker *w)
{
	CK_MECHANISM m = { w->mode->mechanism, NULL, 0 };

	w->out_len = sizeof(w->out);
	TRY(CALL(w, C_DigestInit, w->session, &m));
	return CALL(w, C_Digest, w->session, w->in, w->in_len, w->out, &w->out_len);
}

/* SHA-256 of "abc" (FIPS 180-2, appendix B.1), then the length of ours. */
enum err
digest_check(struct worker *w)
{
	static const uint8_t known[32] = { 0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41,
		0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a,
		0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad };
	CK_MECHANISM m = { w->mode->mechanism, NULL, 0 };
	uint8_t abc[] = { 'a', 'b', 'c' }, digest[32];
	CK_ULONG len = sizeof(digest);

	TRY(CALL(w, C_DigestInit, w->session, &m));
	TRY(CALL(w, C_Digest, w->session, abc, sizeof(abc), digest, &len));
	if (len != sizeof(known) || memcmp(digest, known, len) != 0)
		return worker_wrong(w, "C_Digest: not the digest of \"abc\"");
	return digest_once(w);
}

enum err
sign_once(struct worker *w)
{
	struct ready r;

	ready_make(&r, w, 0);
	w->out_len = sizeof(w->out);
	TRY(CALL(w, C_SignInit, w->session, &r.mechanism, key_of(w)->private_key));
	return CALL(w, C_Sign, w->session, w->in, w->in_len, w->out, &w->out_len);
}

static enum err
verify(struct worker *w, uint8_t *signature, CK_ULONG len)
{
	struct ready r;

	ready_make(&r, w, 0);
	TRY(CALL(w, C_VerifyInit, w->session, &r.mechanism, key_of(w)->public_key));
	return CALL(w, C_Verify, w->session, w->in, w->in_len, signature, len);
}

enum err
sign_check(struct worker *w)
{
	TRY(sign_once(w));
	return verify(w, w->out, w->out_len);
}

enum err
verify_prepare(struct worker *w)
{
	TRY(sign_once(w));
	memcpy(w->stock->sample, w->out, w->out_len);
	w->stock->sample_len = w->out_len;
	return ERR_OK;
}

enum err
verify_once(struct worker *w)
{
	return verify(w, w->stock->sample, w->stock->sample_len);
}

/* A good signature is accepted, a spoilt one is not. */
enum err
verify_check(struct worker *w)
{
	TRY(verify_once(w));
	memcpy(w->out, w->stock->sample, w->stock->sample_len);
	w->out[w->stock->sample_len / 2] ^= 1;
	if (verify(w, w->out, w->stock->sample_len) == ERR_OK)
		return worker_wrong(w, "C_Verify: a spoilt signature was accepted");
	w->failure = (struct failure){ 0 };
	return ERR_OK;
}

static enum err
encrypt(struct worker *w, uint64_t iv)
{
	struct ready r;

	ready_make(&r, w, iv);
	w->out_len = sizeof(w->out);
	TRY(CALL(w, C_EncryptInit, w->session, &r.mechanism, key_of(w)->public_key));
	return CALL(w, C_Encrypt, w->session, w->in, w->in_len, w->out, &w->out_len);
}

enum err
encrypt_once(struct worker *w)
{
	return encrypt(w, w->n_done);
}

/* Decrypts what was encrypted with this iv by the main worker. */
static enum err
decrypt(struct worker *w, uint64_t iv, uint8_t *data, CK_ULONG len)
{
	struct ready r;

	ready_make(&r, w, iv);
	memset(r.iv, 0, r.mechanism.mechanism == CKM_AES_GCM ? 4 : 0); /* main is worker 0 */
	w->out_len = sizeof(w->out);
	TRY(CALL(w, C_DecryptInit, w->session, &r.mechanism, key_of(w)->private_key));
	return CALL(w, C_Decrypt, w->session, data, len, w->out, &w->out_len);
}

enum err
decrypt_prepare(struct worker *w)
{
	TRY(encrypt(w, 1));
	memcpy(w->stock->sample, w->out, w->out_len);
	w->stock->sample_len = w->out_len;
	return ERR_OK;
}

enum err
decrypt_once(struct worker *w)
{
	return decrypt(w, 1, w->stock->sample, w->stock->sample_len);
}

enum err
decrypt_check(struct worker *w)
{
	TRY(decrypt_once(w));
	if (w->out_len != w->in_len || memcmp(w->out, w->in, w->in_len) != 0)
		return worker_wrong(w, "C_Decrypt: not what was encrypted");
	return ERR_OK;
}

enum err
encrypt_check(struct worker *w)
{
	TRY(decrypt_prepare(w));
	return decrypt_check(w);
}

enum err
session_once(struct worker *w)
{
	CK_SESSION_HANDLE session;

	TRY(CALL(w, C_OpenSession, w->slot, CKF_SERIAL_SESSION, NULL, NULL, &session));
	return CALL(w, C_CloseSession, session);
}

enum err
keygen_once(struct worker *w)
{
	struct key_pair pair;

	TRY(key_generate(w, w->mode->key, CK_FALSE, w->stock->prefix, &pair));
	return key_destroy(w, &pair);
}

/* The new key works: what the private half signs, the public half verifies;
 * an AES key decrypts what it encrypted (ECB: no token is without). */
enum err
keygen_check(struct worker *w)
{
	struct mode as = { .mechanism = CKM_AES_ECB, .key = w->mode->key };
	const struct mode *real = w->mode;
	struct key_pair kept = *key_of(w), pair;
	enum err e;

	if (w->mode->key != KEY_AES)
		as.mechanism = w->mode->key >= KEY_P256 ? CKM_ECDSA : CKM_SHA256_RSA_PKCS;
	TRY(key_generate(w, w->mode->key, CK_FALSE, w->stock->prefix, &pair));
	*key_of(w) = pair;
	w->mode = &as;
	w->in_len = 32;
	e = w->mode->key == KEY_AES ? encrypt_check(w) : sign_check(w);
	w->mode = real;
	*key_of(w) = kept;
	TRY(e);
	return key_destroy(w, &pair);
}
