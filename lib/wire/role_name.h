/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the roles of an HSM are called, from spec/roles.def. */

#include "wire/messages.h"

/* "Crypto Officer" and "co"; "" for a number that is no role. */
const char *role_name(uint64_t role);
const char *role_name_short(uint64_t role);
/* By either name, whatever the case; ROLE_NONE for another text. */
enum role role_name_find(const char *name);
