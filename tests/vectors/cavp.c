/* SPDX-License-Identifier: Apache-2.0 */
/* NIST CAVP responses and RFC examples: what is computed of each record. */
#include <stdio.h>
#include <stdlib.h>

#include "records.h"

#include "crypto/agree.h"
#include "crypto/key_ec.h"
#include "crypto/key_rsa.h"
#include "crypto/key_secret.h"

static struct crypto *c;

static enum verdict
cipher(const struct mech *m, struct bytes key, struct bytes plain,
    struct bytes encrypted)
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	CLEARED_BY(buf_clear) struct buf there = buf_up_to(1 << 16);
	CLEARED_BY(buf_clear) struct buf back = buf_up_to(1 << 16);

	if (key_secret(key, &k) != ERR_OK ||
	    crypt_decrypt(c, k, m, encrypted, &back) != ERR_OK)
		return REFUSED;
	if (!bytes_equal(buf_bytes(&back), plain))
		return DIFFERS;
	if (crypt_encrypt(c, k, m, plain, &there) != ERR_OK)
		return REFUSED;
	return verdict_same(buf_bytes(&there), encrypted);
}

static enum verdict
aes(uint64_t type)
{
	struct mech m = { .type = type, .iv = bytes_in("IV"),
		.counter_bits = 32 };

	return cipher(&m, bytes_in("KEY"), bytes_in("PLAINTEXT"),
	    bytes_in("CIPHERTEXT"));
}

static enum verdict
aes_cbc(void)
{
	return aes(MECH_AES_CBC);
}

static enum verdict
aes_ecb(void)
{
	return aes(MECH_AES_ECB);
}

static enum verdict
aes_ctr(void)
{
	return aes(MECH_AES_CTR);
}

/* No bytes are written as one. */
static enum verdict
aes_ccm(void)
{
	struct bytes plain = bytes_in("Payload"), aad = bytes_in("Adata");
	struct mech m = { .type = MECH_AES_CCM, .iv = bytes_in("Nonce"),
		.mac_len = length_of("Tlen"), .data_len = length_of("Plen") };
	const char *result = field("Result");
	enum verdict v;

	m.aad = bytes_of(aad.ptr, length_of("Alen"));
	plain.len = length_of("Plen");
	v = cipher(&m, bytes_in("Key"), plain, bytes_in("CT"));
	if (result != NULL && strncmp(result, "Fail", 4) == 0)
		return v == REFUSED ? MATCHED : DIFFERS;
	return v;
}

/* A record says FAIL where unwrapping has to. */
static enum verdict
wrap(uint64_t type)
{
	const struct mech m = { .type = type };
	enum verdict v = cipher(&m, bytes_in("K"), bytes_in("P"),
	    bytes_in("C"));

	if (field("FAIL") != NULL)
		return v == REFUSED ? MATCHED : DIFFERS;
	return v;
}

static enum verdict
kw(void)
{
	return wrap(MECH_AES_KEY_WRAP);
}

static enum verdict
kwp(void)
{
	return wrap(MECH_AES_KEY_WRAP_KWP);
}

static enum verdict
mac(uint64_t type, const char *key, const char *message, const char *result)
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(64);
	const struct mech m = { .type = type };

	if (key_secret(bytes_in(key), &k) != ERR_OK ||
	    crypt_sign(c, k, &m, bytes_in(message), &out) != ERR_OK)
		return REFUSED;
	return verdict_same(buf_bytes(&out), bytes_in(result));
}

static enum verdict
cmac(void)
{
	return mac(MECH_AES_CMAC, "KEY", "MESSAGE", "OUTPUT");
}

/* Which hash the file is about can be told from the length of the result. */
static enum hash
hash_of_result(const char *name)
{
	size_t len = bytes_in(name).len;

	for (unsigned h = HASH_SHA1; h < N_HASHES; h++)
		if (hash_len(h) == len)
			return h;
	return HASH_NONE;
}

static enum verdict
hmac(void)
{
	return mac(row_mech(FAMILY_HMAC, hash_of_result("MD"), 0), "Key", "Msg",
	    "MD");
}

static enum verdict
sha(void)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(64);
	const struct mech m = { .type = digest_mech(hash_of_result("MD")) };
	struct bytes msg = bytes_in("Msg");

	msg.len = strtoul(field("Len"), NULL, 10) / 8;
	if (crypt_digest(c, &m, msg, &out) != ERR_OK)
		return REFUSED;
	return verdict_same(buf_bytes(&out), bytes_in("MD"));
}

static enum verdict
hkdf(void)
{
	CLEARED_BY(secret_clear) struct secret out = { 0 };

	if (strcmp(field("Hash"), "SHA-256") != 0)
		return NOT_OURS;
	if (agree_derive(c, bytes_in("IKM"), bytes_in("salt"),
	    bytes_in("info"), strtoul(field("L"), NULL, 10), &out) != ERR_OK)
		return REFUSED;
	return verdict_same(secret_bytes(&out), bytes_in("OKM"));
}

static enum verdict
rsa_signature(enum mech_family family)
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	enum hash h = hash_of_name(field("SHAAlg"));
	const struct mech m = { .type = row_mech(family, h, 0),
		.hash = digest_mech(h), .mgf = mgf_mech(h) };

	if (key_rsa_public(bytes_in("n"), bytes_in("e"), &k) != ERR_OK)
		return REFUSED;
	return verdict_of(crypt_verify(c, k, &m, bytes_in("Msg"),
	    bytes_in("S")));
}

static enum verdict
rsa_pkcs1(void)
{
	return rsa_signature(FAMILY_RSA_HASH);
}

static enum verdict
rsa_pss(void)
{
	return rsa_signature(FAMILY_PSS_HASH);
}

/* "P-256,SHA-1" or "P-256". */
static struct bytes
section_curve(void)
{
	char name[RECORDS_SECTION_MAX];

	snprintf(name, sizeof(name), "%s", records_section());
	name[strcspn(name, ",")] = '\0';
	return params_of_curve(name);
}

static enum verdict
passes(enum err e)
{
	bool pass = field("Result")[0] == 'P';

	return pass == (e == ERR_OK) ? MATCHED : DIFFERS;
}

static enum verdict
ecdsa_verify(void)
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	struct bytes params = section_curve(), rs;
	const char *comma = strchr(records_section(), ',');
	struct mech m = { 0 };

	if (params.len == 0 || comma == NULL)
		return NOT_OURS;
	m.type = row_mech(FAMILY_ECDSA_HASH, hash_of_name(comma + 1), 0);
	/* r and s as a point, but for its first byte. */
	rs = point_of(params, bytes_in("R"), bytes_in("S"));
	if (key_ec_public(params, point_of(params, bytes_in("Qx"),
	    bytes_in("Qy")), &k) != ERR_OK)
		return REFUSED;
	return passes(crypt_verify(c, k, &m, bytes_in("Msg"),
	    bytes_of(rs.ptr + 1, rs.len - 1)));
}

static enum verdict
ec_key_pair(void)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(200);
	struct bytes params = section_curve(), raw;

	if (params.len == 0)
		return NOT_OURS;
	if (key_ec_point(c, params, bytes_in("d"), &out) != ERR_OK ||
	    ec_point_raw(curve_of_params(params), buf_bytes(&out), &raw) !=
	    ERR_OK)
		return REFUSED;
	return verdict_same(raw, point_of(params, bytes_in("Qx"),
	    bytes_in("Qy")));
}

static enum verdict
ec_public(void)
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	const struct mech m = { .type = MECH_ECDSA };
	struct bytes params = section_curve(), point;
	enum err e;

	if (params.len == 0)
		return NOT_OURS;
	point = point_of(params, bytes_in("Qx"), bytes_in("Qy"));
	e = key_ec_public(params, point, &k);
	if (e == ERR_OK)
		e = crypt_verify(c, k, &m, bytes_of_text("text"),
		    bytes_of(point.ptr + 1, point.len - 1));
	/* No signature, but it was a key that said so. */
	return passes(e == ERR_SIGNATURE_INVALID ? ERR_OK : e);
}

/* "EC - SHA256": parameter set EC is P-256, ED P-384, EE P-521. Only whether
 * the point is good is asked here, and the secret where it is. */
static enum verdict
ecdh(void)
{
	static const char *const sets[] = { "EC", "ED", "EE" };
	static const char *const curves[] = { "P-256", "P-384", "P-521" };
	CLEARED_BY(key_unref) struct key *k = NULL;
	CLEARED_BY(secret_clear) struct secret out = { 0 };
	struct mech m = { .type = MECH_ECDH1_DERIVE, .kdf = 1 };
	struct bytes params = { 0 };

	for (unsigned i = 0; i < 3; i++)
		if (strncmp(records_section(), sets[i], 2) == 0)
			params = params_of_curve(curves[i]);
	if (params.len == 0 || field("Result")[0] != 'P')
		return NOT_OURS;
	m.peer = point_of(params, bytes_in("QsCAVSx"), bytes_in("QsCAVSy"));
	if (key_ec_private(params, bytes_in("dsIUT"), &k) != ERR_OK ||
	    crypt_derive(c, k, &m, &out) != ERR_OK)
		return REFUSED;
	return verdict_same(secret_bytes(&out), bytes_in("Z"));
}

#define CIPHER_NAMES { "KEY", "PLAINTEXT", "CIPHERTEXT" }
#define CCM_NAMES { "Adata", "Payload", "CT" }
#define WRAP_NAMES { "K", "C" }
#define RSA_NAMES { "SHAAlg", "Msg", "S" }

static const struct reader readers[] = {
	{ "aes-cbc/CBCMMT128.rsp", aes_cbc, CIPHER_NAMES },
	{ "aes-cbc/CBCMMT192.rsp", aes_cbc, CIPHER_NAMES },
	{ "aes-cbc/CBCMMT256.rsp", aes_cbc, CIPHER_NAMES },
	{ "aes-cbc/CBCGFSbox256.rsp", aes_cbc, CIPHER_NAMES },
	{ "aes-cbc/CBCKeySbox256.rsp", aes_cbc, CIPHER_NAMES },
	{ "aes-ecb/ECBMMT128.rsp", aes_ecb, CIPHER_NAMES },
	{ "aes-ecb/ECBMMT256.rsp", aes_ecb, CIPHER_NAMES },
	{ "aes-ctr/aes-128-ctr.txt", aes_ctr, CIPHER_NAMES },
	{ "aes-ctr/aes-192-ctr.txt", aes_ctr, CIPHER_NAMES },
	{ "aes-ctr/aes-256-ctr.txt", aes_ctr, CIPHER_NAMES },
	{ "aes-ccm/DVPT256.rsp", aes_ccm, { "Nonce", "CT", "Result" } },
	{ "aes-ccm/VADT256.rsp", aes_ccm, CCM_NAMES },
	{ "aes-ccm/VNT256.rsp", aes_ccm, CCM_NAMES },
	{ "aes-ccm/VPT128.rsp", aes_ccm, CCM_NAMES },
	{ "aes-ccm/VTT128.rsp", aes_ccm, CCM_NAMES },
	{ "aes-keywrap/KW_AE_128.txt", kw, WRAP_NAMES },
	{ "aes-keywrap/KW_AE_256.txt", kw, WRAP_NAMES },
	{ "aes-keywrap/KW_AD_128.txt", kw, WRAP_NAMES },
	{ "aes-keywrap/KW_AD_256.txt", kw, WRAP_NAMES },
	{ "aes-keywrap/KWP_AE_128.txt", kwp, WRAP_NAMES },
	{ "aes-keywrap/KWP_AE_256.txt", kwp, WRAP_NAMES },
	{ "aes-keywrap/KWP_AD_128.txt", kwp, WRAP_NAMES },
	{ "aes-keywrap/KWP_AD_256.txt", kwp, WRAP_NAMES },
	{ "cmac/nist-800-38b-aes128.txt", cmac, { "KEY", "MESSAGE", "OUTPUT" } },
	{ "cmac/nist-800-38b-aes192.txt", cmac, { "KEY", "MESSAGE", "OUTPUT" } },
	{ "cmac/nist-800-38b-aes256.txt", cmac, { "KEY", "MESSAGE", "OUTPUT" } },
	{ "hmac/rfc-4231-sha224.txt", hmac, { "Key", "Msg", "MD" } },
	{ "hmac/rfc-4231-sha256.txt", hmac, { "Key", "Msg", "MD" } },
	{ "hmac/rfc-4231-sha384.txt", hmac, { "Key", "Msg", "MD" } },
	{ "hmac/rfc-4231-sha512.txt", hmac, { "Key", "Msg", "MD" } },
	{ "hkdf/rfc-5869-HKDF-SHA256.txt", hkdf,
	    { "Hash", "IKM", "salt", "info", "L", "OKM" } },
	{ "sha2/SHA224ShortMsg.rsp", sha, { "Len", "Msg", "MD" } },
	{ "sha2/SHA256ShortMsg.rsp", sha, { "Len", "Msg", "MD" } },
	{ "sha2/SHA384ShortMsg.rsp", sha, { "Len", "Msg", "MD" } },
	{ "sha2/SHA512ShortMsg.rsp", sha, { "Len", "Msg", "MD" } },
	{ "rsa/SigGen15_186-3.rsp", rsa_pkcs1, RSA_NAMES },
	{ "rsa/SigGenPSS_186-3.rsp", rsa_pss, RSA_NAMES },
	{ "ecdsa/SigVer.rsp", ecdsa_verify,
	    { "Msg", "Qx", "Qy", "R", "S", "Result" } },
	{ "ecdsa/KeyPair.rsp", ec_key_pair, { "d", "Qx", "Qy" } },
	{ "ecdsa/PKV.rsp", ec_public, { "Qx", "Qy", "Result" } },
	{ "ecdh/KASValidityTest_ECCStaticUnified_NOKC_ZZOnly_init.fax", ecdh,
	    { "dsIUT", "QsCAVSx", "QsCAVSy", "Z", "Result" } },
};

int
main(void)
{
	const char *dir = vectors_dir();
	struct tally sum = { 0 };

	if (dir == NULL) {
		printf("no vectors: set LUNETTE_VECTORS to their folder\n");
		return 77;
	}
	must(crypto_open(&c) == ERR_OK);
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++)
		records_try(dir, &readers[i], &sum);
	crypto_free(&c);
	return tally_end(&sum);
}
