/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The handshake of two cards, and the sealing of objects under the key that they
 * agreed on. It never touches an HSM's state: restore.c does.
 */
#include "hsm/clone.h"

#include "spec/pkcs11.h"
#include "base/mem.h"
#include "crypto/seal.h"
#include "hsm/identity.h"
#include "hsm/object.h"

#define CLONE_VERSION 1
#define NONCE_LEN 32
#define KEY_LEN 32

enum clone_state {
	CLONE_OFFERED = 1, /* target: waits for the answer */
	CLONE_ANSWERED,    /* source: waits for the confirmation */
	CLONE_TARGET,      /* proven: takes objects */
	CLONE_SOURCE,      /* proven: gives objects */
	CLONE_FAILED,
};

/* What each side tells the other about itself. */
struct hello {
	uint8_t version[1];
	uint8_t model[8], serial[8];
	uint8_t public_key[AGREE_PUBLIC_LEN];
	uint8_t certificate[AGREE_SIGNATURE_LEN]; /* the site's signature */
	uint8_t point[AGREE_PUBLIC_LEN];
	uint8_t nonce[NONCE_LEN];
};

struct offer {
	struct hello hello;
	uint8_t signature[AGREE_SIGNATURE_LEN];
};

struct answer {
	struct hello hello;
	uint8_t signature[AGREE_SIGNATURE_LEN]; /* over the offer too */
	uint8_t mac[AGREE_MAC_LEN];
};

/* What both sides have seen. All of it is signed or under a MAC. */
struct transcript {
	uint8_t purpose[16];
	struct offer offer;
	struct hello answer;
	uint8_t signature[AGREE_SIGNATURE_LEN];
};

struct clone {
	enum clone_state state;
	struct transcript seen;
	struct secret private_key, domain;
	struct secret keys; /* source's MAC, target's MAC, objects */
	uint8_t site_key[AGREE_PUBLIC_LEN];
	uint64_t n_objects;
};

void
clone_free(struct clone **c)
{
	if (*c == NULL)
		return;
	secret_clear(&(*c)->private_key);
	secret_clear(&(*c)->domain);
	secret_clear(&(*c)->keys);
	mem_free(*c);
	*c = NULL;
}

static enum err
clone_new(const struct identity *me, struct bytes domain,
    struct clone_fresh *fresh, struct clone **out)
{
	struct clone *c;
	enum err e;

	if (domain.len == 0)
		return ERR_NO_DOMAIN;
	c = mem_alloc(1, sizeof(*c));
	if (c == NULL)
		return ERR_NO_MEMORY;
	e = secret_copy(&c->domain, domain);
	if (e != ERR_OK) {
		clone_free(&c);
		return e;
	}
	secret_move(&c->private_key, &fresh->private_key);
	memcpy(c->site_key, me->site_key, sizeof(c->site_key));
	*out = c;
	return ERR_OK;
}

/* --- hellos --- */

static void
hello_make(const struct identity *me, const struct clone_fresh *fresh,
    struct hello *out)
{
	out->version[0] = CLONE_VERSION;
	bytes_set_u64(out->model, me->model);
	bytes_set_u64(out->serial, me->serial);
	memcpy(out->public_key, me->public_key, sizeof(out->public_key));
	memcpy(out->certificate, me->signature, sizeof(out->certificate));
	memcpy(out->point, fresh->public_key, sizeof(out->point));
	memcpy(out->nonce, fresh->nonce, sizeof(out->nonce));
}

/* Checks the site's signature over the key that the other side shows. */
static enum err
hello_check(struct crypto *c, struct clone *clone, const struct hello *h)
{
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(512);
	enum err e;

	if (h->version[0] != CLONE_VERSION)
		return ERR_VERSION;
	TRY(certificate_body(bytes_u64(h->model), bytes_u64(h->serial),
	    bytes_of(h->public_key, sizeof(h->public_key)), &body));
	e = agree_verify(c, bytes_of(clone->site_key, AGREE_PUBLIC_LEN),
	    buf_bytes(&body), bytes_of(h->certificate, AGREE_SIGNATURE_LEN));
	return e == ERR_SIGNATURE_INVALID ? ERR_CARD_NOT_TRUSTED : e;
}

/* The part of the transcript that the signature covers. */
static struct bytes
transcript_signed(struct clone *clone, const char *purpose)
{
	bool answer = clone->seen.answer.version[0] != 0;

	memset(clone->seen.purpose, 0, sizeof(clone->seen.purpose));
	memcpy(clone->seen.purpose, purpose, strlen(purpose));
	return bytes_of(&clone->seen, answer
	    ? offsetof(struct transcript, signature)
	    : offsetof(struct transcript, offer) +
	    offsetof(struct offer, signature));
}

static enum err
signature_check(struct crypto *c, struct clone *clone, const char *purpose,
    const struct hello *h, const uint8_t signature[AGREE_SIGNATURE_LEN])
{
	enum err e = agree_verify(c,
	    bytes_of(h->public_key, sizeof(h->public_key)),
	    transcript_signed(clone, purpose),
	    bytes_of(signature, AGREE_SIGNATURE_LEN));

	return e == ERR_SIGNATURE_INVALID ? ERR_CARD_NOT_TRUSTED : e;
}

/* --- keys --- */

/* Derives all keys from the ephemeral secret and the domain, for these two
 * nonces. */
static enum err
keys_derive(struct crypto *c, struct clone *clone, const uint8_t *point)
{
	CLEARED_BY(secret_clear) struct secret shared = { 0 };
	CLEARED_BY(secret_clear) struct secret both = { 0 };
	uint8_t salt[2 * NONCE_LEN];

	if (agree_secret(c, secret_bytes(&clone->private_key),
	    bytes_of(point, AGREE_PUBLIC_LEN), &shared) != ERR_OK)
		return ERR_MALFORMED;
	TRY(secret_make(&both, shared.len + clone->domain.len));
	memcpy(both.ptr, shared.ptr, shared.len);
	memcpy(both.ptr + shared.len, clone->domain.ptr, clone->domain.len);
	memcpy(salt, clone->seen.offer.hello.nonce, NONCE_LEN);
	memcpy(salt + NONCE_LEN, clone->seen.answer.nonce, NONCE_LEN);
	TRY(agree_derive(c, secret_bytes(&both), bytes_of(salt, sizeof(salt)),
	    bytes_of_text("lunette clone 1"), 3 * KEY_LEN, &clone->keys));
	secret_clear(&clone->private_key);
	secret_clear(&clone->domain);
	return ERR_OK;
}

/* The proof that a side holds the domain; side 0 is the source, 1 the target. */
static enum err
proof_make(struct crypto *c, struct clone *clone, unsigned side,
    uint8_t out[AGREE_MAC_LEN])
{
	(void)transcript_signed(clone, side ? "target proof" : "source proof");
	return agree_mac(c, bytes_of(clone->keys.ptr + side * KEY_LEN, KEY_LEN),
	    bytes_of(&clone->seen, sizeof(clone->seen)), out);
}

static enum err
proof_check(struct crypto *c, struct clone *clone, unsigned side,
    const uint8_t *proof)
{
	uint8_t right[AGREE_MAC_LEN];

	TRY(proof_make(c, clone, side, right));
	return secret_equal(bytes_of(right, sizeof(right)),
	    bytes_of(proof, AGREE_MAC_LEN)) ? ERR_OK : ERR_DOMAIN_MISMATCH;
}

/* --- the four steps --- */

static enum err
offer_make(struct crypto *c, const struct identity *me,
    const struct clone_fresh *fresh, struct clone *clone, struct buf *out)
{
	struct offer *offer = &clone->seen.offer;

	hello_make(me, fresh, &offer->hello);
	TRY(agree_sign(c, secret_bytes(&me->private_key),
	    transcript_signed(clone, "offer"), offer->signature));
	clone->state = CLONE_OFFERED;
	return buf_put(out, bytes_of(offer, sizeof(*offer)));
}

enum err
clone_target_init(struct crypto *c, const struct identity *me,
    struct bytes domain, struct clone_fresh *fresh, struct buf *out_offer,
    struct clone **out)
{
	struct clone *clone;
	enum err e;

	TRY(clone_new(me, domain, fresh, &clone));
	e = offer_make(c, me, fresh, clone, out_offer);
	if (e != ERR_OK) {
		clone_free(&clone);
		return e;
	}
	*out = clone;
	return ERR_OK;
}

static enum err
offer_take(struct crypto *c, struct clone *clone, struct bytes in)
{
	struct offer *offer = &clone->seen.offer;

	if (in.len != sizeof(*offer))
		return ERR_MALFORMED;
	memcpy(offer, in.ptr, sizeof(*offer));
	TRY(hello_check(c, clone, &offer->hello));
	return signature_check(c, clone, "offer", &offer->hello,
	    offer->signature);
}

static enum err
answer_make(struct crypto *c, const struct identity *me,
    const struct clone_fresh *fresh, struct clone *clone, struct buf *out)
{
	struct answer answer = { 0 };

	hello_make(me, fresh, &clone->seen.answer);
	TRY(agree_sign(c, secret_bytes(&me->private_key),
	    transcript_signed(clone, "answer"), clone->seen.signature));
	TRY(keys_derive(c, clone, clone->seen.offer.hello.point));
	TRY(proof_make(c, clone, 0, answer.mac));
	answer.hello = clone->seen.answer;
	memcpy(answer.signature, clone->seen.signature,
	    sizeof(answer.signature));
	clone->state = CLONE_ANSWERED;
	return buf_put(out, bytes_of(&answer, sizeof(answer)));
}

enum err
clone_source_begin(struct crypto *c, const struct identity *me,
    struct bytes domain, struct clone_fresh *fresh, struct bytes offer,
    struct buf *out_answer, struct clone **out)
{
	struct clone *clone;
	enum err e;

	TRY(clone_new(me, domain, fresh, &clone));
	e = offer_take(c, clone, offer);
	if (e == ERR_OK)
		e = answer_make(c, me, fresh, clone, out_answer);
	if (e != ERR_OK) {
		clone_free(&clone);
		return e;
	}
	*out = clone;
	return ERR_OK;
}

static enum err
answer_take(struct crypto *c, struct clone *clone, struct bytes in)
{
	struct answer answer;

	if (in.len != sizeof(answer))
		return ERR_MALFORMED;
	memcpy(&answer, in.ptr, sizeof(answer));
	clone->seen.answer = answer.hello;
	memcpy(clone->seen.signature, answer.signature,
	    sizeof(answer.signature));
	TRY(hello_check(c, clone, &answer.hello));
	TRY(signature_check(c, clone, "answer", &answer.hello,
	    answer.signature));
	TRY(keys_derive(c, clone, answer.hello.point));
	return proof_check(c, clone, 0, answer.mac);
}

enum err
clone_target_begin(struct crypto *c, struct clone *clone, struct bytes answer,
    struct buf *out_confirm)
{
	uint8_t proof[AGREE_MAC_LEN];

	if (clone->state != CLONE_OFFERED)
		return ERR_OPERATION_NOT_INITIALIZED;
	clone->state = CLONE_FAILED;
	TRY(answer_take(c, clone, answer));
	TRY(proof_make(c, clone, 1, proof));
	TRY(buf_put(out_confirm, bytes_of(proof, sizeof(proof))));
	clone->state = CLONE_TARGET;
	return ERR_OK;
}

enum err
clone_source_confirm(struct crypto *c, struct clone *clone,
    struct bytes confirm)
{
	if (clone->state != CLONE_ANSWERED)
		return ERR_OPERATION_NOT_INITIALIZED;
	clone->state = CLONE_FAILED;
	if (confirm.len != AGREE_MAC_LEN)
		return ERR_MALFORMED;
	TRY(proof_check(c, clone, 1, confirm.ptr));
	clone->state = CLONE_SOURCE;
	return ERR_OK;
}

/* --- objects --- */

/* Every object must fit into a blob, or a user could make one that stops every
 * backup. */
_Static_assert(SECRET_MAX + SEAL_OVERHEAD <= LIMIT_CLONE_BLOB, "any object fits");

/* The place of blob n, which its seal binds. */
struct blob_place {
	uint8_t purpose[8];
	uint8_t n[8];
};

static struct blob_place
blob_place(const struct clone *clone)
{
	struct blob_place place = { .purpose = { 'o', 'b', 'j', 'e', 'c', 't' } };

	bytes_set_u64(place.n, clone->n_objects);
	return place;
}

static struct bytes
blob_key(const struct clone *clone)
{
	return bytes_of(clone->keys.ptr + 2 * KEY_LEN, KEY_LEN);
}

enum err
clone_source_seal(struct crypto *c, struct clone *clone, const struct object *o,
    struct buf *out)
{
	CLEARED_BY(secret_clear) struct secret record = { 0 };
	struct blob_place place = blob_place(clone);

	if (clone->state != CLONE_SOURCE)
		return ERR_OPERATION_NOT_INITIALIZED;
	TRY(object_record_put(o, &record));
	TRY(seal_put(c, blob_key(clone), bytes_of(&place, sizeof(place)),
	    secret_bytes(&record), out));
	clone->n_objects++;
	return ERR_OK;
}

enum err
clone_target_open(struct crypto *c, struct clone *clone, struct bytes blob,
    struct secret *out_record)
{
	struct blob_place place = blob_place(clone);
	enum err e;

	if (clone->state != CLONE_TARGET)
		return ERR_OPERATION_NOT_INITIALIZED;
	e = seal_open(c, blob_key(clone), bytes_of(&place, sizeof(place)),
	    blob, out_record);
	if (e == ERR_CORRUPT)
		return ERR_ENCRYPTED_INVALID;
	TRY(e);
	clone->n_objects++;
	return ERR_OK;
}

enum err
clone_label(const struct object *o, struct buf *out)
{
	struct bytes label = { 0 };
	uint8_t c;

	(void)object_value(o, CKA_LABEL, &label);
	for (size_t i = 0; i < label.len && i < 255; i++) {
		c = label.ptr[i];
		TRY(buf_put_u8(out, c >= 0x20 && c <= 0x7e ? c : '?'));
	}
	return ERR_OK;
}
