/* SPDX-License-Identifier: Apache-2.0 */
/* The library context and the sentence about the last failure. The context
 * lives as long as the process: a module may be finalized and begun again. */
#include "tls/internal.h"

#include <pthread.h>
#include <stdio.h>

#include <openssl/crypto.h>
#include <openssl/err.h>

static OSSL_LIB_CTX *library;
static pthread_once_t library_once = PTHREAD_ONCE_INIT;
static __thread char problem[256];

static void
library_make(void)
{
	/* An application may finalize our module after libcrypto's own exit
	 * handler would have run. */
	OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT | OPENSSL_INIT_NO_LOAD_CONFIG,
	    NULL);
	library = OSSL_LIB_CTX_new();
}

OSSL_LIB_CTX *
tls_library(void)
{
	pthread_once(&library_once, library_make);
	return library;
}

void
tls_set_problem(const char *what)
{
	unsigned long code = ERR_peek_last_error();
	const char *reason = code ? ERR_reason_error_string(code) : NULL;

	snprintf(problem, sizeof(problem), "%s%s%s", what,
	    reason != NULL ? ": " : "", reason != NULL ? reason : "");
	ERR_clear_error();
}

const char *
tls_problem(void)
{
	return problem;
}

BIO *
tls_bio(struct bytes text)
{
	return BIO_new_mem_buf(text.len > 0 ? text.ptr : (const uint8_t *)"",
	    (int)text.len);
}

void
tls_clear_bio(BIO **b)
{
	BIO_free(*b);
}

void
tls_clear_x509(X509 **x)
{
	X509_free(*x);
}

void
tls_clear_pkey(EVP_PKEY **k)
{
	EVP_PKEY_free(*k);
}
