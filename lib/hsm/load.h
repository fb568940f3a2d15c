/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Loads the HSM at its start from the records of the store. */

#include "hsm/change.h"
#include "hsm/hsm.h"

/* Converts a record of an older version to this version, before anything is
 * loaded. ERR_STORE_NEWER, ERR_CORRUPT. */
enum err hsm_upgrade(const struct hsm *h, enum record_kind kind,
    struct bytes old, struct secret *out);
/*
 * Called with every record of the store, by ascending kind, before any link is
 * opened. ERR_STORE_NEWER; ERR_CORRUPT (also for another model or serial);
 * ERR_NOT_FOUND: the record belongs to a partition that does not exist any more,
 * and should be deleted.
 */
enum err hsm_load(struct hsm *h, enum record_kind kind, uint64_t partition,
    uint64_t id, struct bytes plain);
/*
 * Called after the last record, until it gives NULL. Each change it gives must be
 * committed and applied before anything else. It gives one at the first start,
 * and after a power cut that followed the charge of the last permitted try (that
 * try counts as failed).
 */
enum err hsm_load_done(struct hsm *h, struct change **out);
