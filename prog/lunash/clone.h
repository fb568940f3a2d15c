/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Copying objects from a session on one card to a session on another. The two
 * cards prove themselves to each other and seal what they send; here opaque
 * bytes are carried between them. Used by partition backup and restore.
 */

#include "role.h"

struct clone {
	struct role_session *source, *target;
	bool replace;    /* overwrite what the target has already */
	struct buf arrived; /* u64 handles on the target, in source order */
};

void clone_clear(struct clone *c);
/* The handshake. DOMAIN_MISMATCH, CARD_NOT_TRUSTED: nothing was changed. */
enum err clone_begin(struct clone *c);
/* Object after object, a line printed for each. Stops at the first that
 * fails; those before it have arrived. */
enum err clone_objects(struct cmd_call *call, struct clone *c);
