/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Partitions: made and deleted by the HSM SO, initialized by their owner. */

#include "hsm/change.h"
#include "hsm/life.h"
#include "hsm/link.h"

struct partition;

/* SO only. size 0: an equal share (Backup HSM: all that is free). domain
 * (stretched, taken over): on a Backup HSM, where the partition is ready at
 * once; elsewhere empty, ERR_ARGUMENT. ERR_SO_NOT_LOGGED_IN, ERR_NAME_INVALID,
 * ERR_EXISTS, ERR_PARTITION_LIMIT, ERR_HSM_FULL, ERR_NOT_SUPPORTED (V1). The
 * serial: change_partition. */
enum err partition_create_check(const struct hsm *h, struct bytes name,
    uint64_t size, uint64_t version, struct bytes domain);
enum err partition_create_plan(struct hsm *h, struct bytes name, uint64_t size,
    struct secret *domain, struct change **out);
/* SO only. Deletes the partition with all its keys; its sessions end. */
enum err partition_delete_plan(struct hsm *h, uint64_t serial,
    struct change **out);
/* Backup HSM, SO only, around a backup: before it the partition gets all free
 * space, after it the unused goes back to the HSM. */
enum err partition_resize_plan(struct hsm *h, uint64_t serial, bool all_free,
    struct change **out);

/* First (no Partition SO yet): INIT_HARD, all three are checked. Again:
 * INIT_SOFT, charge and verify the Partition SO's present password first; the
 * domain has to be empty. ERR_NON_BACKUP on a Backup HSM. */
enum err partition_init_check(const struct hsm *h, const struct link *l,
    uint64_t serial, struct bytes label, struct bytes password,
    struct bytes domain, enum init_kind *out);
/* As hsm_init_plan. Again: objects, Crypto Officer and User go, everybody is
 * logged out; label is new, Partition SO (counter 0) and domain stay. */
enum err partition_init_plan(struct hsm *h, uint64_t serial,
    enum init_kind kind, struct bytes label, struct bytes verifier,
    struct secret *domain, struct change **out);

/* Lists the partitions that this link may see: serials in ascending order; out_n
 * may be 0. `out` has room for LIMIT_PARTITIONS. */
void partition_list(const struct hsm *h, const struct link *l, uint64_t *out,
    unsigned *out_n);
/* Texts are borrowed from the HSM. The role rows are written to `roles` and
 * borrowed from it. ERR_PARTITION_UNKNOWN if the link may not see the
 * partition. */
enum err partition_describe(const struct hsm *h, const struct link *l,
    uint64_t serial, struct buf *roles, struct msg_partition_row *out);
/* A policy_row for each policy. ERR_PARTITION_UNKNOWN if the link may not see
 * it. */
enum err partition_policies(const struct hsm *h, const struct link *l,
    uint64_t serial, struct buf *out_rows);
/* The stretched domain, borrowed; ERR_NO_DOMAIN. For cloning. */
enum err partition_domain(const struct hsm *h, uint64_t serial,
    struct bytes *out);

/* --- for lib/hsm --- */

/* Adds the steps that take a partition back to its state before partition
 * init. */
enum err partition_zeroize_steps(struct change *c, const struct partition *p);
/* What a partition's record becomes; everything is borrowed. */
struct partition_next {
	uint64_t size;
	bool initialized;
	struct bytes label, domain;
	const uint64_t *policies;
};
/* The record as it is, for what is to stay. */
struct partition_next partition_as_it_is(const struct partition *p);
/* A step to the record as it is to be. */
enum err partition_put(const struct partition *p,
    const struct partition_next *next, struct change *c);
