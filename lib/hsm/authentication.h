/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Authentications: a person or program is proving to be a role. Waiting for a
 * person (a PED, the answer to a challenge) is a state here and blocks no thread:
 * the call that begins an authentication returns, and the desk goes on. Whoever
 * asked carries the sealed messages between card and PED, as for cloning, and
 * brings the secret in another call.
 *
 *   begin --> WAITING --secret--> CHARGING --durable--> VERIFYING
 *   VERIFYING --right--> SETTLING --durable--> SETTLED
 *             --wrong--> REFUSING --durable--> FAILED
 *
 * A link that closes, or a timeout, ends an authentication that waits; nothing is
 * counted then. From CHARGING on the try is counted, and it is settled whatever
 * becomes of the link. This file has the states only; the plans are in
 * password.h.
 */

#include "hsm/hsm.h"

enum authentication_state {
	AUTHENTICATION_NONE,      /* there is none with that number */
	AUTHENTICATION_WAITING,   /* for the secret */
	AUTHENTICATION_CHARGING,  /* the try is being counted */
	AUTHENTICATION_VERIFYING, /* counted; the secret may be checked now */
	AUTHENTICATION_SETTLING,  /* right: the count is being taken back */
	AUTHENTICATION_REFUSING,  /* wrong: what follows is being stored */
	AUTHENTICATION_SETTLED,   /* right, and over */
	AUTHENTICATION_FAILED,    /* over */
};

enum authentication_event {
	ON_SECRET,   /* the secret has been given */
	ON_RIGHT,    /* the secret was checked */
	ON_WRONG,
	ON_DURABLE,  /* the change under way is stored */
	ON_LOST,     /* it could not be stored */
	ON_CLOSED,   /* the link */
	ON_TIMEOUT,
	ON_EMPTIED,  /* the role is gone: zeroized, deleted, made anew */
};

/* AUTHENTICATION_NONE if it has been ended. */
enum authentication_state authentication_state(const struct hsm *h, uint64_t id);

/* --- for lib/hsm --- */

struct authentication {
	enum authentication_state state;
	enum err why; /* FAILED */
	uint64_t link, partition;
	enum role role;
	int64_t until_ms; /* the time at which waiting ends */
};

/* Begins one that waits, as a copy of `what`. Numbers are never used again.
 * ERR_BUSY: the link has an authentication on that partition which is not over.
 * ERR_NO_MEMORY. */
enum err authentication_begin(struct hsm *h, const struct authentication *what,
    uint64_t *out_id);
/* NULL if it has been ended. */
const struct authentication *authentication_get(const struct hsm *h,
    uint64_t id);
/* Changes the state; no other function does. An event without a row is refused:
 * with the reason of the failure, ERR_CLOSED if the authentication has been
 * ended, else ERR_REFUSED. */
enum err authentication_event(struct hsm *h, uint64_t id,
    enum authentication_event on);
/* Forgets an authentication in any state. Accepts 0, and one that has been
 * ended. */
void authentication_end(struct hsm *h, uint64_t id);
void authentication_end_all(struct hsm *h);

/* Each is an event for several authentications: those that waited too long, those
 * of a link, those of a partition (0: of the HSM, so all). */
void authentication_tick(struct hsm *h, int64_t now_ms);
void authentication_close(struct hsm *h, uint64_t link);
void authentication_empty(struct hsm *h, uint64_t partition);
