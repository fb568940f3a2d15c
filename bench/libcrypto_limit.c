/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The same operations straight through libcrypto, in this process: the most
 * this machine can do, so what a module loses against it is the module's own.
 * A durable object is compared with appending 512 bytes to a file twice and
 * having each on the disk (made and destroyed are two commits).
 *
 *	libcrypto_limit SECONDS THREADS[,THREADS]... [MODE]
 */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include "base/mem.h"
#include "timing.h"

struct state {
	EVP_MD_CTX *md;
	EVP_PKEY_CTX *pkey;
	EVP_CIPHER_CTX *cipher;
	int fd;
	uint64_t n;
	unsigned number;
	uint8_t in[1024], out[2048];
};

static EVP_PKEY *rsa, *p256;
static EVP_CIPHER *gcm;
static uint8_t key[32];

static struct state *
state_new(unsigned number)
{
	struct state *s = mem_alloc(1, sizeof(*s));

	if (s != NULL) {
		s->fd = -1;
		s->number = number;
		memset(s->in, 'x', sizeof(s->in));
	}
	return s;
}

static void
state_end(void *state)
{
	struct state *s = state;

	EVP_MD_CTX_free(s->md);
	EVP_PKEY_CTX_free(s->pkey);
	EVP_CIPHER_CTX_free(s->cipher);
	if (s->fd >= 0)
		close(s->fd);
	mem_free(s);
}

static void *
random_start(unsigned number)
{
	return state_new(number);
}

static bool
random_once(void *state)
{
	return RAND_bytes(((struct state *)state)->out, 32) == 1;
}

static void *
digest_start(unsigned number)
{
	struct state *s = state_new(number);

	s->md = EVP_MD_CTX_new();
	return s;
}

static bool
digest_once(void *state)
{
	struct state *s = state;
	unsigned len;

	return EVP_DigestInit_ex(s->md, EVP_sha256(), NULL) == 1 &&
		EVP_DigestUpdate(s->md, s->in, 1024) == 1 &&
		EVP_DigestFinal_ex(s->md, s->out, &len) == 1;
}

static void *
gcm_start(unsigned number)
{
	struct state *s = state_new(number);

	s->cipher = EVP_CIPHER_CTX_new();
	return EVP_EncryptInit_ex(s->cipher, gcm, NULL, key, NULL) == 1 ? s : NULL;
}

static bool
gcm_once(void *state)
{
	struct state *s = state;
	uint8_t iv[12] = { 0 };
	int len;

	s->n++;
	memcpy(iv, &s->number, 4);
	memcpy(iv + 4, &s->n, 8);
	return EVP_EncryptInit_ex(s->cipher, NULL, NULL, NULL, iv) == 1 &&
		EVP_EncryptUpdate(s->cipher, s->out, &len, s->in, 1024) == 1 &&
		EVP_EncryptFinal_ex(s->cipher, s->out + 1024, &len) == 1 &&
		EVP_CIPHER_CTX_ctrl(s->cipher, EVP_CTRL_AEAD_GET_TAG, 16, s->out + 1024) == 1;
}

static void *
rsa_start(unsigned number)
{
	struct state *s = digest_start(number);

	s->pkey = EVP_PKEY_CTX_new(rsa, NULL);
	return EVP_PKEY_sign_init(s->pkey) == 1 &&
			EVP_PKEY_CTX_set_rsa_padding(s->pkey, RSA_PKCS1_PADDING) == 1 &&
			EVP_PKEY_CTX_set_signature_md(s->pkey, EVP_sha256()) == 1
		? s
		: NULL;
}

/* As CKM_SHA256_RSA_PKCS: the digest is part of it. */
static bool
rsa_once(void *state)
{
	struct state *s = state;
	uint8_t digest[32];
	size_t len = sizeof(s->out);
	unsigned digest_len;

	return EVP_DigestInit_ex(s->md, EVP_sha256(), NULL) == 1 &&
		EVP_DigestUpdate(s->md, s->in, 64) == 1 &&
		EVP_DigestFinal_ex(s->md, digest, &digest_len) == 1 &&
		EVP_PKEY_sign(s->pkey, s->out, &len, digest, sizeof(digest)) == 1;
}

static void *
p256_start(unsigned number)
{
	struct state *s = state_new(number);

	s->pkey = EVP_PKEY_CTX_new(p256, NULL);
	return EVP_PKEY_sign_init(s->pkey) == 1 ? s : NULL;
}

static bool
p256_once(void *state)
{
	struct state *s = state;
	size_t len = sizeof(s->out);

	return EVP_PKEY_sign(s->pkey, s->out, &len, s->in, 32) == 1;
}

/* A file of its own in the current folder, without a name. */
static void *
journal_start(unsigned number)
{
	struct state *s = state_new(number);

	s->fd = open(".", O_TMPFILE | O_WRONLY, 0600);
	return s->fd >= 0 ? s : NULL;
}

static bool
journal_once(void *state)
{
	struct state *s = state;

	for (int i = 0; i < 2; i++)
		if (write(s->fd, s->in, 512) != 512 || fdatasync(s->fd) != 0)
			return false;
	return true;
}

static const struct timing rows[] = {
	{ .mode = "random", .start = random_start, .once = random_once },
	{ .mode = "sha256", .start = digest_start, .once = digest_once },
	{ .mode = "aes-256-gcm-1k", .start = gcm_start, .once = gcm_once },
	{ .mode = "rsa-2048-sign", .start = rsa_start, .once = rsa_once },
	{ .mode = "p256-sign", .start = p256_start, .once = p256_once },
	{ .mode = "create-object", .start = journal_start, .once = journal_once },
};

static bool
make_keys(void)
{
	rsa = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
	p256 = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
	gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
	return rsa != NULL && p256 != NULL && gcm != NULL &&
		RAND_bytes(key, sizeof(key)) == 1;
}

int
main(int argc, char **argv)
{
	const char *only = argc == 4 ? argv[3] : NULL;
	unsigned threads[8], n;
	double seconds;
	bool ok = true;

	if (argc == 2 && strcmp(argv[1], "--version") == 0)
		return puts(OpenSSL_version(OPENSSL_VERSION)) < 0;
	if (!timing_arguments(only != NULL ? 3 : argc, argv, &seconds, threads, &n)) {
		fputs("usage: libcrypto_limit SECONDS THREADS[,THREADS]... [MODE]\n", stderr);
		return 1;
	}
	if (!make_keys())
		return 1;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (unsigned j = 0; j < n && (only == NULL || !strcmp(only, rows[i].mode)); j++) {
			struct timing t = rows[i];

			t.seconds = seconds;
			t.threads = threads[j];
			t.stop = state_end;
			ok = timing_run(&t) && ok;
		}
	EVP_PKEY_free(rsa);
	EVP_PKEY_free(p256);
	EVP_CIPHER_free(gcm);
	return ok ? 0 : 1;
}
