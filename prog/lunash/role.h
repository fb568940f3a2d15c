/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A session on a partition, with a role logged in: what the commands that go
 * into a partition begin with. */

#include "device.h"
#include "lunash.h"

struct role_session {
	struct caller *card;
	uint64_t session;
};

/* A read-write session. */
enum err role_open(struct caller *card, uint64_t partition, struct role_session *out);
void role_close(struct role_session *s);
/* Asks for the password, unless the option was given, and logs in. */
enum err role_login(struct cmd_call *call, struct role_session *s, enum role role,
    const char *option, const char *sentence);
/* Handles (u64 each, ascending) of all objects the session may see. */
enum err role_objects(struct role_session *s, struct buf *out);
