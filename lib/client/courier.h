/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Copies objects from a session on one card to a session on another: backup,
 * restore, and other uses of cloning. The two cards prove themselves to each
 * other and seal what they send; the courier carries bytes that it cannot read.
 * It prints nothing: the caller is told of each object that arrived.
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
	bool replace; /* overwrite an object that the target has already */
	/* Called for each object; NULL: not called. */
	void (*arrived)(void *ctx, const struct courier_object *object);
	void *ctx;

	/* Results, also after a failure. */
	size_t n_objects; /* of the source */
	size_t n_arrived; /* the first n_arrived of them are on the target */
	uint64_t current; /* handle on the source of the one that was last tried */
	struct buf handles; /* u64 on the target, in source order */
};

/* Does the handshake. After ERR_DOMAIN_MISMATCH or ERR_CARD_NOT_TRUSTED nothing
 * has changed. */
enum err courier_begin(struct courier *c);
/* Carries one object after the other and stops at the first that fails. Those
 * before it have arrived. */
enum err courier_carry(struct courier *c);
/* True if an object with that handle on the target has arrived. */
bool courier_has_brought(const struct courier *c, uint64_t handle);
void courier_clear(struct courier *c);
