/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long the calls of lib/crypto take, with one thread and with two. Not a
 * test: `build/tests/unit/crypto/crypto_speed`. What it printed is in lib/crypto/
 * internal.h, with what was decided by it.
 */
#include <pthread.h>
#include <stdio.h>
#include <time.h>

#include "fixture.h"

#include "crypto/seal.h"

static struct key *rsa, *rsa_public, *p256, *p256_public, *p384, *p384_public,
    *p521, *p521_public, *aes;
static uint8_t text[1024];

static void
gcm_1k(struct crypto *mine, struct buf *out)
{
	const struct mech m = { .type = MECH_AES_GCM, .tag_bits = 128,
		.iv = bytes_of_text("twelve bytes") };

	assert_ok(crypt_encrypt(mine, aes, &m, bytes_of(text, 1024), out));
}

static void
gcm_16(struct crypto *mine, struct buf *out)
{
	const struct mech m = { .type = MECH_AES_GCM, .tag_bits = 128,
		.iv = bytes_of_text("twelve bytes") };

	assert_ok(crypt_encrypt(mine, aes, &m, bytes_of(text, 16), out));
}

static void
gcm_own_iv(struct crypto *mine, struct buf *out)
{
	const struct mech m = { .type = MECH_AES_GCM, .tag_bits = 128 };

	assert_ok(crypt_encrypt(mine, aes, &m, bytes_of(text, 16), out));
}

static void
cbc_1k(struct crypto *mine, struct buf *out)
{
	const struct mech m = { .type = MECH_AES_CBC,
		.iv = bytes_of_text(IV_16) };

	assert_ok(crypt_encrypt(mine, aes, &m, bytes_of(text, 1024), out));
}

static void
hmac_64(struct crypto *mine, struct buf *out)
{
	const struct mech m = { .type = MECH_SHA256_HMAC };

	assert_ok(crypt_sign(mine, aes, &m, bytes_of(text, 64), out));
}

static void
sha256_64(struct crypto *mine, struct buf *out)
{
	const struct mech m = { .type = MECH_SHA256 };

	assert_ok(crypt_digest(mine, &m, bytes_of(text, 64), out));
}

static void
seal_1k(struct crypto *mine, struct buf *out)
{
	assert_ok(seal_put(mine, bytes_of_text(KEY_256), bytes_of(text, 30),
	    bytes_of(text, 1024), out));
}

static void
ecdsa(struct crypto *mine, struct key *k, struct buf *out)
{
	const struct mech m = { .type = MECH_ECDSA };

	assert_ok(crypt_sign(mine, k, &m, bytes_of(text, 32), out));
}

static void
p256_sign(struct crypto *mine, struct buf *out)
{
	ecdsa(mine, p256, out);
}

static void
p384_sign(struct crypto *mine, struct buf *out)
{
	ecdsa(mine, p384, out);
}

static void
p521_sign(struct crypto *mine, struct buf *out)
{
	ecdsa(mine, p521, out);
}

static void
p256_verify(struct crypto *mine, struct buf *out)
{
	static uint8_t signature[64] = { [31] = 1, [63] = 1 };
	const struct mech m = { .type = MECH_ECDSA };

	assert_err(ERR_SIGNATURE_INVALID, crypt_verify(mine, p256_public, &m,
	    bytes_of(text, 32), bytes_of(signature, 64)));
}

static void
p256_ecdh(struct crypto *mine, struct buf *out)
{
	CLEARED_BY(secret_clear) struct secret s = { 0 };
	static const uint8_t g[65] = {
		0x04, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8,
		0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40, 0xf2, 0x77, 0x03, 0x7d,
		0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8,
		0x98, 0xc2, 0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f,
		0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e, 0x16, 0x2b,
		0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40,
		0x68, 0x37, 0xbf, 0x51, 0xf5,
	};
	const struct mech m = { .type = MECH_ECDH1_DERIVE, .kdf = 1,
		.peer = bytes_of(g, sizeof(g)) };

	assert_ok(crypt_derive(mine, p256, &m, &s));
}

static void
rsa_sign(struct crypto *mine, struct buf *out)
{
	const struct mech m = { .type = MECH_SHA256_RSA_PKCS };

	assert_ok(crypt_sign(mine, rsa, &m, bytes_of(text, 32), out));
}

static void
rsa_raw(struct crypto *mine, struct buf *out)
{
	const struct mech m = { .type = MECH_RSA_PKCS };

	assert_ok(crypt_sign(mine, rsa, &m, bytes_of(text, 32), out));
}

static void
rsa_encrypt(struct crypto *mine, struct buf *out)
{
	const struct mech m = { .type = MECH_RSA_PKCS };

	assert_ok(crypt_encrypt(mine, rsa_public, &m, bytes_of(text, 32), out));
}

static const struct {
	const char *name;
	void (*run)(struct crypto *mine, struct buf *out);
} works[] = {
	{ "AES-256-GCM 1 KiB", gcm_1k },
	{ "AES-256-GCM 16 B", gcm_16 },
	{ "AES-256-GCM 16 B, IV made here", gcm_own_iv },
	{ "AES-256-CBC 1 KiB", cbc_1k },
	{ "HMAC-SHA256 64 B", hmac_64 },
	{ "SHA-256 64 B", sha256_64 },
	{ "seal 1 KiB", seal_1k },
	{ "ECDSA P-256 sign", p256_sign },
	{ "ECDSA P-256 verify", p256_verify },
	{ "ECDH P-256", p256_ecdh },
	{ "ECDSA P-384 sign", p384_sign },
	{ "ECDSA P-521 sign", p521_sign },
	{ "RSA-2048 sign", rsa_sign },
	{ "RSA-2048 sign, no digest", rsa_raw },
	{ "RSA-2048 encrypt", rsa_encrypt },
};

struct job {
	unsigned which;
	double ns;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* A quarter of a second of it; CPU time, for others use the machine, too. */
static void *
job_run(void *arg)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(8192);
	struct job *job = arg;
	struct crypto *mine;
	unsigned long n = 0;
	double start;

	assert_ok(crypto_open(&mine));
	works[job->which].run(mine, &out);
	start = now();
	do {
		for (int i = 0; i < 16; i++) {
			out.len = 0;
			works[job->which].run(mine, &out);
		}
		n += 16;
	} while (now() - start < 2.5e8);
	job->ns = (now() - start) / (double)n;
	crypto_free(&mine);
	return NULL;
}

int
main(void)
{
	assert_ok(crypto_open(&c));
	rsa_pair(2048, &rsa, &rsa_public);
	ec_pair(PARAMS(oid_p256), &p256, &p256_public);
	ec_pair(PARAMS(oid_p384), &p384, &p384_public);
	ec_pair(PARAMS(oid_p521), &p521, &p521_public);
	aes = secret_key(KEY_256);
	printf("OpenSSL %s\n%-32s %12s %12s\n", LUNETTE_OPENSSL, "ns of CPU a call",
	    "1 thread", "2 threads");
	for (unsigned i = 0; i < sizeof(works) / sizeof(works[0]); i++) {
		struct job one = { i, 0 }, two[2] = { { i, 0 }, { i, 0 } };
		pthread_t id;

		job_run(&one);
		must(pthread_create(&id, NULL, job_run, &two[1]) == 0);
		job_run(&two[0]);
		pthread_join(id, NULL);
		printf("%-32s %12.0f %12.0f\n", works[i].name, one.ns,
		    (two[0].ns + two[1].ns) / 2);
	}
	return 0;
}
