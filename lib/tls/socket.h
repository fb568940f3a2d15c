/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* How TLS reads and writes a socket. Only the files of lib/tls include this. */

#include <openssl/ssl.h>

#include "base/err.h"

/* As SSL_set_fd, but writing to a closed socket raises no signal. */
enum err tls_set_socket(SSL *ssl, int fd);
