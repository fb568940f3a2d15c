/* SPDX-License-Identifier: Apache-2.0 */
/* Wraps OpenSSL's X.509. Keys are RSA-2048, because that is what users know
 * from the hardware and what every client library reads. */
#include "tls/certificate.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <time.h>

#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "base/text.h"
#include "tls/library.h"
#include "tls/problem.h"

static enum err
put_bio(BIO *bio, struct buf *out)
{
	char *ptr;
	long n = BIO_get_mem_data(bio, &ptr);

	return buf_put(out, bytes_of(ptr, n > 0 ? (size_t)n : 0));
}

static bool
is_address(const char *host)
{
	uint8_t raw[16];

	return inet_pton(AF_INET, host, raw) == 1 ||
	    inet_pton(AF_INET6, host, raw) == 1;
}

static const char *
kind_of(const char *host)
{
	return is_address(host) ? "IP" : "DNS";
}

static bool
add_names(X509 *x, const char *host, const char *also)
{
	char text[600];
	int n;
	X509_NAME *name = X509_get_subject_name(x);
	X509V3_CTX ctx;
	X509_EXTENSION *ext;
	bool ok;

	if (X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
	    (const unsigned char *)host, -1, -1, 0) != 1)
		return false;
	X509_set_issuer_name(x, name);
	n = snprintf(text, sizeof(text), "%s:%s", kind_of(host), host);
	if (also != NULL && strcmp(also, host) != 0)
		snprintf(text + n, sizeof(text) - (size_t)n, ",%s:%s", kind_of(also),
		    also);
	X509V3_set_ctx(&ctx, x, x, NULL, NULL, 0);
	ext = X509V3_EXT_conf_nid(NULL, &ctx, NID_subject_alt_name, text);
	ok = ext != NULL && X509_add_ext(x, ext, -1) == 1;
	X509_EXTENSION_free(ext);
	return ok;
}

static bool
fill(X509 *x, EVP_PKEY *key, const struct certificate_order *o)
{
	BIGNUM *serial = BN_new();
	bool ok = serial != NULL &&
	    BN_rand_ex(serial, 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY, 0, NULL) == 1 &&
	    BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(x)) != NULL;

	BN_free(serial);
	return ok && X509_set_version(x, X509_VERSION_3) == 1 &&
	    X509_gmtime_adj(X509_getm_notBefore(x), 0) != NULL &&
	    X509_time_adj_ex(X509_getm_notAfter(x), (int)o->days, 0, NULL) != NULL &&
	    X509_set_pubkey(x, key) == 1 && add_names(x, o->host, o->also);
}

static bool
sign(X509 *x, EVP_PKEY *key)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	bool ok = md != NULL &&
	    EVP_DigestSignInit_ex(md, NULL, "SHA256", tls_library(), NULL, key,
	    NULL) == 1 && X509_sign_ctx(x, md) > 0;

	EVP_MD_CTX_free(md);
	return ok;
}

enum err
certificate_create(const struct certificate_order *o, struct buf *out_pem,
    struct buf *out_key_pem)
{
	CLEARED_BY(tls_clear_pkey) EVP_PKEY *key =
	    EVP_PKEY_Q_keygen(tls_library(), NULL, "RSA", (size_t)2048);
	CLEARED_BY(tls_clear_x509) X509 *x = X509_new_ex(tls_library(), NULL);
	CLEARED_BY(tls_clear_bio) BIO *pem = BIO_new(BIO_s_mem());
	CLEARED_BY(tls_clear_bio) BIO *key_pem = BIO_new(BIO_s_secmem());

	if (o->host[0] == '\0' || strlen(o->host) > 64 ||
	    (o->also != NULL && strlen(o->also) > 255))
		return ERR_NAME_INVALID;
	if (key == NULL || x == NULL || pem == NULL || key_pem == NULL)
		return ERR_NO_MEMORY;
	if (!fill(x, key, o) || !sign(x, key) ||
	    PEM_write_bio_X509(pem, x) != 1 ||
	    PEM_write_bio_PrivateKey(key_pem, key, NULL, NULL, 0, NULL, NULL) != 1) {
		tls_set_problem("the certificate cannot be made");
		return ERR_CRYPTO;
	}
	TRY(put_bio(pem, out_pem));
	return put_bio(key_pem, out_key_pem);
}

static X509 *
parse(struct bytes der)
{
	X509 *x = X509_new_ex(tls_library(), NULL);
	const unsigned char *at = der.ptr;

	if (x != NULL && d2i_X509(&x, &at, (long)der.len) == NULL)
		x = NULL; /* freed by d2i_X509 */
	return x;
}

static enum err
put_der(X509 *x, struct buf *out)
{
	unsigned char *der = NULL;
	int n = i2d_X509(x, &der);
	enum err e = n > 0 ? buf_put(out, bytes_of(der, (size_t)n)) : ERR_CERTIFICATE;

	OPENSSL_free(der);
	return e;
}

enum err
certificate_read_pem(struct bytes pem, struct buf *out_der)
{
	CLEARED_BY(tls_clear_bio) BIO *bio = tls_bio(pem);
	CLEARED_BY(tls_clear_x509) X509 *x = NULL;
	CLEARED_BY(tls_clear_x509) X509 *more = NULL;

	if (bio == NULL)
		return ERR_NO_MEMORY;
	x = PEM_read_bio_X509(bio, NULL, NULL, NULL);
	if (x == NULL) {
		tls_set_problem("this is not a PEM certificate");
		return ERR_CERTIFICATE;
	}
	more = PEM_read_bio_X509(bio, NULL, NULL, NULL);
	if (more != NULL) {
		tls_set_problem("the file holds more than one certificate");
		return ERR_CERTIFICATE;
	}
	return put_der(x, out_der);
}

static int64_t
seconds(const ASN1_TIME *t)
{
	struct tm tm;

	return ASN1_TIME_to_tm(t, &tm) == 1 ? (int64_t)timegm(&tm) : 0;
}

static void
print_fingerprint(X509 *x, char out[100])
{
	unsigned char hash[32];
	unsigned n = 0;
	EVP_MD *md = EVP_MD_fetch(tls_library(), "SHA256", NULL);

	if (md == NULL || X509_digest(x, md, hash, &n) != 1)
		n = 0;
	EVP_MD_free(md);
	out[0] = '\0';
	for (unsigned i = 0; i < n; i++)
		snprintf(out + 3 * i, 100 - 3 * i, "%02X%s", hash[i],
		    i + 1 < n ? ":" : "");
}

/* The subject's CN; "" if there is none, or if it does not fit or holds a NUL,
 * behind which it would be cut and pass for another name. */
static void
common_name(const X509 *x, char out[256])
{
	const X509_NAME *name = X509_get_subject_name(x);
	int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1), n;
	unsigned char *text = NULL;

	out[0] = '\0';
	if (at < 0)
		return;
	n = ASN1_STRING_to_UTF8(&text,
	    X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
	if (n > 0 && memchr(text, 0, (size_t)n) == NULL)
		IGNORE(text_copy(out, 256, bytes_of(text, (size_t)n)));
	OPENSSL_free(text);
}

enum err
certificate_facts(struct bytes der, struct certificate_facts *out)
{
	CLEARED_BY(tls_clear_x509) X509 *x = parse(der);
	struct certificate_facts facts = { 0 };

	if (x == NULL)
		return ERR_CERTIFICATE;
	common_name(x, facts.name);
	facts.from = seconds(X509_get0_notBefore(x));
	facts.until = seconds(X509_get0_notAfter(x));
	print_fingerprint(x, facts.fingerprint);
	*out = facts;
	return ERR_OK;
}

bool
certificate_is_for(struct bytes der, const char *host)
{
	CLEARED_BY(tls_clear_x509) X509 *x = parse(der);
	char name[256];

	if (x == NULL)
		return false;
	common_name(x, name);
	if (strcasecmp(name, host) == 0)
		return true;
	return is_address(host) ? X509_check_ip_asc(x, host, 0) == 1
				: X509_check_host(x, host, 0, 0, NULL) == 1;
}

enum err
certificate_to_pem(struct bytes der, struct buf *out_pem)
{
	CLEARED_BY(tls_clear_x509) X509 *x = parse(der);
	CLEARED_BY(tls_clear_bio) BIO *bio = BIO_new(BIO_s_mem());

	if (x == NULL || bio == NULL || PEM_write_bio_X509(bio, x) != 1)
		return ERR_CERTIFICATE;
	return put_bio(bio, out_pem);
}
