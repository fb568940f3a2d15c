/* SPDX-License-Identifier: Apache-2.0 */
/* Logs roles in and out. Nothing here is stored. */
#include "hsm/login.h"

#include "hsm/access.h"
#include "hsm/internal.h"
#include "hsm/role.h"

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
