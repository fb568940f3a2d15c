/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Objects and their attributes (PKCS#11 v3.2 section 4). Once published an
 * object never changes: a changed one is a new version under the same handle.
 * With a reference it may be read by any thread without the card's lock, and it
 * carries the decoded key that lib/crypto made of it.
 */

#include "crypto/key.h"
#include "crypto/mech.h"
#include "hsm/hsm.h"
#include "hsm/session.h"
#include "hsm/template.h"

#define OBJECT_UID_LEN 12

/* --- an object in the hand ------------------------------------------------ */

struct object *object_ref(const struct object *o);
/* Leaves NULL; accepts NULL. The last one wipes. */
void object_unref(struct object **o);

uint64_t object_class(const struct object *o); /* CKO_* */
/* The stored value, sensitive ones too (for lib/crypto, never for answers);
 * false if the object has no such attribute. */
bool object_value(const struct object *o, uint64_t type, struct bytes *out);
bool object_flag(const struct object *o, uint64_t type);
/* All of it, hidden values too: what is stored, and what is cloned. */
enum err object_record_put(const struct object *o, struct secret *out);

/* The key decoded from the object, now if it was not before: outside the lock.
 * Borrowed. Errors of key_from_*; ERR_KEY_TYPE for what is no key. */
enum err object_decode_key(const struct object *o, struct key **out);

/* --- making --------------------------------------------------------------- */

/* How an object comes to be; decides who may give which attribute, and what
 * LOCAL, ALWAYS_SENSITIVE and NEVER_EXTRACTABLE become. */
enum birth {
	BIRTH_CREATE,   /* C_CreateObject: values from the template */
	BIRTH_GENERATE, /* this HSM made it */
	BIRTH_UNWRAP,
	BIRTH_DERIVE,
};

/* What a template asks to be made, before the work is done. */
struct wanted {
	uint64_t key_type;
	unsigned bytes;         /* AES, generic secret, derived: VALUE_LEN or 0 */
	unsigned bits;          /* RSA */
	struct bytes exponent;  /* RSA; may be empty. Borrowed */
	struct bytes params;    /* EC. Borrowed */
};

/* The template would do, and the session may: everything that does not depend
 * on the value. mechanism: CKM_ (GENERATE; else 0). What C_GenerateKey is to
 * check before it works. ERR_MECHANISM_INVALID if it makes no such thing. */
enum err object_make_check(const struct session *s, enum birth birth,
    uint64_t mechanism, const struct template *asked, struct wanted *out);
/* The same for a pair. */
enum err pair_make_check(const struct session *s, uint64_t mechanism,
    const struct template *asked_public, const struct template *asked_private,
    struct wanted *out);

/* The object. `made`: the values the card made (CKA_VALUE, CKA_MODULUS ...), or
 * NULL with BIRTH_CREATE. uid: fresh random bytes. base: for BIRTH_DERIVE the
 * key it comes from, else NULL (ALWAYS_SENSITIVE ... depend on it). Handle:
 * change_handle(c, 0). */
enum err object_make_plan(struct session *s, enum birth birth,
    uint64_t mechanism, const struct template *asked,
    const struct template *made, const struct object *base,
    const uint8_t uid[OBJECT_UID_LEN], struct change **out);
/* Both or none; handles 0: public, 1: private. */
enum err pair_make_plan(struct session *s, uint64_t mechanism,
    const struct template *asked_public, const struct template *made_public,
    const struct template *asked_private, const struct template *made_private,
    const uint8_t uids[2][OBJECT_UID_LEN], struct change **out);
enum err object_copy_plan(struct session *s, uint64_t handle,
    const struct template *asked, const uint8_t uid[OBJECT_UID_LEN],
    struct change **out);

/* --- using ------------------------------------------------------------------ */

/* What the session may see under that handle; borrowed, take a reference.
 * ERR_OBJECT_INVALID. */
enum err object_get(const struct session *s, uint64_t handle,
    const struct object **out);
/* May this key do this, by this mechanism, for this session? Login, visibility
 * (ERR_KEY_INVALID), the CKA_ENCRYPT... flag and CKA_ALLOWED_MECHANISMS
 * (ERR_KEY_FUNCTION, ERR_MECHANISM_INVALID), type and size (ERR_KEY_TYPE,
 * ERR_KEY_SIZE). */
enum err key_use_check(const struct session *s, uint64_t handle,
    enum mech_use use, uint64_t mechanism, const struct object **out);
/* May `key` be wrapped by `wrapping` (already key_use_check'ed)?
 * ERR_KEY_INVALID, ERR_KEY_UNEXTRACTABLE, ERR_KEY_NOT_WRAPPABLE. */
enum err key_wrap_check(const struct session *s, uint64_t key,
    const struct object *wrapping, const struct object **out);

enum err object_destroy_plan(struct session *s, uint64_t handle,
    struct change **out);
enum err attributes_set_plan(struct session *s, uint64_t handle,
    const struct template *asked, struct change **out);

/* Rows of wire_attribute_answer for n types (u32 each) appended to `rows`;
 * *out_all: the worst status among them (ERR_OK: all could be given). */
enum err attributes_get(const struct session *s, uint64_t handle,
    struct bytes types, struct buf *rows, enum err *out_all);
/* Bytes of partition storage. */
enum err object_size(const struct session *s, uint64_t handle, uint64_t *out);

/* Handles above `after` of what the session may see and matches all of the
 * template, ascending, at most `most`. */
enum err objects_find(const struct session *s, const struct template *t,
    uint64_t after, unsigned most, uint64_t *out, unsigned *out_n,
    bool *out_more);
