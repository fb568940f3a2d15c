/* SPDX-License-Identifier: Apache-2.0 */
/* Who is logged in. Nothing here is stored. */
#include "hsm/internal.h"

enum role
session_role(const struct session *s)
{
	return s->access->role;
}

enum err
session_login_check(const struct session *s, enum role role)
{
	const struct partition *p = s->access->partition;

	if (role < ROLE_PARTITION_SO || role > ROLE_CRYPTO_USER)
		return ERR_ROLE_UNKNOWN;
	if (s->access->role == role)
		return ERR_ALREADY_LOGGED_IN;
	if (s->access->role != ROLE_NONE)
		return ERR_OTHER_LOGGED_IN;
	if (role_verifier(s->hsm, p->serial, role).len == 0)
		return ERR_ROLE_NOT_INITIALIZED;
	if (role == ROLE_PARTITION_SO && s->access->n_read_only > 0)
		return ERR_SESSION_READ_ONLY_EXISTS;
	return role_is_locked(s->hsm, p->serial, role) ? ERR_PIN_LOCKED : ERR_OK;
}

enum err
session_login(struct session *s, enum role role)
{
	TRY(session_login_check(s, role));
	s->access->role = role;
	return ERR_OK;
}

/* Private session objects go with the login. */
static void
private_objects_drop(struct hsm *h, struct access *a)
{
	struct table *t = &a->partition->objects;

	for (size_t i = t->n; i-- > 0;) {
		struct object *o = t->rows[i];

		if (!o->token && o->private && o->owner_link == a->link->id)
			session_object_drop(h, a->partition, o);
	}
}

void
access_end_work(struct hsm *h, struct access *a, enum session_end why)
{
	for (struct session *s = a->sessions; s != NULL; s = s->next)
		if (h->session_ended != NULL)
			h->session_ended(h->session_ended_ctx, s->handle, why);
}

void
access_logout(struct hsm *h, struct access *a)
{
	if (a->role != ROLE_NONE)
		access_end_work(h, a, END_LOGIN);
	if (a->role == ROLE_CRYPTO_OFFICER || a->role == ROLE_CRYPTO_USER)
		if (a->partition->volatile_used > 0)
			private_objects_drop(h, a);
	a->role = ROLE_NONE;
}

enum err
session_logout(struct session *s)
{
	if (s->access->role == ROLE_NONE)
		return ERR_NOT_LOGGED_IN;
	access_logout(s->hsm, s->access);
	return ERR_OK;
}

enum err
so_login_check(const struct hsm *h)
{
	TRY(hsm_ready(h));
	return h->so_logged_in ? ERR_ALREADY_LOGGED_IN : ERR_OK;
}

void
so_login(struct hsm *h, uint64_t until_link)
{
	must(h->card.state == STATE_INITIALIZED);
	h->so_logged_in = true;
	h->so_link = until_link;
}

enum err
so_logout(struct hsm *h)
{
	if (!h->so_logged_in)
		return ERR_SO_NOT_LOGGED_IN;
	h->so_logged_in = false;
	return ERR_OK;
}

/* --- what a session may do ----------------------------------------------------------- */

enum err
session_may_use(const struct session *s)
{
	const struct partition *p = s->access->partition;
	enum role role = s->access->role;

	if (!p->is.initialized)
		return ERR_PARTITION_NOT_INITIALIZED;
	if (role == ROLE_CRYPTO_OFFICER || role == ROLE_CRYPTO_USER)
		if (p->roles[role - ROLE_PARTITION_SO].to_be_changed)
			return ERR_PIN_EXPIRED;
	return ERR_OK;
}

enum err
session_may_compute(const struct session *s)
{
	return s->hsm->model->backup ? ERR_NON_BACKUP : session_may_use(s);
}

enum err
session_officer(const struct session *s)
{
	TRY(session_may_use(s));
	if (s->hsm->model->backup)
		return s->hsm->so_logged_in ? ERR_OK : ERR_SO_NOT_LOGGED_IN;
	return s->access->role == ROLE_CRYPTO_OFFICER ? ERR_OK
						      : ERR_NOT_LOGGED_IN;
}
