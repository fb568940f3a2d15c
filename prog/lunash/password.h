/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A new password for a user of the appliance, typed at the terminal. */

#include "lunash.h"

/* Changes the password of a user ("": one's own) after showing the rules.
 * ERR_ARGUMENT: the two entries differ. */
enum err password_change(struct lunash *l, const char *user);
