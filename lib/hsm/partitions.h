/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The partitions of an HSM in memory. For lib/hsm only; what is planned for one
 * of them is in partition.h. */

#include "hsm/hsm.h"

struct partition;

/* NULL if there is none. */
struct partition *partition_get(const struct hsm *h, uint64_t serial);
/* An empty one; NULL: out of memory. */
struct partition *partition_new(uint64_t serial);
/* Leaves NULL; accepts NULL. */
void partition_free(struct partition **p);
/* Into its place by serial; leaves NULL. There is room. */
void partition_insert(struct hsm *h, struct partition **p);
/* Out of the HSM and freed; its sessions end. */
void partition_remove(struct hsm *h, struct partition *p);
/* Logs everybody out, session objects go. */
void partition_logout_all(struct hsm *h, struct partition *p);
