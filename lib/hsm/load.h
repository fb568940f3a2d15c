/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The HSM at its start: from the records of the store. */

#include "hsm/change.h"
#include "hsm/hsm.h"

/* A record of an older version as this version has it, before anything is loaded.
 * ERR_STORE_NEWER, ERR_CORRUPT. */
enum err hsm_upgrade(const struct hsm *h, enum record_kind kind,
    struct bytes old, struct secret *out);
/* Every record of the store, by ascending kind, before any link.
 * ERR_STORE_NEWER, ERR_CORRUPT (also: another model or serial), ERR_NOT_FOUND:
 * it belongs to a partition that does not exist (any more); delete it. */
enum err hsm_load(struct hsm *h, enum record_kind kind, uint64_t partition,
    uint64_t id, struct bytes plain);
/* After the last record: a change to commit and apply before anything else, and
 * then to be called again, until it gives NULL. First start, or a power cut
 * after the last permitted try was charged (that try counts as failed). */
enum err hsm_load_done(struct hsm *h, struct change **out);
