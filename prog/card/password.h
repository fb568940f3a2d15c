/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Passwords of roles, as the desk checks them: a try is charged before and
 * settled after. */

#include "request.h"
#include "hsm/role.h"

/* Charges a try, checks the password and settles. ERR_OK, or for a wrong password
 * the error of password_settle_plan. */
enum err password_prove(struct request *r, uint64_t partition, enum role role,
    struct bytes password);
/* The same, and stores a new password. Called after password_change_check. */
enum err password_change(struct request *r, uint64_t partition, enum role role,
    struct bytes old, struct bytes new);
