/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The card's one lock. It guards the HSM (lib/hsm) and the work that sessions
 * have under way. No thread waits for the disk, the network or a computation
 * while it holds the lock.
 */

#include "request.h"

/* Locks without a request: at the start, and for links that end. */
void card_lock(struct card *c);
void card_unlock(struct card *c);

/* What is valid while a request is inside the lock. Only card_enter makes one: it
 * checks what calls.def says the call needs, and link and session are valid until
 * card_leave. */
struct inside {
	struct card *card; /* NULL: outside */
	struct hsm *hsm;
	struct link *link;
	struct session *session; /* NULL unless the call needs one */
};

enum err card_enter(struct request *r, struct inside *out);
/* The same for a call that plans a change. It waits while a shredding change is
 * under way, so that changes reach the store in the order of their plans. */
enum err card_enter_to_plan(struct request *r, struct inside *out);
/* Leaves the lock. It accepts the zero state, for CLEARED_BY(card_leave). */
void card_leave(struct inside *in);
