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
#include "hsm/model.h"
#include "wire/messages.h"

struct hsm;

/* As it came from the factory. Serial: 1 to 8999999 (partition serials are made
 * from it), else ERR_ARGUMENT. */
enum err hsm_new(const struct model *model, uint64_t serial, struct hsm **out);
/* Wipes everything; accepts NULL, leaves NULL. Ends all links and sessions
 * without calling the hook. */
void hsm_free(struct hsm **h);

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
/* Empty if none was stored. */
struct bytes hsm_identity(const struct hsm *h);

/* --- for lib/hsm --- */

/* Bytes of storage that partitions have. */
uint64_t hsm_bytes_given(const struct hsm *h);
