/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Passwords of roles, as the desk looks at them: charged before, settled after. */

#include "request.h"
#include "hsm/role.h"

/* Charges, looks, settles. ERR_OK or what password_settle_plan says of a wrong one. */
enum err password_prove(struct request *r, uint64_t partition, enum role role,
    struct bytes password);
/* The same, and a new one in its place; after password_change_check. */
enum err password_change(struct request *r, uint64_t partition, enum role role,
    struct bytes old, struct bytes new);
