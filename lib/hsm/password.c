/* SPDX-License-Identifier: Apache-2.0 */
/* Trying a password: the counter, and what follows from a wrong one. */
#include "hsm/password.h"

#include "hsm/internal.h"
#include "hsm/life.h"
#include "hsm/partition.h"
#include "hsm/partitions.h"
#include "hsm/role.h"
#include "hsm/rules.h"

/* It has a password that may be tried. */
static enum err
role_may_try(const struct hsm *h, uint64_t partition, enum role role)
{
	TRY(hsm_ready(h));
	if (partition != 0 && partition_get(h, partition) == NULL)
		return ERR_PARTITION_UNKNOWN;
	if (role_get(h, partition, role) == NULL)
		return ERR_ROLE_UNKNOWN;
	if (role_verifier(h, partition, role).len == 0)
		return ERR_ROLE_NOT_INITIALIZED;
	return role_is_locked(h, partition, role) ? ERR_PIN_LOCKED : ERR_OK;
}

enum err
role_charge_plan(struct hsm *h, uint64_t partition, enum role role,
    struct change **out)
{
	struct change *c;
	enum err err;

	TRY(role_may_try(h, partition, role));
	TRY(change_new(&c));
	err = role_put(h, partition, role,
	    role_get(h, partition, role)->failures + 1, bytes_of(NULL, 0),
	    false, c);
	return change_finish(h, err, &c, out);
}

/* Wrong, and it was charged: what follows at the threshold. */
static enum err
wrong_steps(const struct hsm *h, uint64_t partition, enum role role,
    struct change *c)
{
	c->result = ERR_PIN_INCORRECT;
	if (role_get(h, partition, role)->failures < role_limit(role))
		return ERR_OK;
	if (role == ROLE_HSM_SO) {
		c->result = ERR_SO_THRESHOLD;
		return life_zeroize_steps(h, false, false, c);
	}
	if (role == ROLE_PARTITION_SO) {
		c->result = ERR_PIN_INCORRECT_ZEROIZED;
		return partition_zeroize_steps(c, partition_get(h, partition));
	}
	c->result = ERR_PIN_INCORRECT_LOCKED;
	return ERR_OK;
}

enum err
role_settle_plan(struct hsm *h, uint64_t partition, enum role role, bool right,
    struct change **out)
{
	const struct role_state *r = role_get(h, partition, role);
	struct change *c;
	enum err err;

	if (r == NULL || r->verifier.len == 0 || r->failures == 0)
		return ERR_REFUSED; /* not charged */
	TRY(change_new(&c));
	err = right ? role_put(h, partition, role, 0, bytes_of(NULL, 0), false, c)
		    : wrong_steps(h, partition, role, c);
	return change_finish(h, err, &c, out);
}

enum err
role_change_check(const struct hsm *h, uint64_t partition, enum role role,
    struct bytes new_password)
{
	TRY(role_may_try(h, partition, role));
	return password_check(new_password);
}

enum err
role_change_plan(struct hsm *h, uint64_t partition, enum role role,
    struct bytes verifier, struct change **out)
{
	const struct role_state *r = role_get(h, partition, role);
	struct change *c;
	enum err err;

	if (r == NULL || r->verifier.len == 0 || r->failures == 0)
		return ERR_REFUSED; /* not charged */
	if (verifier.len == 0)
		return ERR_ARGUMENT;
	TRY(change_new(&c));
	err = role_put(h, partition, role, 0, verifier, false, c);
	return change_finish(h, err, &c, out);
}
