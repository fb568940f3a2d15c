/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Cloning as the HSM sees it, under the card's lock: what may leave, and how an
 * object that came in is taken. */

#include "hsm/change.h"
#include "hsm/session.h"

struct object;

/* May the session clone this object? The officer may (a Crypto User: public
 * objects), token objects only. ERR_OBJECT_INVALID, ERR_KEY_UNEXTRACTABLE,
 * ERR_NOT_LOGGED_IN. Borrowed, take a reference. */
enum err clone_object_check(const struct session *s, uint64_t handle,
    const struct object **out);

/* Takes the object that clone_target_open gave, whole or not at all. One of the
 * same OUID that is there is kept (a change without steps) or replaced, under its
 * handle. ERR_VERSION: a newer card made it;
 * ERR_MALFORMED, ERR_SESSION_READ_ONLY, ERR_BUSY, ERR_PARTITION_FULL. */
enum err object_restore_plan(struct session *s, struct bytes record,
    bool replace, enum clone_result *out_result, struct change **out);
