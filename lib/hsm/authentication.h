/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Authentications: somebody is proving to be a role. Who waits for a person (a
 * PED, the answer to a challenge) is a state here and no blocked thread: the call
 * that begins returns, and the desk goes on. Whoever asks carries the sealed
 * messages between card and PED, as those of cloning, and comes back with the
 * secret in another call.
 *
 *   begin --> WAITING --secret--> CHARGING --durable--> VERIFYING
 *   VERIFYING --right--> SETTLING --durable--> SETTLED
 *             --wrong--> REFUSING --durable--> FAILED
 *
 * A link that closes or a clock that runs out ends an authentication while it
 * waits, and then nothing was counted. From CHARGING on it is counted, and is
 * settled whatever becomes of the link. What is planned on the way is in
 * password.h; here are the states alone.
 */

#include "hsm/hsm.h"

enum authentication_state {
	AUTHENTICATION_NONE,      /* there is none of that number */
	AUTHENTICATION_WAITING,   /* for the secret */
	AUTHENTICATION_CHARGING,  /* the try is being counted */
	AUTHENTICATION_VERIFYING, /* counted: the secret may be looked at */
	AUTHENTICATION_SETTLING,  /* right: the count is being taken back */
	AUTHENTICATION_REFUSING,  /* wrong: what follows is being stored */
	AUTHENTICATION_SETTLED,   /* right, and over */
	AUTHENTICATION_FAILED,    /* over */
};

enum authentication_event {
	ON_SECRET,   /* it has been given */
	ON_RIGHT,    /* it was looked at */
	ON_WRONG,
	ON_DURABLE,  /* the change under way is stored */
	ON_LOST,     /* ... is not */
	ON_CLOSED,   /* the link */
	ON_TIMEOUT,
	ON_EMPTIED,  /* the role is gone: zeroized, deleted, made anew */
};

/* NONE if it has been ended. */
enum authentication_state authentication_state(const struct hsm *h, uint64_t id);

/* --- for lib/hsm --- */

struct authentication {
	enum authentication_state state;
	enum err why; /* FAILED */
	uint64_t link, partition;
	enum role role;
	int64_t until_ms; /* nobody is waited for any longer */
};

/* A copy of `what` that waits; its number is never used again. A link has one on a
 * partition: ERR_BUSY unless the one before is over. ERR_NO_MEMORY. */
enum err authentication_begin(struct hsm *h, const struct authentication *what,
    uint64_t *out_id);
/* NULL if it has been ended. */
const struct authentication *authentication_get(const struct hsm *h,
    uint64_t id);
/* The only function that changes the state. What has no row is refused: with
 * why it failed, ERR_CLOSED if it has been ended, else ERR_REFUSED. */
enum err authentication_event(struct hsm *h, uint64_t id,
    enum authentication_event on);
/* Forgets it, in whatever state. Accepts 0 and what has been ended. */
void authentication_end(struct hsm *h, uint64_t id);
void authentication_end_all(struct hsm *h);

/* What happens to all of a kind: those that wait too long; of a link; of a
 * partition (0: the HSM, and so all). */
void authentication_tick(struct hsm *h, int64_t now_ms);
void authentication_close(struct hsm *h, uint64_t link);
void authentication_empty(struct hsm *h, uint64_t partition);
