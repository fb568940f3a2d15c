/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* An object as a key, and what the key may be used for. */

#include "crypto/key.h"
#include "mech/mech.h"
#include "hsm/session.h"

struct object;

/* Decodes the key at the first use; called outside the lock. Borrowed. Errors of
 * key_from_*; ERR_KEY_TYPE if the object is no key. */
enum err object_decode_key(const struct object *o, struct key **out);

/*
 * Checks that this session may use this key in this way with this mechanism:
 * login and visibility (ERR_KEY_INVALID), the CKA_ENCRYPT... flag and
 * CKA_ALLOWED_MECHANISMS (ERR_KEY_FUNCTION, ERR_MECHANISM_INVALID), type and size
 * (ERR_KEY_TYPE, ERR_KEY_SIZE).
 */
enum err key_use_check(const struct session *s, uint64_t handle,
    enum mech_use use, uint64_t mechanism, const struct object **out);
/* Checks that `key` may be wrapped by `wrapping`, which key_use_check has
 * permitted. ERR_KEY_INVALID, ERR_KEY_UNEXTRACTABLE, ERR_KEY_NOT_WRAPPABLE. */
enum err key_wrap_check(const struct session *s, uint64_t key,
    const struct object *wrapping, const struct object **out);
