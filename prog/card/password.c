/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looking at a password: the try is counted and durable before, so that pulling
 * the plug buys no guess. Only the desk does this, one at a time.
 */

#include "password.h"

#include "commit.h"
#include "crypto/password.h"
#include "hsm/password.h"
#include "hsm/role.h"

static enum err
charge(struct request *r, uint64_t partition, enum role role,
    struct buf *out_verifier)
{
	CLEARED_BY(card_leave) struct inside in = { 0 };
	struct change *c = NULL;
	enum err e;

	TRY(card_enter_to_plan(r, &in));
	TRY(role_charge_plan(in.hsm, partition, role, &c));
	e = buf_put(out_verifier, role_verifier(in.hsm, partition, role));
	if (e != ERR_OK) {
		change_drop(in.hsm, &c);
		return e;
	}
	return commit_wait(&in, &c);
}

/* Whatever became of the link meanwhile: a try that was charged is settled. */
static enum err
settle(struct card *card, uint64_t partition, enum role role, bool right)
{
	CLEARED_BY(card_leave) struct inside in = { 0 };
	struct change *c = NULL;

	card_lock(card);
	in = (struct inside){ .card = card, .hsm = card->hsm };
	TRY(role_settle_plan(in.hsm, partition, role, right, &c));
	return commit_wait(&in, &c);
}

/* A right password is left charged. */
static enum err
prove(struct request *r, uint64_t partition, enum role role,
    struct bytes password)
{
	CLEARED_BY(buf_clear) struct buf verifier =
	    buf_up_to(PASSWORD_VERIFIER_MAX);
	enum err e;

	TRY(charge(r, partition, role, &verifier));
	e = password_verify(buf_bytes(&verifier), password);
	if (e == ERR_PIN_INCORRECT)
		return settle(r->card, partition, role, false);
	return e; /* damaged, no memory: it stays charged */
}

enum err
password_prove(struct request *r, uint64_t partition, enum role role,
    struct bytes password)
{
	TRY(prove(r, partition, role, password));
	return settle(r->card, partition, role, true);
}

static enum err
replace(struct request *r, uint64_t partition, enum role role,
    struct bytes verifier)
{
	CLEARED_BY(card_leave) struct inside in = { 0 };
	struct change *c = NULL;

	TRY(card_enter_to_plan(r, &in));
	TRY(role_change_plan(in.hsm, partition, role, verifier, &c));
	return commit_wait(&in, &c);
}

enum err
password_change(struct request *r, uint64_t partition, enum role role,
    struct bytes old, struct bytes new)
{
	CLEARED_BY(buf_clear) struct buf verifier =
	    buf_up_to(PASSWORD_VERIFIER_MAX);
	enum err e;

	TRY(password_verifier_make(new, &verifier));
	TRY(prove(r, partition, role, old));
	e = replace(r, partition, role, buf_bytes(&verifier));
	if (e != ERR_OK) /* the link is gone, say: the password was right */
		IGNORE(settle(r->card, partition, role, true));
	return e;
}
