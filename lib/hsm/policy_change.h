/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* How a policy is changed, with what the change destroys, in one change. */

#include "hsm/policy.h"
#include "hsm/session.h"

struct change;

/* By the HSM SO. A destructive change erases all partitions.
 * ERR_SO_NOT_LOGGED_IN, ERR_POLICY_DEPENDENCY. */
enum err policy_change_hsm(struct hsm *h, enum policy policy, uint64_t value,
    struct change **out);
/* By the Partition SO, in a read-write session. A destructive change erases the
 * partition's objects and logs everybody out. A role that is locked stays
 * locked. ERR_NOT_LOGGED_IN, ERR_SESSION_READ_ONLY, ERR_POLICY_DEPENDENCY. */
enum err policy_change_partition(struct session *s, enum policy policy,
    uint64_t value, struct change **out);
