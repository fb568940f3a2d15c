/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Copies objects from a session on one card to a session on another: backup,
 * restore, and whatever else clones. The two cards prove themselves to each
 * other and seal what they send; the courier carries bytes that it cannot read.
 * It prints nothing: whoever calls is told of each object that arrived.
 */

#include "client/card_session.h"

/* An object that has arrived; borrowed. */
struct courier_object {
	struct bytes label;
	uint64_t on_source, on_target; /* its handles */
	enum clone_result result;
};

struct courier {
	struct card_session *source, *target;
	bool replace; /* overwrite what the target has already */
	/* Told of each object; NULL: nobody is. */
	void (*arrived)(void *ctx, const struct courier_object *object);
	void *ctx;

	/* Results, also after a failure. */
	size_t n_objects; /* of the source */
	size_t n_arrived; /* the first n_arrived of them are on the target */
	uint64_t current; /* handle on the source of the one that was last tried */
	struct buf handles; /* u64 on the target, in source order */
};

/* The handshake. DOMAIN_MISMATCH, CARD_NOT_TRUSTED: nothing was changed. */
enum err courier_begin(struct courier *c);
/* Carries object after object. Stops at the first that fails; those before it
 * have arrived. */
enum err courier_carry(struct courier *c);
/* An object with that handle on the target has arrived. */
bool courier_has_brought(const struct courier *c, uint64_t handle);
void courier_clear(struct courier *c);
