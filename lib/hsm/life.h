/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The life of an HSM: initialized, emptied, zeroized, back to the factory. */

#include "hsm/change.h"
#include "hsm/hsm.h"

struct link;

enum init_kind {
	INIT_HARD, /* no SO yet: password and domain are new */
	INIT_SOFT, /* charge and verify the SO password first (password.h) */
};

/* Checks all input. Soft: the password is the present one and is not checked
 * here; the domain must be empty (ERR_ARGUMENT). */
enum err hsm_init_check(const struct hsm *h, struct bytes label,
    struct bytes password, struct bytes domain, enum init_kind *out);
/* Destroys all partitions. verifier: of the new SO password; domain: stretched,
 * taken over. Soft: both are empty, and the SO's counter goes back to 0. */
enum err hsm_init_plan(struct hsm *h, enum init_kind kind, struct bytes label,
    struct bytes verifier, struct secret *domain, struct change **out);
/* Destroys everything but policies. No login is needed. */
enum err hsm_zeroize_plan(struct hsm *h, struct change **out);
/* The same, and resets the policies too. ERR_LOCAL_ONLY unless the link comes
 * from the local console (NULL: the box itself). */
enum err hsm_factory_reset_plan(struct hsm *h, const struct link *l,
    struct change **out);

/* --- identity: stored once, when the card is made --- */

/* Stores what identity_put makes (identity.h), at most 4096 bytes. */
enum err hsm_identity_plan(struct hsm *h, struct bytes identity,
    struct change **out);

/* --- for lib/hsm --- */

/* Adds the steps to the state after zeroization or factory reset. */
enum err life_zeroize_steps(const struct hsm *h, bool factory, bool by_command,
    struct change *c);
/* Steps that destroy all partitions; SO, label and domain stay. */
enum err life_empty_steps(const struct hsm *h, const struct card_state *card,
    struct change *c);
