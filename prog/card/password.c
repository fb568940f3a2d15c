/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks a password on the desk, one at a time. The try is counted and durable
 * before the password is looked at, so that pulling the plug buys no guess.
 */

#include "password.h"

#include "commit.h"
#include "base/clock.h"
#include "crypto/password.h"
#include "hsm/password.h"

/* One authentication. It is ended whatever happens. */
struct attempt {
	struct card *card;
	uint64_t id; /* 0: it has not begun */
};

static void
attempt_end(struct attempt *a)
{
	card_lock(a->card);
	password_end(a->card->hsm, a->id);
	card_unlock(a->card);
}

/* Charges the try. The verifier can be read once the charge is on the disk. */
static enum err
charge(struct request *r, uint64_t partition, enum role role,
    struct attempt *a, struct buf *out_verifier)
{
	const struct password_asker who = { r->link, partition, role };
	CLEARED_BY(card_leave) struct inside in = { 0 };
	struct change *c = NULL;

	TRY(card_enter_to_plan(r, &in));
	TRY(password_begin(in.hsm, &who, clock_ms(), &a->id));
	TRY(password_charge_plan(in.hsm, a->id, clock_ms(), &c));
	TRY(commit_wait(&in, &c));
	return buf_put(out_verifier, password_verifier(in.hsm, a->id));
}

/* Settles a charged try, whatever became of the link meanwhile. */
static enum err
settle(const struct attempt *a, bool right)
{
	CLEARED_BY(card_leave) struct inside in = { 0 };
	struct change *c = NULL;

	card_lock(a->card);
	in = (struct inside){ .card = a->card, .hsm = a->card->hsm };
	TRY(password_settle_plan(in.hsm, a->id, right, &c));
	return commit_wait(&in, &c);
}

/* Charges and checks. A wrong password is settled here; a right one stays charged
 * until the caller settles it. */
static enum err
prove(struct request *r, uint64_t partition, enum role role,
    struct bytes password, struct attempt *a)
{
	CLEARED_BY(buf_clear) struct buf verifier =
	    buf_up_to(PASSWORD_VERIFIER_MAX);
	enum err e;

	TRY(charge(r, partition, role, a, &verifier));
	e = password_verify(buf_bytes(&verifier), password);
	if (e == ERR_PIN_INCORRECT)
		return settle(a, false);
	return e; /* damaged, or no memory: the try stays charged */
}

enum err
password_prove(struct request *r, uint64_t partition, enum role role,
    struct bytes password)
{
	CLEARED_BY(attempt_end) struct attempt a = { .card = r->card };

	TRY(prove(r, partition, role, password, &a));
	return settle(&a, true);
}

static enum err
replace(struct request *r, const struct attempt *a, struct bytes verifier)
{
	CLEARED_BY(card_leave) struct inside in = { 0 };
	struct change *c = NULL;

	TRY(card_enter_to_plan(r, &in));
	TRY(password_change_plan(in.hsm, a->id, verifier, &c));
	return commit_wait(&in, &c);
}

enum err
password_change(struct request *r, uint64_t partition, enum role role,
    struct bytes old, struct bytes new)
{
	CLEARED_BY(attempt_end) struct attempt a = { .card = r->card };
	CLEARED_BY(buf_clear) struct buf verifier =
	    buf_up_to(PASSWORD_VERIFIER_MAX);
	enum err e;

	TRY(password_verifier_make(new, &verifier));
	TRY(prove(r, partition, role, old, &a));
	e = replace(r, &a, buf_bytes(&verifier));
	if (e != ERR_OK) /* the password was right, but e.g. the link is gone */
		IGNORE(settle(&a, true));
	return e;
}
