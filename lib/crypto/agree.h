/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * What two cards need to agree on a session key: P-256 identities and
 * ephemeral keys, ECDSA with SHA-256, ECDH, HKDF-SHA256 and HMAC-SHA256. The
 * protocol itself is in lib/hsm and prog/card. Public keys travel as raw points
 * (04 || x || y), private ones as 32-byte scalars.
 */

#include "base/secret.h"
#include "crypto/crypto.h"

#define AGREE_PUBLIC_LEN 65
#define AGREE_PRIVATE_LEN 32
#define AGREE_SIGNATURE_LEN 64 /* r || s */
#define AGREE_MAC_LEN 32

/* An identity or an ephemeral key pair. */
enum err agree_generate(struct crypto *c, struct secret *out_private,
    uint8_t out_public[AGREE_PUBLIC_LEN]);
enum err agree_sign(struct crypto *c, struct bytes private_key,
    struct bytes message, uint8_t out[AGREE_SIGNATURE_LEN]);
/* ERR_SIGNATURE_INVALID, also for a public key that is none. */
enum err agree_verify(struct crypto *c, struct bytes public_key,
    struct bytes message, struct bytes signature);
/* The shared x coordinate; ERR_ATTRIBUTE_VALUE for a bad point. Never a key
 * itself: through agree_derive first. */
enum err agree_secret(struct crypto *c, struct bytes private_key,
    struct bytes peer, struct secret *out);
/* HKDF-SHA256 (RFC 5869): len bytes. */
enum err agree_derive(struct crypto *c, struct bytes secret, struct bytes salt,
    struct bytes info, size_t len, struct secret *out);
/* HMAC-SHA256; compare with secret_equal. */
enum err agree_mac(struct crypto *c, struct bytes key, struct bytes message,
    uint8_t out[AGREE_MAC_LEN]);
