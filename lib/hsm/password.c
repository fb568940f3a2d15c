/* SPDX-License-Identifier: Apache-2.0 */
/* Plans the steps of an authentication that change a counter, and what follows
 * from a wrong password. Only the card's desk calls it, so no two steps are under
 * way at the same time. */
#include "hsm/password.h"

#include "hsm/authentication.h"
#include "hsm/internal.h"
#include "hsm/life.h"
#include "hsm/partition.h"
#include "hsm/partitions.h"
#include "hsm/role.h"
#include "hsm/rules.h"

/* Checks that the role has a password which may be tried. */
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
password_begin(struct hsm *h, const struct password_asker *who, int64_t now_ms,
    uint64_t *out_id)
{
	const struct authentication a = { .link = who->link,
		.partition = who->partition, .role = who->role,
		.until_ms = now_ms + PASSWORD_WAIT_MS };

	authentication_tick(h, now_ms);
	TRY(role_may_try(h, who->partition, who->role));
	return authentication_begin(h, &a, out_id);
}

void
password_end(struct hsm *h, uint64_t id)
{
	authentication_end(h, id);
}

/* A change that is the next step of this authentication. */
static enum err
step_begin(struct hsm *h, uint64_t id, enum authentication_event on,
    const struct authentication **out, struct change **out_change)
{
	struct change *c;
	enum err e;

	TRY(change_new(&c));
	e = authentication_event(h, id, on);
	if (e != ERR_OK) {
		change_free(&c);
		return e;
	}
	c->authentication = id;
	*out = authentication_get(h, id);
	*out_change = c;
	return ERR_OK;
}

enum err
password_charge_plan(struct hsm *h, uint64_t id, int64_t now_ms,
    struct change **out)
{
	const struct authentication *a;
	struct change *c;
	enum err e;

	authentication_tick(h, now_ms);
	TRY(step_begin(h, id, ON_SECRET, &a, &c));
	e = role_may_try(h, a->partition, a->role); /* it may be locked by now */
	if (e == ERR_OK)
		e = role_put(h, a->partition, a->role,
		    role_get(h, a->partition, a->role)->failures + 1,
		    bytes_of(NULL, 0), false, c);
	return change_finish(h, e, &c, out);
}

struct bytes
password_verifier(const struct hsm *h, uint64_t id)
{
	const struct authentication *a = authentication_get(h, id);

	if (a == NULL || a->state != AUTHENTICATION_VERIFYING)
		return bytes_of(NULL, 0);
	return role_verifier(h, a->partition, a->role);
}

/* Plans what follows a wrong password. It was counted before, so below the
 * threshold nothing more happens. */
static enum err
wrong_steps(const struct hsm *h, uint64_t partition, enum role role,
    struct change *c)
{
	c->result = ERR_PIN_INCORRECT;
	if (role_get(h, partition, role)->failures <
	    role_limit(h, partition, role))
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
password_settle_plan(struct hsm *h, uint64_t id, bool right,
    struct change **out)
{
	const struct authentication *a;
	struct change *c;
	enum err e;

	TRY(step_begin(h, id, right ? ON_RIGHT : ON_WRONG, &a, &c));
	e = right ? role_put(h, a->partition, a->role, 0, bytes_of(NULL, 0),
	    false, c) : wrong_steps(h, a->partition, a->role, c);
	return change_finish(h, e, &c, out);
}

enum err
password_change_check(const struct hsm *h, uint64_t partition, enum role role,
    struct bytes new_password)
{
	TRY(role_may_try(h, partition, role));
	return password_check(new_password);
}

enum err
password_change_plan(struct hsm *h, uint64_t id, struct bytes verifier,
    struct change **out)
{
	const struct authentication *a;
	struct change *c;
	enum err e;

	if (verifier.len == 0)
		return ERR_ARGUMENT;
	TRY(step_begin(h, id, ON_RIGHT, &a, &c));
	e = role_put(h, a->partition, a->role, 0, verifier, false, c);
	return change_finish(h, e, &c, out);
}
