/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The HSM's side of cloning, under the card's lock: which objects may leave, and
 * how one that arrived is taken in. */

#include "hsm/change.h"
#include "hsm/session.h"

struct object;

/*
 * Checks that the session may clone this object, and gives it (borrowed; take a
 * reference). Only token objects can be cloned, by the officer; a Crypto User may
 * clone public objects. ERR_OBJECT_INVALID, ERR_KEY_UNEXTRACTABLE,
 * ERR_NOT_LOGGED_IN.
 */
enum err clone_object_check(const struct session *s, uint64_t handle,
    const struct object **out);

/*
 * Takes the object that clone_target_open gave, whole or not at all. If there is
 * one with the same OUID, it is kept (the change has no steps), or replaced under
 * its handle. ERR_VERSION: a newer card made the object. ERR_MALFORMED,
 * ERR_SESSION_READ_ONLY, ERR_BUSY, ERR_PARTITION_FULL.
 */
enum err object_restore_plan(struct session *s, struct bytes record,
    bool replace, enum clone_result *out_result, struct change **out);
