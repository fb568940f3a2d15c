/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The only door to libssl: mutual TLS 1.3 over non-blocking sockets, for the
 * NTLS gate and for clients. Works in an OpenSSL library context of its own,
 * so that nothing is shared with an application that uses OpenSSL itself.
 */

#include "base/bytes.h"

struct tls_config; /* certificate, key, whom we trust; shared by connections */
struct tls;        /* one connection; used by one thread at a time */

/* What a server decides about a client's certificate (DER): ERR_OK; or
 * ERR_CLIENT_UNKNOWN, ERR_CERTIFICATE (expired, not yet valid), ERR_REFUSED (no
 * partition assigned). A TLS alert tells the client which. It is called in full
 * handshakes only: of a resumed session the server has to check
 * tls_peer_certificate itself. */
typedef enum err tls_judge_fn(void *ctx, struct bytes der);

/* Certificate and key are PEM files; PKCS#1, SEC 1 and PKCS#8 keys are read.
 * ERR_FILE, ERR_CERTIFICATE (with tls_problem). */
enum err tls_server_open(const char *certificate, const char *key,
    tls_judge_fn *judge, void *ctx, struct tls_config **out);
/* trusted: a PEM file with the certificates of all servers. */
enum err tls_client_open(const char *certificate, const char *key,
    const char *trusted, struct tls_config **out);
void tls_config_free(struct tls_config *c);

/* A connection on a connected, non-blocking socket (not owned). */
enum err tls_open(struct tls_config *c, int fd, struct tls **out);
/* Goes on with the handshake. ERR_AGAIN: wait (tls_wants_write says for what).
 * Other errors are what the peer's alert says: ERR_CLIENT_UNKNOWN,
 * ERR_CERTIFICATE, ERR_REFUSED, ERR_CLOSED. */
enum err tls_handshake(struct tls *t);
/* For a client, after the handshake: checks that this is the server of that
 * name. `own` is a PEM file with its certificate; where there is no such file,
 * the certificate has to be for that name. ERR_CERTIFICATE. */
enum err tls_check_server(const struct tls *t, const char *host, const char *own);
/* Appends what has arrived, at most 64 KiB a call. ERR_AGAIN when nothing,
 * ERR_CLOSED at the end, or the alert's error as above. */
enum err tls_read(struct tls *t, struct buf *in);
/* Sends from the front of `out` and adds to *sent. ERR_AGAIN when the socket is
 * full: then it must be called again with the same bytes in front. */
enum err tls_write(struct tls *t, struct bytes out, size_t *sent);
bool tls_wants_write(const struct tls *t);
/* Are there decrypted bytes to be read? The socket does not announce them. */
bool tls_has_pending(const struct tls *t);
bool tls_is_resumed(const struct tls *t);
/* Appends the peer's certificate, DER. ERR_NOT_FOUND. */
enum err tls_peer_certificate(const struct tls *t, struct buf *der);
/* Sends close_notify if that needs no waiting, and frees; the socket stays
 * open. */
void tls_end(struct tls *t);
