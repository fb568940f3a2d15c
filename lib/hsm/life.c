/* SPDX-License-Identifier: Apache-2.0 */
/* Plans the life of an HSM: initialization, emptying, zeroization, factory
 * reset. */
#include "hsm/life.h"

#include "hsm/internal.h"
#include "hsm/role.h"
#include "hsm/rules.h"

enum event {
	ON_INIT,
	ON_ZEROIZE, /* by command, or three wrong SO passwords */
	ON_FACTORY_RESET,
};

struct life_row {
	enum state from;
	enum event on;
	enum state to;
};

static const struct life_row life[] = {
	{ STATE_FACTORY, ON_INIT, STATE_INITIALIZED },
	{ STATE_ZEROIZED, ON_INIT, STATE_INITIALIZED },
	{ STATE_INITIALIZED, ON_INIT, STATE_INITIALIZED }, /* soft */
	{ STATE_FACTORY, ON_ZEROIZE, STATE_ZEROIZED },
	{ STATE_ZEROIZED, ON_ZEROIZE, STATE_ZEROIZED },
	{ STATE_INITIALIZED, ON_ZEROIZE, STATE_ZEROIZED },
	{ STATE_FACTORY, ON_FACTORY_RESET, STATE_FACTORY },
	{ STATE_ZEROIZED, ON_FACTORY_RESET, STATE_FACTORY },
	{ STATE_INITIALIZED, ON_FACTORY_RESET, STATE_FACTORY },
};

/* The state after an event. An event without a row is refused. */
static enum err
life_event(const struct hsm *h, enum event on, struct card_state *out)
{
	for (size_t i = 0; i < sizeof(life) / sizeof(life[0]); i++) {
		if (life[i].from != h->card.state || life[i].on != on)
			continue;
		*out = h->card;
		out->state = life[i].to;
		return ERR_OK;
	}
	return ERR_REFUSED;
}

enum err
life_zeroize_steps(const struct hsm *h, bool factory, bool by_command,
    struct change *c)
{
	struct card_state card;

	TRY(life_event(h, factory ? ON_FACTORY_RESET : ON_ZEROIZE, &card));
	card.by_command = by_command;
	if (factory)
		policy_defaults(h->model, SCOPE_HSM, card.policies);
	change_shred(c, 0);
	return change_put_card(c, &card);
}

static enum err
put_admin(struct change *c, struct bytes label, struct bytes domain)
{
	struct admin_state admin = { 0 };
	enum err e = secret_copy(&admin.label, label);

	if (e == ERR_OK)
		e = secret_copy(&admin.domain, domain);
	if (e == ERR_OK)
		e = change_put_admin(c, &admin);
	record_clear(&admin_shape, &admin);
	return e;
}

/* Adds the steps that destroy all partitions. The caller gives what remains, and
 * the new state of the SO. */
static enum err
empty_steps(const struct hsm *h, const struct card_state *card,
    struct bytes label, struct bytes verifier, struct bytes domain,
    struct change *c)
{
	change_shred(c, 0);
	TRY(change_put_card(c, card));
	TRY(put_admin(c, label, domain));
	return role_put(h, 0, ROLE_HSM_SO, 0, verifier, false, c);
}

enum err
life_empty_steps(const struct hsm *h, const struct card_state *card,
    struct change *c)
{
	return empty_steps(h, card, secret_bytes(&h->admin.label),
	    secret_bytes(&h->so.verifier), secret_bytes(&h->admin.domain), c);
}

/* --- initializing --- */

enum err
hsm_init_check(const struct hsm *h, struct bytes label, struct bytes password,
    struct bytes domain, enum init_kind *out)
{
	TRY(label_check(label));
	if (h->card.state == STATE_INITIALIZED) {
		if (domain.len > 0)
			return ERR_ARGUMENT;
		*out = INIT_SOFT;
		return ERR_OK;
	}
	TRY(password_check(password));
	TRY(domain_check(domain));
	*out = INIT_HARD;
	return ERR_OK;
}

static enum err
init_steps(const struct hsm *h, enum init_kind kind, struct bytes label,
    struct bytes verifier, struct bytes domain, struct change *c)
{
	struct card_state card;

	TRY(label_check(label));
	TRY(life_event(h, ON_INIT, &card));
	card.by_command = 0;
	if ((kind == INIT_SOFT) != (h->card.state == STATE_INITIALIZED))
		return ERR_REFUSED;
	if (kind == INIT_SOFT) {
		verifier = secret_bytes(&h->so.verifier);
		domain = secret_bytes(&h->admin.domain);
	}
	if (verifier.len == 0 || domain.len == 0)
		return ERR_ARGUMENT;
	return empty_steps(h, &card, label, verifier, domain, c);
}

enum err
hsm_init_plan(struct hsm *h, enum init_kind kind, struct bytes label,
    struct bytes verifier, struct secret *domain, struct change **out)
{
	struct change *c;
	enum err e;

	TRY(change_new(&c));
	e = init_steps(h, kind, label, verifier,
	    domain != NULL ? secret_bytes(domain) : bytes_of(NULL, 0), c);
	if (e == ERR_OK && domain != NULL)
		secret_clear(domain);
	return change_finish(h, e, &c, out);
}

enum err
hsm_zeroize_plan(struct hsm *h, struct change **out)
{
	struct change *c;

	TRY(change_new(&c));
	return change_finish(h, life_zeroize_steps(h, false, true, c), &c, out);
}

enum err
hsm_factory_reset_plan(struct hsm *h, const struct link *l, struct change **out)
{
	struct change *c;

	if (l != NULL && !l->local)
		return ERR_LOCAL_ONLY;
	TRY(change_new(&c));
	return change_finish(h, life_zeroize_steps(h, true, true, c), &c, out);
}

enum err
hsm_identity_plan(struct hsm *h, struct bytes identity, struct change **out)
{
	CLEARED_BY(secret_clear) struct secret copy = { 0 };
	struct identity_state state = { 0 };
	struct change *c;

	if (identity.len == 0 || identity.len > 4096)
		return ERR_TOO_LARGE;
	TRY(secret_copy(&copy, identity));
	TRY(change_new(&c));
	secret_move(&state.blob, &copy);
	return change_finish(h, change_put_identity(c, &state), &c, out);
}
