/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * X.509 certificates as the box meets them: those of clients, which it keeps
 * and shows, and the NTLS server's own, which it makes. It reads names and
 * dates and judges no signature: trust here means that an administrator put
 * this very certificate in place.
 */

#include "base/bytes.h"
#include "maxima.h"

#define CERTIFICATE_FINGERPRINT_SIZE 96 /* SHA-256, AA:BB:... */

/* Exactly one certificate in PEM form, and nothing else but text around it.
 * Appends its DER form. ERR_CERTIFICATE_FORMAT. */
enum err certificate_read(struct bytes pem, struct buf *out_der);
/* Was it made for this host (common name or alternative name), and is it not
 * expired? ERR_CERTIFICATE_NAME, ERR_CERTIFICATE_EXPIRED. */
enum err certificate_check(struct bytes der, const char *host);
enum err certificate_fingerprint(struct bytes der,
    char out[CERTIFICATE_FINGERPRINT_SIZE]);

struct certificate_names {
	const char *common;     /* CN, and an alternative name */
	const char *address;    /* another alternative name; may be NULL */
	const char *host_name;  /* another one; may be NULL */
};

/* A new P-256 key and a self-signed certificate for it. */
enum err certificate_make(const struct certificate_names *names, unsigned days,
    struct buf *out_pem, struct buf *out_key_pem);
