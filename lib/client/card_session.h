/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A session on a partition of a card, for tools that show and copy its objects.
 * The caller decides how the card is reached: lunash goes through its appliance,
 * a client over TLS. The module does not use this; it has sessions of its own.
 */

#include "wire/call.h"

struct card_session {
	struct caller *card; /* NULL: none is open */
	uint64_t session;
};

/* Opens a read-write session. The caller must outlive it. */
enum err card_session_open(struct caller *card, uint64_t partition,
    struct card_session *out);
/* Logs in. A wrong password is counted once. */
enum err card_session_login(struct card_session *s, enum role role,
    struct bytes password);
void card_session_close(struct card_session *s);

#define CARD_SESSION_OBJECTS_MAX (1u << 24) /* bytes of handles */

/* Handles (u64 each, ascending) of all objects the session may see. */
enum err card_session_objects(struct card_session *s, struct buf *out);
