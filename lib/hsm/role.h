/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Roles: passwords, counters, locks. A password is looked at in three steps, so
 * that pulling the plug buys no guess:
 *
 *   role_charge_plan    counts a failure; commit, apply
 *   password_verify     by the card, with role_verifier
 *   role_settle_plan    right: counter back to 0; wrong: what follows; commit,
 *                       apply, answer change_result
 *
 * Nothing else counts. What the password was for is done after the settling
 * (session_login, so_login, hsm_init_plan ...), or in its place where the
 * plan's comment says so.
 */

#include "hsm/hsm.h"
#include "hsm/session.h"

/* A role is named by the serial of its partition (0: the HSM) and number. */

/* ERR_ROLE_UNKNOWN, ERR_ROLE_NOT_INITIALIZED, ERR_PIN_LOCKED,
 * ERR_PARTITION_UNKNOWN, ERR_HSM_ZEROIZED, ERR_HSM_NOT_INITIALIZED: then there
 * was nothing to charge. */
enum err role_charge_plan(struct hsm *h, uint64_t partition, enum role role,
    struct change **out);
/* The result of the change: ERR_OK; ERR_PIN_INCORRECT; at the threshold
 * ERR_SO_THRESHOLD (the HSM is zeroized), ERR_PIN_INCORRECT_ZEROIZED (Partition
 * SO: the partition is), ERR_PIN_INCORRECT_LOCKED (the others). */
enum err role_settle_plan(struct hsm *h, uint64_t partition, enum role role,
    bool right, struct change **out);
/* For password_verify; borrowed; empty if the role is not initialized. */
struct bytes role_verifier(const struct hsm *h, uint64_t partition,
    enum role role);

/* May this login be tried at all? Before the charge. ERR_ALREADY_LOGGED_IN,
 * ERR_OTHER_LOGGED_IN, ERR_SESSION_READ_ONLY_EXISTS (Partition SO),
 * and what role_charge_plan says. */
enum err session_login_check(const struct session *s, enum role role);
/* After a right password: all sessions of this link on this partition. */
enum err session_login(struct session *s, enum role role);
/* ERR_NOT_LOGGED_IN. Handles of private objects are gone for this link. */
enum err session_logout(struct session *s);
/* Logged in on the session's partition; ROLE_NONE. */
enum role session_role(const struct session *s);

/* The HSM SO, for all admin links until logout or power off, or until a link
 * closes (0: none), for one deed. */
enum err so_login_check(const struct hsm *h);
void so_login(struct hsm *h, uint64_t until_link);
/* ERR_SO_NOT_LOGGED_IN. */
enum err so_logout(struct hsm *h);

/* Partition SO: Crypto Officer; Crypto Officer: Crypto User. First check, make
 * the verifier, then plan. ERR_NOT_LOGGED_IN unless the right role is; a role
 * that has a password already: as role_reset. */
enum err role_init_check(const struct session *s, enum role role,
    struct bytes password);
enum err role_init_plan(struct session *s, enum role role,
    struct bytes verifier, struct change **out);

/* A new password by who knows the old one: check, charge, verify, then
 * role_settle_plan if wrong, this plan (which settles) if right. For the HSM SO
 * partition 0. The new password need not be changed again. */
enum err role_change_check(const struct hsm *h, uint64_t partition,
    enum role role, struct bytes new_password);
enum err role_change_plan(struct hsm *h, uint64_t partition, enum role role,
    struct bytes verifier, struct change **out);

/* Partition SO resets the Crypto Officer (HSM policy 15 on, else ERR_REFUSED),
 * the Crypto Officer the Crypto User. Unlocks. */
enum err role_reset_check(const struct session *s, enum role role,
    struct bytes password);
enum err role_reset_plan(struct session *s, enum role role,
    struct bytes verifier, struct change **out);
