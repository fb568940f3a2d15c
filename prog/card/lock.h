/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The card's one lock. It guards the HSM (lib/hsm) and what sessions have under
 * way. Nothing waits for the disk, the network or a computation inside of it.
 */

#include "request.h"

/* Without a request: at start, and for links that end. */
void card_lock(struct card *c);
void card_unlock(struct card *c);

/* Inside the lock. There is no other way in: card_enter checks what calls.def
 * says the call needs, then link and session are valid until it is left. */
struct inside {
	struct card *card; /* NULL: outside */
	struct hsm *hsm;
	struct link *link;
	struct session *session; /* NULL unless the call needs one */
};

enum err card_enter(struct request *r, struct inside *out);
/* The same for a call that plans a change: waits while a shredding change is
 * under way, so that changes reach the store in the order of their plans. */
enum err card_enter_to_plan(struct request *r, struct inside *out);
/* Leaves; accepts the zero state: CLEARED_BY(card_leave). */
void card_leave(struct inside *in);
