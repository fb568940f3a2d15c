/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Logs a role in on a session. */

#include "client/card_session.h"
#include "lunash.h"

/* Asks for the password, unless the option was given, and logs in. */
enum err role_login(struct cmd_call *call, struct card_session *s, enum role role,
    const char *option, const char *sentence);
