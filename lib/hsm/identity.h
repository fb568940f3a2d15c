/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A card's identity: its key, certified by its site. Two cards show it to each
 * other before they clone (clone.h). */

#include "base/secret.h"
#include "crypto/agree.h"

/* Appends what the site signs for a card (ECDSA P-256, SHA-256): a text with
 * model, serial and public key. */
enum err certificate_body(uint64_t model, uint64_t serial,
    struct bytes public_key, struct buf *out);

/* A card's own key, its site's signature, and the site's public key. */
struct identity {
	uint64_t model, serial;
	struct secret private_key;
	uint8_t public_key[AGREE_PUBLIC_LEN];
	uint8_t site_key[AGREE_PUBLIC_LEN];
	uint8_t signature[AGREE_SIGNATURE_LEN]; /* over certificate_body */
};

/* To and from the blob of hsm_identity. ERR_CORRUPT. */
enum err identity_put(const struct identity *i, struct secret *out);
enum err identity_read(struct bytes in, struct identity *out);
void identity_clear(struct identity *i);
