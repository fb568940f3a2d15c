/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mutual TLS 1.3. A server asks its callback about a client, because clients
 * are registered and have no certificate of an authority. A client trusts
 * exactly the certificates of its file, and each one only for its own server.
 * A connection gets one session ticket, which is stateless.
 */
#include "tls/tls.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include "base/file.h"
#include "base/mem.h"
#include "spec/limits.h"
#include "tls/certificate.h"
#include "tls/library.h"
#include "tls/problem.h"
#include "tls/socket.h"

#define READ_MAX (64u * 1024u)

struct tls_config {
	SSL_CTX *ssl;
	tls_judge_fn *judge; /* NULL: a client */
	void *ctx;
};

struct tls {
	SSL *ssl;
	bool wants_write;
};

/* The code for a certificate that was not accepted. OpenSSL sends the peer the
 * alert of that code, and the peer reads it with alert_error below. */
static int
code_of(enum err judged)
{
	switch (judged) {
	case ERR_OK:
		return X509_V_OK;
	case ERR_CERTIFICATE:
		return X509_V_ERR_CERT_HAS_EXPIRED;
	case ERR_REFUSED:
		return X509_V_ERR_APPLICATION_VERIFICATION;
	default:
		return X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT;
	}
}

static int
judge_client(X509_STORE_CTX *store, void *arg)
{
	struct tls_config *c = arg;
	X509 *x = X509_STORE_CTX_get0_cert(store);
	unsigned char *der = NULL;
	int n = i2d_X509(x, &der);
	enum err e = n > 0 ? c->judge(c->ctx, bytes_of(der, (size_t)n))
			   : ERR_CLIENT_UNKNOWN;

	OPENSSL_free(der);
	X509_STORE_CTX_set_error(store, code_of(e));
	return e == ERR_OK;
}

static enum err
use_key(SSL_CTX *ssl, const char *path)
{
	CLEARED_BY(buf_clear) struct buf pem = buf_up_to(64 * 1024);
	CLEARED_BY(tls_clear_bio) BIO *bio = NULL;
	CLEARED_BY(tls_clear_pkey) EVP_PKEY *key = NULL;
	enum err e = file_read(path, &pem);

	if (e != ERR_OK) {
		tls_set_problem("the key file cannot be read");
		return e;
	}
	bio = tls_bio(buf_bytes(&pem));
	if (bio == NULL)
		return ERR_NO_MEMORY;
	key = PEM_read_bio_PrivateKey_ex(bio, NULL, NULL, (void *)"", tls_library(),
	    NULL);
	if (key == NULL || SSL_CTX_use_PrivateKey(ssl, key) != 1) {
		tls_set_problem("the key cannot be used (encrypted, or not the "
		    "certificate's)");
		return ERR_CERTIFICATE;
	}
	return ERR_OK;
}

/* The next certificate of a PEM file; NULL at the end. */
static X509 *
next_certificate(BIO *bio)
{
	X509 *x = X509_new_ex(tls_library(), NULL);

	if (x != NULL && PEM_read_bio_X509(bio, &x, NULL, NULL) == NULL) {
		X509_free(x);
		x = NULL;
	}
	ERR_clear_error();
	return x;
}

static enum err
use_certificate(SSL_CTX *ssl, const char *path)
{
	CLEARED_BY(buf_clear) struct buf pem = buf_up_to(1024 * 1024);
	CLEARED_BY(tls_clear_bio) BIO *bio = NULL;
	CLEARED_BY(tls_clear_x509) X509 *x = NULL;
	enum err e = file_read(path, &pem);

	if (e != ERR_OK) {
		tls_set_problem("the certificate file cannot be read");
		return e;
	}
	bio = tls_bio(buf_bytes(&pem));
	if (bio == NULL)
		return ERR_NO_MEMORY;
	x = next_certificate(bio);
	if (x == NULL || SSL_CTX_use_certificate(ssl, x) != 1) {
		tls_set_problem("the certificate cannot be used");
		return ERR_CERTIFICATE;
	}
	return ERR_OK;
}

static enum err
trust(SSL_CTX *ssl, const char *path)
{
	CLEARED_BY(buf_clear) struct buf pem = buf_up_to(16 * 1024 * 1024);
	CLEARED_BY(tls_clear_bio) BIO *bio = NULL;
	X509_STORE *store = SSL_CTX_get_cert_store(ssl);
	enum err e = file_read(path, &pem);
	X509 *x;

	if (e != ERR_OK) {
		tls_set_problem("the file of server certificates cannot be read");
		return e;
	}
	bio = tls_bio(buf_bytes(&pem));
	if (bio == NULL)
		return ERR_NO_MEMORY;
	while ((x = next_certificate(bio)) != NULL) {
		X509_STORE_add_cert(store, x);
		X509_free(x);
	}
	ERR_clear_error();
	/* A server's own certificate is trusted itself, whoever signed it. */
	X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
	return ERR_OK;
}

static enum err
config_make(const SSL_METHOD *method, const char *certificate, const char *key,
    struct tls_config **out)
{
	struct tls_config *c = mem_alloc(1, sizeof(*c));
	enum err e;

	if (c == NULL)
		return ERR_NO_MEMORY;
	c->ssl = SSL_CTX_new_ex(tls_library(), NULL, method);
	if (c->ssl == NULL ||
	    SSL_CTX_set_min_proto_version(c->ssl, TLS1_3_VERSION) != 1) {
		tls_config_free(c);
		return ERR_NO_MEMORY;
	}
	SSL_CTX_set_mode(c->ssl, SSL_MODE_ENABLE_PARTIAL_WRITE |
	    SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_read_ahead(c->ssl, 1);
	e = use_certificate(c->ssl, certificate);
	if (e == ERR_OK)
		e = use_key(c->ssl, key);
	if (e != ERR_OK) {
		tls_config_free(c);
		return e;
	}
	*out = c;
	return ERR_OK;
}

enum err
tls_server_open(const char *certificate, const char *key, tls_judge_fn *judge,
    void *ctx, struct tls_config **out)
{
	static const unsigned char name[] = "ntls";
	struct tls_config *c;

	TRY(config_make(TLS_server_method(), certificate, key, &c));
	c->judge = judge;
	c->ctx = ctx;
	SSL_CTX_set_verify(c->ssl,
	    SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	SSL_CTX_set_cert_verify_callback(c->ssl, judge_client, c);
	SSL_CTX_set_session_id_context(c->ssl, name, sizeof(name) - 1);
	SSL_CTX_set_num_tickets(c->ssl, 1);
	*out = c;
	return ERR_OK;
}

enum err
tls_client_open(const char *certificate, const char *key, const char *trusted,
    struct tls_config **out)
{
	struct tls_config *c;
	enum err e;

	TRY(config_make(TLS_client_method(), certificate, key, &c));
	SSL_CTX_set_verify(c->ssl, SSL_VERIFY_PEER, NULL);
	e = trust(c->ssl, trusted);
	if (e != ERR_OK) {
		tls_config_free(c);
		return e;
	}
	*out = c;
	return ERR_OK;
}

void
tls_config_free(struct tls_config *c)
{
	if (c == NULL)
		return;
	SSL_CTX_free(c->ssl);
	mem_free(c);
}

enum err
tls_open(struct tls_config *c, int fd, struct tls **out)
{
	struct tls *t = mem_alloc(1, sizeof(*t));

	if (t == NULL)
		return ERR_NO_MEMORY;
	t->ssl = SSL_new(c->ssl);
	if (t->ssl == NULL || tls_set_socket(t->ssl, fd) != ERR_OK) {
		SSL_free(t->ssl);
		mem_free(t);
		return ERR_NO_MEMORY;
	}
	if (c->judge != NULL)
		SSL_set_accept_state(t->ssl);
	else
		SSL_set_connect_state(t->ssl);
	*out = t;
	return ERR_OK;
}

/* Says what is wrong with the peer's certificate, because OpenSSL has one
 * reason for everything. That it is self-signed is right here. */
static void
say_distrust(long why)
{
	char text[160];

	snprintf(text, sizeof(text), "the other side's certificate is not accepted: %s",
	    why == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT
	    ? "it is none of those that are trusted"
	    : X509_verify_cert_error_string(why));
	ERR_clear_error();
	tls_set_problem(text);
}

/* What an alert of the peer means to us; ERR_CLOSED for any other failure. */
static enum err
alert_error(const struct tls *t)
{
	switch (ERR_GET_REASON(ERR_peek_last_error())) {
	case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
		tls_set_problem("the other side does not know our certificate");
		return ERR_CLIENT_UNKNOWN;
	case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
		tls_set_problem("our certificate is expired or not yet valid");
		return ERR_CERTIFICATE;
	case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
		tls_set_problem("no partition is assigned to us");
		return ERR_REFUSED;
	case SSL_R_CERTIFICATE_VERIFY_FAILED:
		say_distrust(SSL_get_verify_result(t->ssl));
		return ERR_CERTIFICATE;
	default:
		tls_set_problem("the connection failed");
		return ERR_CLOSED;
	}
}

static enum err
outcome(struct tls *t, int result)
{
	int why = SSL_get_error(t->ssl, result);

	t->wants_write = why == SSL_ERROR_WANT_WRITE;
	if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE)
		return ERR_AGAIN;
	if (why == SSL_ERROR_SSL)
		return alert_error(t);
	tls_set_problem("the other side closed the connection");
	return ERR_CLOSED;
}

enum err
tls_handshake(struct tls *t)
{
	int result;

	ERR_clear_error();
	result = SSL_do_handshake(t->ssl);
	return result == 1 ? ERR_OK : outcome(t, result);
}

enum err
tls_read(struct tls *t, struct buf *in)
{
	size_t before = in->len, n;
	int result;

	ERR_clear_error();
	while (in->len - before < READ_MAX) {
		TRY(buf_reserve(in, 16384));
		result = SSL_read_ex(t->ssl, in->ptr + in->len, 16384, &n);
		if (result != 1)
			return in->len > before ? ERR_OK : outcome(t, result);
		in->len += n;
		if (!SSL_has_pending(t->ssl))
			break;
	}
	return ERR_OK;
}

/* Reads the alert with which the other side said why it closed, if there is
 * one. A client sends its first request while the server still checks its
 * certificate, so a refusal often shows first as a write that fails. */
static enum err
last_words(struct tls *t)
{
	uint8_t unread[256];
	size_t n;

	ERR_clear_error();
	while (SSL_read_ex(t->ssl, unread, sizeof(unread), &n) == 1)
		continue;
	return SSL_get_error(t->ssl, 0) == SSL_ERROR_SSL ? alert_error(t) : ERR_CLOSED;
}

enum err
tls_write(struct tls *t, struct bytes out, size_t *sent)
{
	ERR_clear_error();
	while (out.len > 0) {
		size_t n;
		int result = SSL_write_ex(t->ssl, out.ptr, out.len, &n);
		enum err e = result == 1 ? ERR_OK : outcome(t, result);

		if (e != ERR_OK)
			return e == ERR_CLOSED ? last_words(t) : e;
		*sent += n;
		out = bytes_of(out.ptr + n, out.len - n);
	}
	t->wants_write = false;
	return ERR_OK;
}

bool
tls_wants_write(const struct tls *t)
{
	return t->wants_write;
}

bool
tls_has_pending(const struct tls *t)
{
	return SSL_has_pending(t->ssl);
}

bool
tls_is_resumed(const struct tls *t)
{
	return SSL_session_reused(t->ssl);
}

enum err
tls_peer_certificate(const struct tls *t, struct buf *der)
{
	X509 *x = SSL_get0_peer_certificate(t->ssl);
	unsigned char *out = NULL;
	int n = x != NULL ? i2d_X509(x, &out) : 0;
	enum err e;

	if (n <= 0)
		return ERR_NOT_FOUND;
	e = buf_put(der, bytes_of(out, (size_t)n));
	OPENSSL_free(out);
	return e;
}

/* NULL if the certificate is that server's, else what is wrong with it. */
static const char *
not_expected(struct bytes der, const char *host, const char *own)
{
	CLEARED_BY(buf_clear) struct buf pem = buf_up_to(LIMIT_CERTIFICATE);
	CLEARED_BY(buf_clear) struct buf expected = buf_up_to(LIMIT_CERTIFICATE);
	enum err e = file_read(own, &pem);

	if (e == ERR_NOT_FOUND)
		return certificate_is_for(der, host) ? NULL
		    : "its certificate was made for another name, and 'vtl addServer' "
		      "has not been told that it is this server's";
	if (e == ERR_OK)
		e = certificate_read_pem(buf_bytes(&pem), &expected);
	if (e == ERR_OK && bytes_equal(der, buf_bytes(&expected)))
		return NULL;
	return "its certificate is not the one that 'vtl addServer' was given";
}

/* Without this check any server of the file could pass for any other one. */
enum err
tls_check_server(const struct tls *t, const char *host, const char *own)
{
	CLEARED_BY(buf_clear) struct buf der = buf_up_to(LIMIT_CERTIFICATE);
	const char *wrong;

	TRY(tls_peer_certificate(t, &der));
	wrong = not_expected(buf_bytes(&der), host, own);
	if (wrong == NULL)
		return ERR_OK;
	tls_set_problem(wrong);
	return ERR_CERTIFICATE;
}

void
tls_end(struct tls *t)
{
	if (t == NULL)
		return;
	ERR_clear_error();
	SSL_shutdown(t->ssl);
	SSL_free(t->ssl);
	mem_free(t);
	ERR_clear_error();
}
