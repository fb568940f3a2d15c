/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * An operation in parts (C_EncryptUpdate and its kin). Every mechanism that
 * crypt.h knows works in parts; those that cannot give anything before the end
 * (GCM decryption, whose plaintext waits for the tag; RSA; AES wrap) keep what
 * they are given, up to STREAM_HOLD_MAX bytes, and answer in stream_final.
 * A stream is used by one thread at a time, not always the same one. After an
 * error it is of no use but to stream_free.
 */

#include "crypto/crypt.h"

#define STREAM_HOLD_MAX (1024u * 1024u)

struct stream;

/* USE_ENCRYPT, USE_DECRYPT, USE_SIGN, USE_VERIFY, or USE_DIGEST (k: NULL).
 * Copies the parameters, holds a reference to the key. */
enum err stream_open(struct crypto *c, struct key *k, const struct mech *m,
    enum mech_use use, struct stream **out);
/* Appends what is ready to out; `out` may be NULL for sign, verify, digest. */
enum err stream_update(struct crypto *c, struct stream *s, struct bytes in,
    struct buf *out);
/* The rest of the text, the signature, the digest. */
enum err stream_final(struct crypto *c, struct stream *s, struct buf *out);
/* In place of stream_final for USE_VERIFY. */
enum err stream_verify(struct crypto *c, struct stream *s,
    struct bytes signature);
/* Upper bounds of what the next update with that much input, or final, will
 * give: the room that is made for it. */
size_t stream_update_size(const struct stream *s, size_t in_len);
size_t stream_final_size(const struct stream *s);
/* Wipes; accepts NULL, leaves NULL. */
void stream_free(struct stream **s);
