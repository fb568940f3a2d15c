/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Trying a password. It is looked at in three steps, so that pulling the plug buys
 * no guess:
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

#include "hsm/change.h"
#include "hsm/hsm.h"

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

/* A new password by who knows the old one: check, charge, verify, then
 * role_settle_plan if wrong, this plan (which settles) if right. For the HSM SO
 * partition 0. The new password need not be changed again. */
enum err role_change_check(const struct hsm *h, uint64_t partition,
    enum role role, struct bytes new_password);
enum err role_change_plan(struct hsm *h, uint64_t partition, enum role role,
    struct bytes verifier, struct change **out);
