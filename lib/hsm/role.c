/* SPDX-License-Identifier: Apache-2.0 */
/* Counters, locks and passwords of roles. login.c has who is logged in. */
#include "hsm/role.h"

#include "hsm/internal.h"
#include "hsm/partitions.h"
#include "hsm/rules.h"
#include "hsm/session.h"

struct role_state *
role_get(const struct hsm *h, uint64_t partition, enum role role)
{
	struct partition *p;

	if (partition == 0)
		return role == ROLE_HSM_SO
		    ? &((struct hsm *)(uintptr_t)h)->so : NULL;
	p = partition_get(h, partition);
	if (p == NULL || role < ROLE_PARTITION_SO || role > ROLE_CRYPTO_USER)
		return NULL;
	return &p->roles[role - ROLE_PARTITION_SO];
}

unsigned
role_limit(const struct hsm *h, uint64_t partition, enum role role)
{
	if (role == ROLE_HSM_SO)
		return LIMIT_SO_FAILURES;
	if (role == ROLE_PARTITION_SO)
		return LIMIT_ROLE_FAILURES;
	return (unsigned)policy_value(h, partition_get(h, partition),
	    POLICY_PARTITION_MAX_FAILED_LOGINS);
}

/* A lock of the Crypto Officer locks the Crypto User too. */
bool
role_is_locked(const struct hsm *h, uint64_t partition, enum role role)
{
	const struct role_state *r = role_get(h, partition, role);

	if (r == NULL || r->failures >= role_limit(h, partition, role))
		return true;
	return role == ROLE_CRYPTO_USER &&
	    role_is_locked(h, partition, ROLE_CRYPTO_OFFICER);
}

unsigned
role_attempts_left(const struct hsm *h, uint64_t partition, enum role role)
{
	const struct role_state *r = role_get(h, partition, role);

	if (r == NULL || role_is_locked(h, partition, role))
		return 0;
	return role_limit(h, partition, role) - (unsigned)r->failures;
}

struct bytes
role_verifier(const struct hsm *h, uint64_t partition, enum role role)
{
	const struct role_state *r = role_get(h, partition, role);

	return r != NULL ? secret_bytes(&r->verifier) : bytes_of(NULL, 0);
}

enum err
role_put(const struct hsm *h, uint64_t partition, enum role role,
    uint64_t failures, struct bytes verifier, bool to_be_changed,
    struct change *c)
{
	const struct role_state *now = role_get(h, partition, role);
	struct role_state next = { .failures = failures };
	enum err e;

	next.to_be_changed = verifier.len ? to_be_changed : now->to_be_changed;
	if (verifier.len == 0)
		verifier = secret_bytes(&now->verifier);
	e = secret_copy(&next.verifier, verifier);
	if (e == ERR_OK)
		e = change_put_role(c, partition, role, &next);
	record_clear(&role_shape, &next);
	return e;
}

/* A locked role's counter goes to where it is locked by every threshold. */
enum err
role_keep_locks(const struct hsm *h, const struct partition *p,
    struct change *c)
{
	static const enum role roles[] = { ROLE_CRYPTO_OFFICER,
		ROLE_CRYPTO_USER };

	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		const struct role_state *r = role_get(h, p->serial, roles[i]);

		if (r->verifier.len == 0 ||
		    r->failures < role_limit(h, p->serial, roles[i]))
			continue;
		TRY(role_put(h, p->serial, roles[i], LIMIT_ROLE_FAILURES,
		    bytes_of(NULL, 0), false, c));
	}
	return ERR_OK;
}

/* --- giving passwords --- */

/* Checks that the session's role may make and reset `role`. */
static enum err
role_is_governed(const struct session *s, enum role role)
{
	if (role != ROLE_CRYPTO_OFFICER && role != ROLE_CRYPTO_USER)
		return ERR_ROLE_UNKNOWN;
	if (s->access->role != (role == ROLE_CRYPTO_OFFICER
	    ? ROLE_PARTITION_SO : ROLE_CRYPTO_OFFICER))
		return ERR_NOT_LOGGED_IN;
	TRY(session_may_use(s));
	return s->read_write ? ERR_OK : ERR_SESSION_READ_ONLY;
}

/* Checks that an initialized role gets a new password by the rules for resetting
 * only. */
static enum err
role_may_reset(const struct session *s, enum role role)
{
	if (role == ROLE_CRYPTO_OFFICER &&
	    !policy_permits(s->hsm, NULL, POLICY_HSM_SO_RESETS_PIN))
		return ERR_REFUSED;
	return ERR_OK;
}

enum err
role_init_check(const struct session *s, enum role role, struct bytes password)
{
	TRY(role_is_governed(s, role));
	if (role_verifier(s->hsm, session_partition(s), role).len > 0)
		TRY(role_may_reset(s, role));
	return password_check(password);
}

enum err
role_reset_check(const struct session *s, enum role role, struct bytes password)
{
	TRY(role_is_governed(s, role));
	if (role_verifier(s->hsm, session_partition(s), role).len == 0)
		return ERR_ROLE_NOT_INITIALIZED;
	TRY(role_may_reset(s, role));
	return password_check(password);
}

enum err
role_init_plan(struct session *s, enum role role, struct bytes verifier,
    struct change **out)
{
	struct change *c;
	enum err e;

	TRY(role_is_governed(s, role));
	if (verifier.len == 0)
		return ERR_ARGUMENT;
	if (role_verifier(s->hsm, session_partition(s), role).len > 0)
		TRY(role_may_reset(s, role));
	TRY(change_new(&c));
	e = role_put(s->hsm, session_partition(s), role, 0, verifier,
	    policy_permits(s->hsm, NULL, POLICY_HSM_FORCE_PIN_CHANGE), c);
	return change_finish(s->hsm, e, &c, out);
}

enum err
role_reset_plan(struct session *s, enum role role, struct bytes verifier,
    struct change **out)
{
	if (role_verifier(s->hsm, session_partition(s), role).len == 0)
		return ERR_ROLE_NOT_INITIALIZED;
	return role_init_plan(s, role, verifier, out);
}
