/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Existing objects: copied, changed, destroyed. */

#include "hsm/change.h"
#include "hsm/object.h"
#include "hsm/session.h"

/*
 * Plans a new object with the attributes of this one and those asked for in their
 * place. uid: fresh random bytes. The handle: change_handle.
 * ERR_ACTION_PROHIBITED, ERR_ATTRIBUTE_TYPE, ERR_ATTRIBUTE_READ_ONLY, and the
 * errors of object_make_plan.
 */
enum err object_copy_plan(struct session *s, uint64_t handle,
    const struct template *asked, const uint8_t uid[OBJECT_UID_LEN],
    struct change **out);
/* Plans a new version under the same handle. A thread with a reference to the old
 * version keeps it. */
enum err attributes_set_plan(struct session *s, uint64_t handle,
    const struct template *asked, struct change **out);
/* ERR_ACTION_PROHIBITED unless CKA_DESTROYABLE is true. */
enum err object_destroy_plan(struct session *s, uint64_t handle,
    struct change **out);
