/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* X.509 certificates of clients and appliances: makes self-signed ones and
 * reads what is needed to register them. */

#include "base/bytes.h"

struct certificate_facts {
	char name[256];        /* subject CN */
	int64_t from, until;   /* seconds since 1970 */
	char fingerprint[100]; /* SHA-256, AA:BB:... */
};

struct certificate_order {
	const char *host; /* CN and subjectAltName: a name or an IP address */
	const char *also; /* one more subjectAltName; may be NULL */
	uint32_t days;
};

/* A self-signed certificate (RSA-2048, SHA-256) valid from now, and its key,
 * both PEM. */
enum err certificate_create(const struct certificate_order *o, struct buf *out_pem,
    struct buf *out_key_pem);
/* Reads one PEM certificate (exactly one); appends it as DER.
 * ERR_CERTIFICATE. */
enum err certificate_read_pem(struct bytes pem, struct buf *out_der);
enum err certificate_facts(struct bytes der, struct certificate_facts *out);
/* Is the CN or a subjectAltName that host name or address? */
bool certificate_is_for(struct bytes der, const char *host);
/* Appends the certificate as PEM. */
enum err certificate_to_pem(struct bytes der, struct buf *out_pem);
