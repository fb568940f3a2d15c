/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* New objects: created from a template, generated, unwrapped, derived. */

#include "hsm/change.h"
#include "hsm/object.h"
#include "hsm/session.h"

/* How an object comes into being. This decides who may give which attribute, and
 * the values of LOCAL, ALWAYS_SENSITIVE and NEVER_EXTRACTABLE. */
enum birth {
	BIRTH_CREATE,   /* C_CreateObject: values from the template */
	BIRTH_GENERATE, /* this HSM made it */
	BIRTH_UNWRAP,
	BIRTH_DERIVE,
};

/*
 * Checks everything that does not depend on the value: the template, and whether
 * the session may make such an object. C_GenerateKey calls it before the work.
 * mechanism: CKM_ for GENERATE, else 0. ERR_MECHANISM_INVALID if it makes no such
 * object. *out_len: the bytes that a derived secret must have; 0: as many as
 * there are.
 */
enum err object_make_check(const struct session *s, enum birth birth,
    uint64_t mechanism, const struct template *asked, unsigned *out_len);
/* The same for a key pair. */
enum err pair_make_check(const struct session *s, uint64_t mechanism,
    const struct template *asked_public, const struct template *asked_private);

/* The object. `made`: the values the card made (CKA_VALUE, CKA_MODULUS ...), or
 * NULL with BIRTH_CREATE. uid: fresh random bytes. base: for BIRTH_DERIVE the
 * key it comes from, else NULL (ALWAYS_SENSITIVE ... depend on it). Handle:
 * change_handle(c, 0). */
enum err object_make_plan(struct session *s, enum birth birth,
    uint64_t mechanism, const struct template *asked,
    const struct template *made, const struct object *base,
    const uint8_t uid[OBJECT_UID_LEN], struct change **out);
/* Plans both objects or none. Handle 0 is of the public key, 1 of the private
 * key. */
enum err pair_make_plan(struct session *s, uint64_t mechanism,
    const struct template *asked_public, const struct template *made_public,
    const struct template *asked_private, const struct template *made_private,
    const uint8_t uids[2][OBJECT_UID_LEN], struct change **out);
