/* SPDX-License-Identifier: Apache-2.0 */
/* The one file of the box that knows libcrypto. */
#include "certificate.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>

#include "base/secret.h"

static void
x509_clear(X509 **x)
{
	X509_free(*x);
}

static void
key_clear(EVP_PKEY **k)
{
	EVP_PKEY_free(*k);
}

static void
bio_clear(BIO **b)
{
	BIO_free_all(*b);
}

static enum err
x509_from_der(struct bytes der, X509 **out)
{
	const unsigned char *p = der.ptr;

	*out = d2i_X509(NULL, &p, (long)der.len);
	return *out != NULL ? ERR_OK : ERR_CERTIFICATE_FORMAT;
}

enum err
certificate_read(struct bytes pem, struct buf *out_der)
{
	CLEARED_BY(bio_clear) BIO *in = BIO_new_mem_buf(pem.ptr, (int)pem.len);
	CLEARED_BY(x509_clear) X509 *first = NULL;
	CLEARED_BY(x509_clear) X509 *second = NULL;
	unsigned char *der = NULL;
	enum err e;
	int len;

	if (in == NULL)
		return ERR_NO_MEMORY;
	first = PEM_read_bio_X509(in, NULL, NULL, NULL);
	second = PEM_read_bio_X509(in, NULL, NULL, NULL);
	if (first == NULL || second != NULL)
		return ERR_CERTIFICATE_FORMAT;
	len = i2d_X509(first, &der);
	if (len <= 0)
		return ERR_CERTIFICATE_FORMAT;
	e = buf_put(out_der, bytes_of(der, (size_t)len));
	OPENSSL_free(der);
	return e;
}

static bool
common_name_is(X509 *x, const char *host)
{
	char name[256];
	int n = X509_NAME_get_text_by_NID(X509_get_subject_name(x),
	    NID_commonName, name, sizeof(name));

	return n > 0 && (size_t)n == strlen(name) && strcasecmp(name, host) == 0;
}

enum err
certificate_check(struct bytes der, const char *host)
{
	CLEARED_BY(x509_clear) X509 *x = NULL;

	TRY(x509_from_der(der, &x));
	if (X509_cmp_current_time(X509_get0_notAfter(x)) <= 0)
		return ERR_CERTIFICATE_EXPIRED;
	if (common_name_is(x, host) || X509_check_host(x, host, 0, 0, NULL) == 1 ||
	    X509_check_ip_asc(x, host, 0) == 1)
		return ERR_OK;
	return ERR_CERTIFICATE_NAME;
}

enum err
certificate_fingerprint(struct bytes der, char out[CERTIFICATE_FINGERPRINT_SIZE])
{
	unsigned char hash[32];
	unsigned n = 0;

	if (EVP_Digest(der.ptr, der.len, hash, &n, EVP_sha256(), NULL) != 1)
		return ERR_CRYPTO;
	for (unsigned i = 0; i < n; i++)
		snprintf(out + 3 * i, 4, i + 1 < n ? "%02X:" : "%02X", hash[i]);
	return ERR_OK;
}

static void
add_alternative(char *list, size_t size, const char *name)
{
	unsigned char address[16];
	bool is_ip = inet_pton(AF_INET, name, address) == 1 ||
	    inet_pton(AF_INET6, name, address) == 1;
	size_t at = strlen(list);

	snprintf(list + at, size - at, "%s%s:%s", at > 0 ? "," : "",
	    is_ip ? "IP" : "DNS", name);
}

static bool
add_extension(X509 *x, int nid, const char *value)
{
	X509_EXTENSION *ext = X509V3_EXT_conf_nid(NULL, NULL, nid, value);
	bool ok = ext != NULL && X509_add_ext(x, ext, -1) == 1;

	X509_EXTENSION_free(ext);
	return ok;
}

static bool
add_extensions(X509 *x, const struct certificate_names *names)
{
	char list[1024] = "";

	add_alternative(list, sizeof(list), names->common);
	if (names->address != NULL && strcmp(names->address, names->common) != 0)
		add_alternative(list, sizeof(list), names->address);
	if (names->host_name != NULL &&
	    strcmp(names->host_name, names->common) != 0)
		add_alternative(list, sizeof(list), names->host_name);
	return add_extension(x, NID_basic_constraints, "critical,CA:FALSE") &&
	    add_extension(x, NID_key_usage, "critical,digitalSignature") &&
	    add_extension(x, NID_subject_alt_name, list);
}

static bool
fill(X509 *x, const struct certificate_names *names, unsigned days, EVP_PKEY *key)
{
	const unsigned char *cn = (const unsigned char *)names->common;
	X509_NAME *name = X509_NAME_new();
	unsigned char number[16];
	bool ok;

	if (name == NULL || RAND_bytes(number, sizeof(number)) != 1) {
		X509_NAME_free(name);
		return false;
	}
	number[0] = (unsigned char)((number[0] & 0x7f) | 0x40);
	ok = X509_set_version(x, 2) == 1 &&
	    ASN1_STRING_set(X509_get_serialNumber(x), number, sizeof(number)) == 1 &&
	    X509_gmtime_adj(X509_getm_notBefore(x), -300) != NULL &&
	    X509_time_adj_ex(X509_getm_notAfter(x), (int)days, 0, NULL) != NULL &&
	    X509_NAME_add_entry_by_txt(name, "O", MBSTRING_ASC,
		(const unsigned char *)"Lunette", -1, -1, 0) == 1 &&
	    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, cn, -1, -1, 0) == 1 &&
	    X509_set_subject_name(x, name) == 1 &&
	    X509_set_issuer_name(x, name) == 1 && X509_set_pubkey(x, key) == 1 &&
	    add_extensions(x, names) && X509_sign(x, key, EVP_sha256()) > 0;
	X509_NAME_free(name);
	return ok;
}

static enum err
put_bio(BIO *b, struct buf *out)
{
	char *ptr = NULL;
	long len = BIO_get_mem_data(b, &ptr);

	return len > 0 ? buf_put(out, bytes_of(ptr, (size_t)len)) : ERR_CRYPTO;
}

enum err
certificate_make(const struct certificate_names *names, unsigned days,
    struct buf *out_pem, struct buf *out_key_pem)
{
	CLEARED_BY(key_clear) EVP_PKEY *key = EVP_EC_gen("P-256");
	CLEARED_BY(x509_clear) X509 *x = X509_new();
	CLEARED_BY(bio_clear) BIO *pem = BIO_new(BIO_s_mem());
	CLEARED_BY(bio_clear) BIO *key_pem = BIO_new(BIO_s_secmem());

	if (key == NULL || x == NULL || pem == NULL || key_pem == NULL)
		return ERR_CRYPTO;
	if (!fill(x, names, days, key) || PEM_write_bio_X509(pem, x) != 1 ||
	    PEM_write_bio_PrivateKey(key_pem, key, NULL, NULL, 0, NULL, NULL) != 1)
		return ERR_CRYPTO;
	TRY(put_bio(pem, out_pem));
	return put_bio(key_pem, out_key_pem);
}
