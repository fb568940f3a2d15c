/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A policy gets another value. Whoever asks must be the one whom the row names;
 * what the change would erase is erased in the same commit, so that nothing made
 * under the old policy is left under the new one.
 */
#include "hsm/policy_change.h"

#include "hsm/internal.h"
#include "hsm/life.h"
#include "hsm/partition.h"
#include "hsm/role.h"

/* --- of the HSM --- */

/* A destructive change leaves no partition that could contradict. */
static enum err
partitions_check(const struct hsm *h, const uint64_t *policies)
{
	for (unsigned i = 0; i < h->n_partitions; i++)
		TRY(policy_check(policies, h->partitions[i]->is.policies));
	return ERR_OK;
}

static enum err
hsm_steps(const struct hsm *h, enum policy policy, uint64_t value,
    struct change *c)
{
	struct card_state card = h->card;

	card.policies[policy] = value;
	TRY(policy_check(card.policies, NULL));
	if (policy_destroys(policy, h->card.policies[policy], value))
		return life_empty_steps(h, &card, c);
	TRY(partitions_check(h, card.policies));
	return change_put_card(c, &card);
}

enum err
policy_change_hsm(struct hsm *h, enum policy policy, uint64_t value,
    struct change **out)
{
	struct change *c;

	must(policy < N_HSM_POLICIES);
	TRY(hsm_ready(h));
	if (!h->so_logged_in)
		return ERR_SO_NOT_LOGGED_IN;
	TRY(change_new(&c));
	return change_finish(h, hsm_steps(h, policy, value, c), &c, out);
}

/* --- of a partition --- */

static enum err
partition_steps(const struct hsm *h, const struct partition *p,
    enum policy policy, uint64_t value, struct change *c)
{
	struct partition_next next = partition_as_it_is(p);
	unsigned at = policy - N_HSM_POLICIES;
	uint64_t policies[N_PARTITION_POLICIES];

	memcpy(policies, p->is.policies, sizeof(policies));
	policies[at] = value;
	next.policies = policies;
	TRY(policy_check(h->card.policies, policies));
	if (policy_destroys(policy, p->is.policies[at], value))
		change_shred(c, p->serial);
	TRY(role_keep_locks(h, p, c));
	return partition_put(p, &next, c);
}

enum err
policy_change_partition(struct session *s, enum policy policy, uint64_t value,
    struct change **out)
{
	const struct partition *p = s->access->partition;
	struct change *c;

	must(policy >= N_HSM_POLICIES && policy < N_POLICIES);
	if (s->access->role != policy_row(policy)->changer)
		return ERR_NOT_LOGGED_IN;
	TRY(session_may_use(s));
	if (!s->read_write)
		return ERR_SESSION_READ_ONLY;
	TRY(change_new(&c));
	return change_finish(s->hsm,
	    partition_steps(s->hsm, p, policy, value, c), &c, out);
}
