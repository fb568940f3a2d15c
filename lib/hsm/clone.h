/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Cloning: two cards prove to each other that they are cards of one site and
 * hold the same domain secret, agree on a key, and pass objects one by one.
 * Whoever carries the messages learns nothing and can change nothing.
 *
 *   target                              source
 *   clone_target_init  -- offer -->     clone_source_begin
 *   clone_target_begin <-- answer --
 *                      -- confirm -->   clone_source_confirm
 *   clone_target_open  <-- blob n --    clone_source_seal
 *
 * offer:   certificate, ephemeral point, nonce; signed
 * answer:  the same of the source; signature and domain MAC over offer, answer
 * confirm: domain MAC over offer and answer, from the target
 * blob n:  AES-256-GCM under the agreed key, bound to n: a repeated, lost or
 *          exchanged blob does not open
 *
 * These functions compute for a while: the card calls them outside its lock.
 * State and messages of one clone are used by one thread at a time.
 */

#include "hsm/identity.h"

struct crypto;
struct object;

/* --- the hand-shake --- */

struct clone;

/* Fresh values for one handshake, from agree_generate and crypto_random. */
struct clone_fresh {
	struct secret private_key; /* taken over */
	uint8_t public_key[AGREE_PUBLIC_LEN];
	uint8_t nonce[32];
};

/* Leaves NULL; accepts NULL. */
void clone_free(struct clone **c);

/* domain: of the session's partition (partition_domain), copied. */
enum err clone_target_init(struct crypto *c, const struct identity *me,
    struct bytes domain, struct clone_fresh *fresh, struct buf *out_offer,
    struct clone **out);
/* ERR_CARD_NOT_TRUSTED, ERR_VERSION, ERR_MALFORMED. */
enum err clone_source_begin(struct crypto *c, const struct identity *me,
    struct bytes domain, struct clone_fresh *fresh, struct bytes offer,
    struct buf *out_answer, struct clone **out);
/* ... and ERR_DOMAIN_MISMATCH. */
enum err clone_target_begin(struct crypto *c, struct clone *clone,
    struct bytes answer, struct buf *out_confirm);
enum err clone_source_confirm(struct crypto *c, struct clone *clone,
    struct bytes confirm);

/* --- objects --- */

/* Seals the object as the next blob and appends it to out. */
enum err clone_source_seal(struct crypto *c, struct clone *clone,
    const struct object *o, struct buf *out);
/* Appends CKA_LABEL for a progress line: at most 255 bytes, unprintable ones as
 * '?'. */
enum err clone_label(const struct object *o, struct buf *out);
/* Opens the next blob. ERR_ENCRYPTED_INVALID: it is damaged or not the next one;
 * the next one may still come. */
enum err clone_target_open(struct crypto *c, struct clone *clone,
    struct bytes blob, struct secret *out_record);
