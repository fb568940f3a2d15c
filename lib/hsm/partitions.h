/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The partitions of an HSM in memory. For lib/hsm only; the plans are in
 * partition.h. */

#include "hsm/hsm.h"

struct partition;

/* NULL if there is no such partition. */
struct partition *partition_get(const struct hsm *h, uint64_t serial);
/* Makes an empty partition; NULL: out of memory. */
struct partition *partition_new(uint64_t serial);
/* Leaves NULL; accepts NULL. */
void partition_free(struct partition **p);
/* Puts the partition into its place by serial; leaves NULL. The caller has
 * checked that there is room. */
void partition_insert(struct hsm *h, struct partition **p);
/* Takes the partition out of the HSM and frees it. Its sessions end. */
void partition_remove(struct hsm *h, struct partition *p);
/* Logs everybody out and removes session objects. */
void partition_logout_all(struct hsm *h, struct partition *p);
