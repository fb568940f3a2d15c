/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Wycheproof vectors (C2SP), read at run time from JSON. `valid` has to
 * match, `invalid` has to be refused, `acceptable` may be refused, but may not
 * differ.
 */
#include <stdio.h>

#include <jansson.h>

#include "vectors.h"

#include "crypto/agree.h"
#include "crypto/key_ec.h"
#include "crypto/key_rsa.h"
#include "crypto/key_secret.h"
#include "crypto/key_type.h"
#include "spec/pkcs11.h"

static struct crypto *c;

static const char *
text_of(json_t *from, const char *name)
{
	const char *text = json_string_value(json_object_get(from, name));

	return text != NULL ? text : "";
}

static struct bytes
hex_of(json_t *from, const char *name)
{
	return hex(text_of(from, name));
}

static enum verdict
decrypts(const struct mech *m, struct key *k, struct bytes encrypted,
    struct bytes expected)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(1 << 16);

	if (crypt_decrypt(c, k, m, encrypted, &out) != ERR_OK)
		return REFUSED;
	return verdict_same(buf_bytes(&out), expected);
}

static enum verdict
encrypts(const struct mech *m, struct key *k, struct bytes plain,
    struct bytes expected)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(1 << 16);

	if (crypt_encrypt(c, k, m, plain, &out) != ERR_OK)
		return REFUSED;
	return verdict_same(buf_bytes(&out), expected);
}

/* Both ways: what decrypts has to encrypt to the same again. */
static enum verdict
both_ways(const struct mech *m, struct bytes key, struct bytes plain,
    struct bytes encrypted)
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	enum verdict v;

	if (key_secret(key, &k) != ERR_OK)
		return REFUSED;
	v = decrypts(m, k, encrypted, plain);
	return v == MATCHED ? encrypts(m, k, plain, encrypted) : v;
}

static enum verdict
gcm(json_t *group, json_t *test)
{
	struct bytes ct = hex_of(test, "ct"), tag = hex_of(test, "tag");
	struct mech m = { .type = MECH_AES_GCM, .iv = hex_of(test, "iv"),
		.aad = hex_of(test, "aad"), .tag_bits = (uint32_t)tag.len * 8 };

	if (m.iv.len > 128)
		return NOT_OURS;
	/* hex() lays one behind the other. */
	return both_ways(&m, hex_of(test, "key"), hex_of(test, "msg"),
	    bytes_of(ct.ptr, ct.len + tag.len));
}

static enum verdict
ccm(json_t *group, json_t *test)
{
	struct bytes ct = hex_of(test, "ct"), tag = hex_of(test, "tag");
	struct mech m = { .type = MECH_AES_CCM, .iv = hex_of(test, "iv"),
		.aad = hex_of(test, "aad"), .mac_len = tag.len,
		.data_len = ct.len };

	return both_ways(&m, hex_of(test, "key"), hex_of(test, "msg"),
	    bytes_of(ct.ptr, ct.len + tag.len));
}

static enum verdict
cbc_pad(json_t *group, json_t *test)
{
	struct mech m = { .type = MECH_AES_CBC_PAD, .iv = hex_of(test, "iv") };

	return both_ways(&m, hex_of(test, "key"), hex_of(test, "msg"),
	    hex_of(test, "ct"));
}

static enum verdict
kw(json_t *group, json_t *test)
{
	const struct mech m = { .type = MECH_AES_KEY_WRAP };

	return both_ways(&m, hex_of(test, "key"), hex_of(test, "msg"),
	    hex_of(test, "ct"));
}

static enum verdict
kwp(json_t *group, json_t *test)
{
	const struct mech m = { .type = MECH_AES_KEY_WRAP_KWP };

	return both_ways(&m, hex_of(test, "key"), hex_of(test, "msg"),
	    hex_of(test, "ct"));
}

static enum verdict
mac(uint64_t type, json_t *test)
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	struct bytes tag = hex_of(test, "tag");
	const struct mech m = { .type = type, .mac_len = (uint32_t)tag.len };

	if (key_secret(hex_of(test, "key"), &k) != ERR_OK)
		return REFUSED;
	return verdict_of(crypt_verify(c, k, &m, hex_of(test, "msg"), tag));
}

static enum verdict
cmac(json_t *group, json_t *test)
{
	return mac(MECH_AES_CMAC_GENERAL, test);
}

/* The hash is in the algorithm's name only: HMACSHA256. */
static const char *algorithm;

static enum verdict
hmac(json_t *group, json_t *test)
{
	return mac(row_mech(FAMILY_HMAC_GENERAL, hash_of_name(algorithm + 4), 0), test);
}

static enum err
rsa_public(json_t *group, struct key **out)
{
	json_t *key = json_object_get(group, "publicKey");

	return key_rsa_public(hex_of(key, "modulus"),
	    hex_of(key, "publicExponent"), out);
}

static enum err
rsa_private(json_t *group, struct key **out)
{
	json_t *key = json_object_get(group, "privateKey");
	const struct rsa_parts parts = {
		hex_of(key, "modulus"), hex_of(key, "publicExponent"),
		hex_of(key, "privateExponent"), hex_of(key, "prime1"),
		hex_of(key, "prime2"), hex_of(key, "exponent1"),
		hex_of(key, "exponent2"), hex_of(key, "coefficient"),
	};

	return key_rsa_private(&parts, out);
}

static enum verdict
rsa_verify(json_t *group, json_t *test)
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	enum hash h = hash_of_name(text_of(group, "sha"));
	const struct mech m = { .type = row_mech(FAMILY_RSA_HASH, h, 0) };

	if (h == HASH_NONE)
		return NOT_OURS;
	if (rsa_public(group, &k) != ERR_OK)
		return REFUSED;
	return verdict_of(crypt_verify(c, k, &m, hex_of(test, "msg"),
	    hex_of(test, "sig")));
}

static enum verdict
rsa_sign(json_t *group, json_t *test)
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(1024);
	enum hash h = hash_of_name(text_of(group, "sha"));
	const struct mech m = { .type = row_mech(FAMILY_RSA_HASH, h, 0) };

	if (h == HASH_NONE)
		return NOT_OURS;
	if (rsa_private(group, &k) != ERR_OK ||
	    crypt_sign(c, k, &m, hex_of(test, "msg"), &out) != ERR_OK)
		return REFUSED;
	return verdict_same(buf_bytes(&out), hex_of(test, "sig"));
}

static enum verdict
pss(json_t *group, json_t *test)
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	enum hash h = hash_of_name(text_of(group, "sha"));
	const struct mech m = { .type = row_mech(FAMILY_PSS_HASH, h, 0),
		.hash = digest_mech(h),
		.mgf = mgf_mech(hash_of_name(text_of(group, "mgfSha"))),
		.salt_len = (uint32_t)json_integer_value(
		    json_object_get(group, "sLen")) };

	if (h == HASH_NONE || m.mgf == 0)
		return NOT_OURS;
	if (rsa_public(group, &k) != ERR_OK)
		return REFUSED;
	return verdict_of(crypt_verify(c, k, &m, hex_of(test, "msg"),
	    hex_of(test, "sig")));
}

static enum verdict
rsa_pkcs(json_t *group, json_t *test)
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	const struct mech m = { .type = MECH_RSA_PKCS };

	if (rsa_private(group, &k) != ERR_OK)
		return REFUSED;
	/* Newer libraries answer wrong padding with random bytes, so that
	 * nobody learns from the error: as good as a refusal. */
	return decrypts(&m, k, hex_of(test, "ct"), hex_of(test, "msg")) ==
	    MATCHED ? MATCHED : REFUSED;
}

static enum verdict
oaep(json_t *group, json_t *test)
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	const struct mech m = { .type = MECH_RSA_PKCS_OAEP,
		.hash = digest_mech(hash_of_name(text_of(group, "sha"))),
		.mgf = mgf_mech(hash_of_name(text_of(group, "mgfSha"))),
		.label = hex_of(test, "label") };

	if (m.hash == 0 || m.mgf == 0)
		return NOT_OURS;
	if (rsa_private(group, &k) != ERR_OK)
		return REFUSED;
	return decrypts(&m, k, hex_of(test, "ct"), hex_of(test, "msg"));
}

static enum verdict
ecdsa(json_t *group, json_t *test)
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	json_t *key = json_object_get(group, "publicKey");
	enum hash h = hash_of_name(text_of(group, "sha"));
	const struct mech m = { .type = row_mech(FAMILY_ECDSA_HASH, h, 0) };
	struct bytes params = params_of_curve(text_of(key, "curve"));
	struct bytes sig = hex_of(test, "sig");

	if (h == HASH_NONE || params.len == 0)
		return NOT_OURS;
	/* PKCS#11 programs drop leading zeros, so shorter ones are accepted
	 * here; published vectors call that invalid. */
	if (sig.len % 2 == 0 && sig.len < 2 * curve_of_params(params)->len)
		return NOT_OURS;
	if (key_ec_public(params, hex_of(key, "uncompressed"), &k) !=
	    ERR_OK)
		return REFUSED;
	return verdict_of(crypt_verify(c, k, &m, hex_of(test, "msg"), sig));
}

static enum verdict
eddsa(json_t *group, json_t *test)
{
	static const uint8_t oid[] = { 0x06, 0x03, 0x2b, 0x65, 0x70 };
	CLEARED_BY(key_unref) struct key *k = NULL;
	const struct attribute rows[] = {
		{ CKA_EC_PARAMS, bytes_of(oid, sizeof(oid)) },
		{ CKA_EC_POINT, hex_of(json_object_get(group, "publicKey"),
		    "pk") },
	};
	const struct key_values v = { rows, 2 };
	const struct mech m = { .type = MECH_EDDSA };

	if (key_type_read(key_type(CKK_EC_EDWARDS), KEY_PUBLIC, &v, &k) !=
	    ERR_OK)
		return REFUSED;
	return verdict_of(crypt_verify(c, k, &m, hex_of(test, "msg"),
	    hex_of(test, "sig")));
}

static enum verdict
ecdh(json_t *group, json_t *test)
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	CLEARED_BY(secret_clear) struct secret out = { 0 };
	struct bytes params = params_of_curve(text_of(group, "curve"));
	const struct mech m = { .type = MECH_ECDH1_DERIVE, .kdf = 1,
		.peer = hex_of(test, "public") };

	/* Compressed points: PKCS#11 wants the uncompressed form. */
	if (m.peer.len > 0 && (m.peer.ptr[0] == 2 || m.peer.ptr[0] == 3))
		return NOT_OURS;
	if (key_ec_private(params, hex_of(test, "private"), &k) != ERR_OK ||
	    crypt_derive(c, k, &m, &out) != ERR_OK)
		return REFUSED;
	return verdict_same(secret_bytes(&out), hex_of(test, "shared"));
}

static enum verdict
hkdf(json_t *group, json_t *test)
{
	CLEARED_BY(secret_clear) struct secret out = { 0 };
	json_int_t size = json_integer_value(json_object_get(test, "size"));

	if (agree_derive(c, hex_of(test, "ikm"), hex_of(test, "salt"),
	    hex_of(test, "info"), (size_t)size, &out) != ERR_OK)
		return REFUSED;
	return verdict_same(secret_bytes(&out), hex_of(test, "okm"));
}

static const struct {
	const char *file;
	enum verdict (*try)(json_t *group, json_t *test);
} files[] = {
	{ "aes_gcm", gcm },
	{ "aes_ccm", ccm },
	{ "aes_cbc_pkcs5", cbc_pad },
	{ "aes_wrap", kw },
	{ "aes_kwp", kwp },
	{ "aes_cmac", cmac },
	{ "hmac_sha1", hmac },
	{ "hmac_sha224", hmac },
	{ "hmac_sha256", hmac },
	{ "hmac_sha384", hmac },
	{ "hmac_sha512", hmac },
	{ "hkdf_sha256", hkdf },
	{ "rsa_signature_2048_sha256", rsa_verify },
	{ "rsa_signature_2048_sha384", rsa_verify },
	{ "rsa_signature_2048_sha512", rsa_verify },
	{ "rsa_signature_3072_sha256", rsa_verify },
	{ "rsa_signature_3072_sha384", rsa_verify },
	{ "rsa_signature_3072_sha512", rsa_verify },
	{ "rsa_signature_4096_sha256", rsa_verify },
	{ "rsa_signature_4096_sha384", rsa_verify },
	{ "rsa_signature_4096_sha512", rsa_verify },
	{ "rsa_pkcs1_2048_sig_gen", rsa_sign },
	{ "rsa_pkcs1_3072_sig_gen", rsa_sign },
	{ "rsa_pkcs1_4096_sig_gen", rsa_sign },
	{ "rsa_pss_2048_sha1_mgf1_20", pss },
	{ "rsa_pss_2048_sha256_mgf1_0", pss },
	{ "rsa_pss_2048_sha256_mgf1_32", pss },
	{ "rsa_pss_2048_sha256_mgf1sha1_20", pss },
	{ "rsa_pss_2048_sha384_mgf1_48", pss },
	{ "rsa_pss_3072_sha256_mgf1_32", pss },
	{ "rsa_pss_4096_sha256_mgf1_32", pss },
	{ "rsa_pss_4096_sha384_mgf1_48", pss },
	{ "rsa_pss_4096_sha512_mgf1_64", pss },
	{ "rsa_pkcs1_2048", rsa_pkcs },
	{ "rsa_pkcs1_3072", rsa_pkcs },
	{ "rsa_pkcs1_4096", rsa_pkcs },
	{ "rsa_oaep_2048_sha1_mgf1sha1", oaep },
	{ "rsa_oaep_2048_sha256_mgf1sha256", oaep },
	{ "rsa_oaep_2048_sha256_mgf1sha1", oaep },
	{ "rsa_oaep_2048_sha384_mgf1sha384", oaep },
	{ "rsa_oaep_2048_sha512_mgf1sha512", oaep },
	{ "rsa_oaep_3072_sha256_mgf1sha256", oaep },
	{ "rsa_oaep_4096_sha512_mgf1sha512", oaep },
	{ "ecdsa_secp256r1_sha256_p1363", ecdsa },
	{ "ecdsa_secp384r1_sha384_p1363", ecdsa },
	{ "ecdsa_secp521r1_sha512_p1363", ecdsa },
	{ "ecdsa_secp256k1_sha256_p1363", ecdsa },
	{ "ed25519", eddsa },
	{ "ecdh_secp256r1_ecpoint", ecdh },
	{ "ecdh_secp384r1_ecpoint", ecdh },
	{ "ecdh_secp521r1_ecpoint", ecdh },
};

static bool
agrees(enum verdict v, const char *result)
{
	if (strcmp(result, "valid") == 0)
		return v == MATCHED;
	if (strcmp(result, "invalid") == 0)
		return v == REFUSED;
	return v == MATCHED || v == REFUSED;
}

static void
count(const char *file, json_t *test, enum verdict v, struct tally *t)
{
	static const char *const words[] = { "matched", "refused", "differs" };

	if (v == NOT_OURS) {
		t->skipped++;
	} else if (agrees(v, text_of(test, "result"))) {
		t->good++;
	} else {
		t->bad++;
		printf("%s tcId %lld (%s, %s): %s\n", file,
		    (long long)json_integer_value(
		    json_object_get(test, "tcId")),
		    text_of(test, "comment"), text_of(test, "result"),
		    words[v]);
	}
}

static void
run_groups(size_t which, json_t *root, struct tally *t)
{
	json_t *group, *test;
	size_t i, k;

	algorithm = text_of(root, "algorithm");
	json_array_foreach(json_object_get(root, "testGroups"), i, group) {
		json_array_foreach(json_object_get(group, "tests"), k, test) {
			hex_reset();
			count(files[which].file, test,
			    files[which].try(group, test), t);
		}
	}
}

static void
run_file(const char *dir, size_t which, struct tally *sum)
{
	struct tally t = { 0 };
	char path[4096];
	json_t *root;

	snprintf(path, sizeof(path), "%s/wycheproof/%s_test.json", dir,
	    files[which].file);
	root = json_load_file(path, 0, NULL);
	if (root == NULL) {
		printf("%s: cannot be read\n", path);
		sum->bad++;
		return;
	}
	run_groups(which, root, &t);
	json_decref(root);
	tally_file(files[which].file, &t, sum);
}

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
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		run_file(dir, i, &sum);
	crypto_free(&c);
	return tally_end(&sum);
}
