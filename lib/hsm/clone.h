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

#include "crypto/agree.h"
#include "hsm/hsm.h"
#include "hsm/object.h"
#include "hsm/session.h"
#include "wire/messages.h"

/* --- who a card is ---------------------------------------------------------- */

/* What the site signs (ECDSA P-256, SHA-256) for a card: a text with model,
 * serial and public key. Appended to out. */
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

/* --- the hand-shake ---------------------------------------------------------- */

struct clone;

/* Fresh for one hand-shake: agree_generate, crypto_random. */
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

/* --- objects ------------------------------------------------------------------ */

/* Under the lock: may the session clone this object? Officer (a Crypto User:
 * public objects), token objects only, policies. ERR_OBJECT_INVALID,
 * ERR_KEY_UNEXTRACTABLE, ERR_NOT_LOGGED_IN. Borrowed, take a reference. */
enum err clone_object_check(const struct session *s, uint64_t handle,
    const struct object **out);
/* Seals it as the next blob, appended to out. */
enum err clone_source_seal(struct crypto *c, struct clone *clone,
    const struct object *o, struct buf *out);
/* CKA_LABEL for a progress line, at most 255 bytes, unprintable as '?'. */
enum err clone_label(const struct object *o, struct buf *out);
/* Opens the next blob. ERR_ENCRYPTED_INVALID: it is not the next, or damaged;
 * the next may still come. */
enum err clone_target_open(struct crypto *c, struct clone *clone,
    struct bytes blob, struct secret *out_record);

/* Under the lock: take the opened object, whole or not at all. Same OUID there:
 * kept (a change without steps) or replaced, under its handle. */
enum err object_restore_plan(struct session *s, struct bytes record,
    bool replace, enum clone_result *out_result, struct change **out);
