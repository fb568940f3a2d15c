/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Digests, by themselves and for signatures over one. Inside lib/crypto. */

#include "crypto/family.h"

struct digest {
	uint8_t bytes[EVP_MAX_MD_SIZE];
	size_t len;
};

static inline struct bytes
digest_bytes(const struct digest *d)
{
	return bytes_of(d->bytes, d->len);
}

enum err digest_make(struct crypto *c, enum hash h, struct bytes in,
    struct digest *out);
/* In parts: by the hash of the stream's row. */
enum err digest_open(struct stream *s);
enum err digest_update(struct stream *s, struct bytes in, struct output *out);
enum err digest_finish(struct stream *s, struct digest *out);
