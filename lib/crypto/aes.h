/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Contexts for the families that run AES. Inside lib/crypto. */

#include "crypto/family.h"

/* How an operation begins. */
struct aes_start {
	enum cipher_mode mode;
	struct bytes iv;
	bool encrypts;
};

/* A new context, for parts. */
enum err aes_open(struct stream *s, const struct aes_start *start);
/* The context that this thread keeps in the key, begun anew; where it can it has
 * the key in it already. Unfit for another use until aes_slot_done. */
enum err aes_slot_start(const struct operation *o,
    const struct aes_start *start, struct key_slot **out);
void aes_slot_done(struct key_slot *s);
/* The same context, empty, for a mode that begins in its own way. */
enum err aes_slot_empty(const struct operation *o, struct key_slot **out);
