/* SPDX-License-Identifier: Apache-2.0 */
/* Logs a role in. The card checks the password, and counts a wrong one. */
#include "role.h"

enum err
role_login(struct cmd_call *call, struct card_session *s, enum role role,
    const char *option, const char *sentence)
{
	CLEARED_BY(secret_clear) struct secret password = { 0 };

	TRY(cmd_secret_or_ask(call, option, sentence, &password));
	return card_session_login(s, role, secret_bytes(&password));
}
