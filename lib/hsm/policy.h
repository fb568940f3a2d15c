/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Policies: what an HSM or a partition permits, as somebody has chosen it. The
 * rows of spec/policies.def, and the one question that the rest of the HSM asks
 * of them. They are changed in policy_change.h.
 */

#include "hsm/hsm.h"
#include "spec/limits.h"

/* Rows of the HSM, then rows of a partition. */
enum policy {
#define HSM_POLICY(name, ...) POLICY_HSM_##name,
#include "spec/policies.def"
	N_HSM_POLICIES,
	POLICY_HSM_LAST = N_HSM_POLICIES - 1,
#define PARTITION_POLICY(name, ...) POLICY_PARTITION_##name,
#include "spec/policies.def"
	N_POLICIES,
};

#define N_PARTITION_POLICIES (N_POLICIES - N_HSM_POLICIES)

enum policy_scope { SCOPE_HSM, SCOPE_PARTITION };

enum policy_effect { EFFECT_BITES, EFFECT_PARTLY, EFFECT_NOWHERE };

struct policy_row {
	enum policy_scope scope;
	unsigned number;
	const char *capability;
	uint64_t on_hsm, on_backup; /* the capability: the highest value */
	const char *words;
	uint64_t lowest, standard;
	uint64_t destroys; /* POLICY_OFF_TO_ON, POLICY_ON_TO_OFF */
	enum role changer;
	enum policy_effect effect;
};

const struct policy_row *policy_row(enum policy policy);

/* --- what holds --- */

struct partition;

/* The value of a policy; of the HSM: p is NULL. */
uint64_t policy_value(const struct hsm *h, const struct partition *p,
    enum policy policy);
/* Does it permit this? The one question of those that are off or on. */
bool policy_permits(const struct hsm *h, const struct partition *p,
    enum policy policy);

/* --- telling --- */

/* A policy_row for each that this device has: of the HSM (p is NULL), or of a
 * partition. */
enum err policy_list(const struct hsm *h, const struct partition *p,
    struct buf *out_rows);
/* What people call by number: ERR_ARGUMENT if this device has no such policy or
 * the value is out of its range, ERR_NOT_SUPPORTED if nobody can change it (in
 * this version). */
enum err policy_find(const struct hsm *h, enum policy_scope scope,
    uint64_t number, uint64_t value, enum policy *out);

/* --- sets of values --- */

/* What a new HSM of that model, or a new partition on it, begins with: as many
 * values as the scope has rows. */
void policy_defaults(const struct model *model, enum policy_scope scope,
    uint64_t *out);
/* ERR_POLICY_DEPENDENCY if a value stands without what it needs. `partition` is
 * NULL where there is none. */
enum err policy_check(const uint64_t hsm[N_HSM_POLICIES],
    const uint64_t *partition);
/* ERR_CORRUPT if a value is none that could have been set. */
enum err policy_check_stored(const struct model *model,
    enum policy_scope scope, const uint64_t *values);
/* Does the change erase what the scope holds? */
bool policy_destroys(enum policy policy, uint64_t from, uint64_t to);
