/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The roles of an HSM and of its partitions: counters, locks, and passwords that
 * one role gives another. password.h has the trying of passwords. */

#include "hsm/hsm.h"
#include "hsm/session.h"

struct change;
struct partition;
struct role_state;

/* A role is named by the serial of its partition (0: the HSM) and number. */

/* For password_verify; borrowed; empty if the role is not initialized. */
struct bytes role_verifier(const struct hsm *h, uint64_t partition,
    enum role role);

/*
 * The Partition SO makes the Crypto Officer, the Crypto Officer the Crypto
 * User. Call the check, make the verifier, then plan. ERR_NOT_LOGGED_IN unless
 * the right role is logged in. For a role that has a password already, as
 * role_reset.
 */
enum err role_init_check(const struct session *s, enum role role,
    struct bytes password);
enum err role_init_plan(struct session *s, enum role role,
    struct bytes verifier, struct change **out);

/* Partition SO resets the Crypto Officer (if a policy of the HSM permits, else
 * ERR_REFUSED), the Crypto Officer the Crypto User. Unlocks. */
enum err role_reset_check(const struct session *s, enum role role,
    struct bytes password);
enum err role_reset_plan(struct session *s, enum role role,
    struct bytes verifier, struct change **out);

/* --- for lib/hsm --- */

/* NULL if there is no such role. */
struct role_state *role_get(const struct hsm *h, uint64_t partition,
    enum role role);
/* Adds a step: the role's record with another counter and, if it is not empty,
 * another verifier, which must then be changed. */
enum err role_put(const struct hsm *h, uint64_t partition, enum role role,
    uint64_t failures, struct bytes verifier, bool to_be_changed,
    struct change *c);
/* The number of consecutive failures that lock or zeroize it. */
unsigned role_limit(const struct hsm *h, uint64_t partition, enum role role);
/* Steps that keep the roles of a partition locked that are so now, whatever
 * threshold comes. */
enum err role_keep_locks(const struct hsm *h, const struct partition *p,
    struct change *c);
bool role_is_locked(const struct hsm *h, uint64_t partition, enum role role);
unsigned role_attempts_left(const struct hsm *h, uint64_t partition,
    enum role role);
