/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * An HSM in memory: its state, and every rule for changing it. It is pure: it
 * does no I/O and has no clock, no locks, and no randomness but what is handed
 * in. The card (prog/card) has one, puts one lock around it, stores what its
 * changes say (change.h) and does the cryptography outside the lock. Borrowed
 * pointers are valid until the lock is released; a struct object is valid while
 * the caller has a reference.
 */

#include "base/secret.h"
#include "hsm/model.h"
#include "wire/messages.h"

struct hsm;

/* Makes a new HSM, as from the factory. Serial: 1 to 8999999 (serials of
 * partitions are made from it), else ERR_ARGUMENT. */
enum err hsm_new(const struct model *model, uint64_t serial, struct hsm **out);
/* Wipes everything. Ends all links and sessions without calling the hook. Accepts
 * NULL, leaves NULL. */
void hsm_free(struct hsm **h);

/* What ends a session's operations. */
enum session_end {
	END_SESSION, /* all of them: it is closed */
	END_LOGIN,   /* those with private keys */
	END_KEYS,    /* those with any key: the partition's are destroyed */
};

/* Called when one of these happens to a session, before the session is gone, so
 * that the card can drop its operations. */
typedef void session_end_fn(void *ctx, uint32_t session, enum session_end why);
void hsm_on_session_end(struct hsm *h, session_end_fn *ended, void *ctx);

const struct model *hsm_model(const struct hsm *h);
uint64_t hsm_serial(const struct hsm *h);
bool hsm_so_logged_in(const struct hsm *h);
/* ERR_OK, HSM_NOT_INITIALIZED, HSM_ZEROIZED. */
enum err hsm_ready(const struct hsm *h);
/* Fills everything but the clock. Texts are borrowed from the HSM. */
void hsm_describe(const struct hsm *h, struct msg_hsm_info_response *out);
/* The stored identity; empty if there is none. */
struct bytes hsm_identity(const struct hsm *h);

/* --- for lib/hsm --- */

/* The bytes of storage that are given to partitions. */
uint64_t hsm_bytes_given(const struct hsm *h);
