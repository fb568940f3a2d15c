/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows of spec/policies.def as an array, and what can be said of them. The
 * values themselves are in the state of the HSM and of each partition. Nothing
 * here changes them.
 */
#include "hsm/policy.h"

#include "hsm/internal.h"

#include <inttypes.h>

#define DESTROYS_NEVER 0
#define DESTROYS_OFF_TO_ON POLICY_OFF_TO_ON
#define DESTROYS_ON_TO_OFF POLICY_ON_TO_OFF
#define DESTROYS_BOTH (POLICY_OFF_TO_ON | POLICY_ON_TO_OFF)

#define ROW(scope, name, number, capability, on_hsm, on_backup, words,    \
    lowest, standard, destroys, changer, effect)                         \
	[POLICY_##scope##_##name] = { SCOPE_##scope, number, capability, \
		on_hsm, on_backup, words, lowest, standard,              \
		DESTROYS_##destroys, ROLE_##changer, EFFECT_##effect },

static const struct policy_row rows[N_POLICIES] = {
#define HSM_POLICY(...) ROW(HSM, __VA_ARGS__)
#define PARTITION_POLICY(...) ROW(PARTITION, __VA_ARGS__)
#include "spec/policies.def"
};

/* Where a personality begins with another value. */
static const struct {
	enum personality personality;
	enum policy policy;
	uint64_t value;
} others[] = {
#define POLICY_DEFAULT(personality, scope, name, value) \
	{ PERSONALITY_##personality, POLICY_##scope##_##name, value },
#include "spec/policies.def"
};

static const struct need {
	enum policy policy;
	uint64_t value;
	enum policy other;
	uint64_t other_value;
} needs[] = {
#define POLICY_NEEDS(scope, name, value, other_scope, other, other_value) \
	{ POLICY_##scope##_##name, value,                                 \
		POLICY_##other_scope##_##other, other_value },
#include "spec/policies.def"
};

#define N_OTHERS (sizeof(others) / sizeof(others[0]))
#define N_NEEDS (sizeof(needs) / sizeof(needs[0]))

const struct policy_row *
policy_row(enum policy policy)
{
	return &rows[policy];
}

static uint64_t
capability_of(const struct model *model, const struct policy_row *row)
{
	return model->backup ? row->on_backup : row->on_hsm;
}

/* --- what holds --- */

/* A value in the sets of an HSM and of a partition. */
static uint64_t
value_in(const uint64_t *hsm, const uint64_t *partition, enum policy policy)
{
	if (rows[policy].scope == SCOPE_HSM)
		return hsm[policy];
	must(partition != NULL);
	return partition[policy - N_HSM_POLICIES];
}

uint64_t
policy_value(const struct hsm *h, const struct partition *p, enum policy policy)
{
	const struct policy_row *row = &rows[policy];

	if (capability_of(h->model, row) == 0)
		return row->lowest;
	return value_in(h->card.policies,
	    p != NULL ? p->is.policies : NULL, policy);
}

bool
policy_permits(const struct hsm *h, const struct partition *p,
    enum policy policy)
{
	return policy_value(h, p, policy) != 0;
}

/* --- sets of values --- */

static uint64_t
default_of(const struct model *model, enum policy policy)
{
	for (size_t i = 0; i < N_OTHERS; i++)
		if (others[i].personality == model->personality &&
		    others[i].policy == policy)
			return others[i].value;
	return rows[policy].standard;
}

void
policy_defaults(const struct model *model, enum policy_scope scope,
    uint64_t *out)
{
	for (unsigned i = 0; i < N_POLICIES; i++)
		if (rows[i].scope == scope)
			*out++ = default_of(model, (enum policy)i);
}

enum err
policy_check(const uint64_t hsm[N_HSM_POLICIES], const uint64_t *partition)
{
	for (size_t i = 0; i < N_NEEDS; i++) {
		const struct need *n = &needs[i];

		if (rows[n->policy].scope == SCOPE_PARTITION && partition == NULL)
			continue;
		if (value_in(hsm, partition, n->policy) == n->value &&
		    value_in(hsm, partition, n->other) != n->other_value)
			return ERR_POLICY_DEPENDENCY;
	}
	return ERR_OK;
}

enum err
policy_check_stored(const struct model *model, enum policy_scope scope,
    const uint64_t *values)
{
	for (unsigned i = 0; i < N_POLICIES; i++) {
		uint64_t highest = capability_of(model, &rows[i]);

		if (rows[i].scope != scope)
			continue;
		if (highest != 0 &&
		    (*values < rows[i].lowest || *values > highest))
			return ERR_CORRUPT;
		values++;
	}
	return ERR_OK;
}

bool
policy_destroys(enum policy policy, uint64_t from, uint64_t to)
{
	if (to > from)
		return rows[policy].destroys & POLICY_OFF_TO_ON;
	return to < from && (rows[policy].destroys & POLICY_ON_TO_OFF);
}

/* --- telling --- */

static enum err
value_put(struct buf *out, enum policy policy, uint64_t value)
{
	if (rows[policy].on_hsm > 1 || rows[policy].on_backup > 1)
		return buf_printf(out, "%" PRIu64, value);
	return buf_put_text(out, value ? "On" : "Off");
}

/* "On needs policy N (Allow private key cloning) Off". */
static enum err
need_put(struct buf *out, const char *before, enum policy policy,
    uint64_t value, const char *verb, enum policy other, uint64_t other_value)
{
	TRY(buf_put_text(out, before));
	TRY(value_put(out, policy, value));
	TRY(buf_printf(out, " %s policy %u (%s) ", verb, rows[other].number,
	    rows[other].words));
	return value_put(out, other, other_value);
}

/* What it needs, and what needs it, for people. */
static enum err
needs_put(struct buf *out, enum policy policy)
{
	for (size_t i = 0; i < N_NEEDS; i++) {
		const struct need *n = &needs[i];
		const char *before = out->len > 0 ? "; " : "";

		if (n->policy == policy)
			TRY(need_put(out, before, policy, n->value, "needs",
			    n->other, n->other_value));
		else if (n->other == policy)
			TRY(need_put(out, before, policy, n->other_value,
			    "is needed by", n->policy, n->value));
	}
	return ERR_OK;
}

static enum err
row_put(const struct hsm *h, const struct partition *p, enum policy policy,
    struct buf *out)
{
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(LIMIT_POLICY_NEEDS);
	const struct policy_row *row = &rows[policy];
	struct msg_policy_row answer = {
		.number = row->number,
		.capability = capability_of(h->model, row),
		.capability_words = bytes_of_text(row->capability),
		.words = bytes_of_text(row->words),
		.value = policy_value(h, p, policy),
		.lowest = row->lowest,
		.destroys = row->destroys,
		.changer = row->changer,
	};

	TRY(needs_put(&text, policy));
	answer.needs = buf_bytes(&text);
	return rows_put(out, &wire_policy_row, &answer);
}

enum err
policy_list(const struct hsm *h, const struct partition *p,
    struct buf *out_rows)
{
	for (unsigned i = 0; i < N_POLICIES; i++)
		if ((rows[i].scope == SCOPE_PARTITION) == (p != NULL))
			TRY(row_put(h, p, (enum policy)i, out_rows));
	return ERR_OK;
}

static enum err
row_may_change(const struct hsm *h, const struct policy_row *row,
    uint64_t value)
{
	uint64_t highest = capability_of(h->model, row);

	if (highest == 0 || value < row->lowest || value > highest)
		return ERR_ARGUMENT;
	if (row->changer == ROLE_NONE || row->effect != EFFECT_BITES)
		return ERR_NOT_SUPPORTED;
	return ERR_OK;
}

enum err
policy_find(const struct hsm *h, enum policy_scope scope, uint64_t number,
    uint64_t value, enum policy *out)
{
	for (unsigned i = 0; i < N_POLICIES; i++) {
		if (rows[i].scope != scope || rows[i].number != number)
			continue;
		TRY(row_may_change(h, &rows[i], value));
		*out = (enum policy)i;
		return ERR_OK;
	}
	return ERR_ARGUMENT;
}
