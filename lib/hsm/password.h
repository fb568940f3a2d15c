/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Trying a password. It is looked at in steps, so that pulling the plug buys no
 * guess:
 *
 *   password_begin         somebody wants to; nothing is counted yet
 *   password_charge_plan   a password is there: counts a failure; commit, apply
 *   password_verify        by the card, with password_verifier
 *   password_settle_plan   right: counter back to 0; wrong: what follows; commit,
 *                          apply, answer change_result
 *   password_end           in any case
 *
 * Between the first two may lie other calls, and a person (authentication.h).
 * Nothing else counts. What the password was for is done after the settling
 * (session_login, so_login, hsm_init_plan ...), or in its place where the
 * plan's comment says so.
 */

#include "hsm/authentication.h"
#include "hsm/change.h"

#define PASSWORD_WAIT_MS (100 * 1000) /* for a person, from begin to charge */

struct password_asker {
	uint64_t link;
	uint64_t partition; /* serial; 0: the HSM */
	enum role role;
};

/* ERR_ROLE_UNKNOWN, ERR_ROLE_NOT_INITIALIZED, ERR_PIN_LOCKED,
 * ERR_PARTITION_UNKNOWN, ERR_HSM_ZEROIZED, ERR_HSM_NOT_INITIALIZED; ERR_BUSY: the
 * link is at it already. */
enum err password_begin(struct hsm *h, const struct password_asker *who,
    int64_t now_ms, uint64_t *out_id);
/* The errors of password_begin, and ERR_TIMEOUT or ERR_CLOSED: then nothing was
 * charged. */
enum err password_charge_plan(struct hsm *h, uint64_t id, int64_t now_ms,
    struct change **out);
/* The verifier for password_verify, borrowed. It is empty before the charge is
 * durable. */
struct bytes password_verifier(const struct hsm *h, uint64_t id);
/* ERR_REFUSED unless it is charged. The result of the change: ERR_OK;
 * ERR_PIN_INCORRECT; at the threshold ERR_SO_THRESHOLD (the HSM is zeroized),
 * ERR_PIN_INCORRECT_ZEROIZED (Partition SO: the partition is),
 * ERR_PIN_INCORRECT_LOCKED (the others). */
enum err password_settle_plan(struct hsm *h, uint64_t id, bool right,
    struct change **out);
/* Ends an authentication. A try that was charged and is not settled stays
 * counted. Accepts 0, and one that has been ended. */
void password_end(struct hsm *h, uint64_t id);

/* A new password, by somebody who knows the old one: check, begin, charge,
 * verify; then password_settle_plan if the old one was wrong, or this plan (which
 * settles) if it was right. The new password need not be changed again. */
enum err password_change_check(const struct hsm *h, uint64_t partition,
    enum role role, struct bytes new_password);
enum err password_change_plan(struct hsm *h, uint64_t id,
    struct bytes verifier, struct change **out);
