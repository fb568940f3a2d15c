/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Enters and leaves the card's lock. A request that enters is checked against
 * what calls.def says the call needs. Link, session and role are looked up each
 * time, because any of them may have ended since the request arrived.
 */

#include "lock.h"

#include "hsm/role.h"

void
card_lock(struct card *c)
{
	pthread_mutex_lock(&c->lock);
}

void
card_unlock(struct card *c)
{
	pthread_mutex_unlock(&c->lock);
}

static enum err
check_needs(const struct request *r, struct inside *in)
{
	uint64_t session = *(const uint64_t *)(const void *)&r->in;

	if (r->link == 0)
		return ERR_OK;
	in->link = link_get(in->hsm, r->link);
	if (in->link == NULL)
		return ERR_CLOSED;
	if (r->row->need == NEED_SO)
		return hsm_so_logged_in(in->hsm) ? ERR_OK : ERR_SO_NOT_LOGGED_IN;
	if (r->row->need < NEED_SESSION)
		return ERR_OK;
	TRY(session_get(in->hsm, in->link, (uint32_t)session, &in->session));
	if (r->row->need == NEED_OFFICER)
		return session_officer(in->session);
	if (r->row->need == NEED_USER)
		return session_may_use(in->session);
	return ERR_OK;
}

static enum err
enter(struct request *r, struct inside *out)
{
	struct inside in = { .card = r->card, .hsm = r->card->hsm };
	enum err e = check_needs(r, &in);

	if (e != ERR_OK) {
		card_unlock(r->card);
		return e;
	}
	*out = in;
	return ERR_OK;
}

enum err
card_enter(struct request *r, struct inside *out)
{
	card_lock(r->card);
	return enter(r, out);
}

enum err
card_enter_to_plan(struct request *r, struct inside *out)
{
	card_lock(r->card);
	while (r->card->frozen)
		pthread_cond_wait(&r->card->thawed, &r->card->lock);
	return enter(r, out);
}

void
card_leave(struct inside *in)
{
	if (in->card != NULL)
		card_unlock(in->card);
	*in = (struct inside){ 0 };
}

