/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The folder's own OpenSSL, and values of it that clear themselves. Only the
 * files of lib/tls include this. */

#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "base/bytes.h"

/* The folder's own library context; NULL when out of memory. */
OSSL_LIB_CTX *tls_library(void);
/* A BIO that reads the text. It accepts an empty text, which has no pointer. */
BIO *tls_bio(struct bytes text);
/* Cleanup functions for CLEARED_BY. */
void tls_clear_bio(BIO **b);
void tls_clear_x509(X509 **x);
void tls_clear_pkey(EVP_PKEY **k);
