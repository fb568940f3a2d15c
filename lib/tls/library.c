/* SPDX-License-Identifier: Apache-2.0 */
/* The context lives as long as the process, because an application may finalize
 * the module and initialize it again. */
#include "tls/library.h"

#include <pthread.h>

#include <openssl/crypto.h>

static OSSL_LIB_CTX *library;
static pthread_once_t library_once = PTHREAD_ONCE_INIT;

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
