/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * An HSM as a thing that can be thought about: its state, and every rule for
 * changing it. Pure: no I/O, no clock, no locks, no randomness but what is
 * handed in. The card (prog/card) keeps one, puts one lock around it, stores
 * what its changes say (change.h) and does the cryptography outside the lock.
 * Borrowed pointers hold until the lock is given back, struct object while one
 * holds a reference.
 */

#include "base/secret.h"
#include "hsm/change.h"
#include "wire/messages.h"

struct link;

/* A row of spec/models.def. */
struct model {
	const char *id; /* "K7" */
	unsigned number;
	const char *name, *firmware, *part;
	bool backup;
	uint64_t storage;
	unsigned partitions;
	uint64_t overhead;
};

/* NULL if there is no such model. */
const struct model *model_of_id(const char *id);

/* As it came from the factory. Serial: 1 to 8999999 (partition serials are made
 * from it), else ERR_ARGUMENT. */
enum err hsm_new(const struct model *model, uint64_t serial, struct hsm **out);
/* Wipes everything; accepts NULL, leaves NULL. Ends all links and sessions
 * without calling the hook. */
void hsm_free(struct hsm **h);

/* At start: every record of the store, by ascending kind, before any link.
 * ERR_STORE_NEWER, ERR_CORRUPT (also: another model or serial), ERR_NOT_FOUND:
 * it belongs to a partition that does not exist (any more); delete it. */
enum err hsm_load(struct hsm *h, enum record_kind kind, uint64_t partition,
    uint64_t id, struct bytes plain);
/* After the last record: a change to commit and apply before anything else, and
 * then to be called again, until it gives NULL. First start, or a power cut
 * after the last permitted try was charged (that try counts as failed). */
enum err hsm_load_done(struct hsm *h, struct change **out);

/* What ends a session's operations. */
enum session_end {
	END_SESSION, /* all of them: it is closed */
	END_LOGIN,   /* those with private keys */
	END_KEYS,    /* those with any key: the partition's are destroyed */
};

/* Called whenever one of these happens to a session, before it is gone: so that
 * the card can drop its operations. */
typedef void session_end_fn(void *ctx, uint32_t session, enum session_end why);
void hsm_on_session_end(struct hsm *h, session_end_fn *ended, void *ctx);

const struct model *hsm_model(const struct hsm *h);
uint64_t hsm_serial(const struct hsm *h);
bool hsm_so_logged_in(const struct hsm *h);
/* ERR_OK, HSM_NOT_INITIALIZED, HSM_ZEROIZED. */
enum err hsm_ready(const struct hsm *h);
/* Fills everything but the clock; texts are borrowed from the HSM. */
void hsm_describe(const struct hsm *h, struct msg_hsm_info_response *out);

/* --- identity (cloning): stored once, when the card is made ------------- */

/* What clone.h identity_put makes, at most 4096 bytes. */
enum err hsm_identity_plan(struct hsm *h, struct bytes identity,
    struct change **out);
/* Empty if none was stored. */
struct bytes hsm_identity(const struct hsm *h);

/* --- life cycle ---------------------------------------------------------- */

enum init_kind {
	INIT_HARD, /* no SO yet: password and domain are new */
	INIT_SOFT, /* charge and verify the SO password first (role.h) */
};

/* Checks all input. Soft: the password is the present one and not looked at,
 * the domain has to be empty (ERR_ARGUMENT). */
enum err hsm_init_check(const struct hsm *h, struct bytes label,
    struct bytes password, struct bytes domain, enum init_kind *out);
/* verifier: of the new SO password; domain: stretched, taken over. Soft: both
 * empty; the SO's counter goes back to 0. Destroys all partitions. */
enum err hsm_init_plan(struct hsm *h, enum init_kind kind, struct bytes label,
    struct bytes verifier, struct secret *domain, struct change **out);
/* Everything gone but policies; needs no login. */
enum err hsm_zeroize_plan(struct hsm *h, struct change **out);
/* ... and policies as from the factory. ERR_LOCAL_ONLY unless the link comes
 * from the local console (NULL: the box itself). */
enum err hsm_factory_reset_plan(struct hsm *h, const struct link *l,
    struct change **out);

/* --- policies of the HSM that exist so far -------------------------------- */

enum hsm_policy {
	POLICY_NON_FIPS = 12,        /* default 1 */
	POLICY_SO_RESETS_PIN = 15,   /* default 0 */
	POLICY_FORCE_PIN_CHANGE = 21, /* default 1 */
};

bool hsm_policy(const struct hsm *h, enum hsm_policy policy);
/* SO only. Not destructive: POLICY_FORCE_PIN_CHANGE. The others destroy all
 * partitions, as on a Luna. */
enum err hsm_policy_plan(struct hsm *h, enum hsm_policy policy, bool on,
    struct change **out);
