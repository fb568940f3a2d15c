/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the files of this folder share. */

#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "tls/tls.h"

/* The folder's own library context; NULL when out of memory. */
OSSL_LIB_CTX *tls_library(void);
/* Keeps a sentence for tls_problem: what failed, and OpenSSL's reason. */
void tls_set_problem(const char *what);
/* To read from; an empty file too, which has no pointer. */
BIO *tls_bio(struct bytes text);
/* Cleanup functions for CLEARED_BY. */
void tls_clear_bio(BIO **b);
void tls_clear_x509(X509 **x);
void tls_clear_pkey(EVP_PKEY **k);

/* As SSL_set_fd, but writing to a closed socket raises no signal. */
enum err tls_set_socket(SSL *ssl, int fd);
