/* SPDX-License-Identifier: Apache-2.0 */
/* Opening and finding sessions, and what a login lets them do. Their lists are
 * kept in access.c. */
#include "hsm/session.h"

#include "hsm/access.h"
#include "hsm/internal.h"
#include "hsm/link.h"
#include "hsm/partitions.h"

enum err
session_open(struct hsm *h, struct link *l, uint64_t partition, bool read_write,
    uint32_t *out)
{
	struct partition *p = partition_get(h, partition);
	struct access *a;
	enum err e;

	if (p == NULL || !link_may_see(l, partition))
		return ERR_PARTITION_UNKNOWN;
	if (l->n_sessions >= LIMIT_LINK_SESSIONS)
		return ERR_SESSION_COUNT;
	a = access_get(l, p);
	if (a != NULL && a->role == ROLE_PARTITION_SO && !read_write)
		return ERR_SESSION_SO_EXISTS;
	if (a == NULL)
		a = access_new(l, p);
	if (a == NULL)
		return ERR_NO_MEMORY;
	e = access_session_open(h, a, read_write, out);
	if (a->n_sessions == 0)
		access_free(h, a);
	return e;
}

enum err
session_get(const struct hsm *h, const struct link *l, uint32_t handle,
    struct session **out)
{
	struct session *s = map_get(&h->sessions, handle);

	if (s == NULL || s->access->link != l)
		return ERR_SESSION_INVALID;
	*out = s;
	return ERR_OK;
}

void
session_close(struct hsm *h, struct session *s)
{
	struct access *a = s->access;

	if (a->n_sessions == 1)
		access_free(h, a);
	else
		access_session_end(s);
}

enum err
session_close_all(struct hsm *h, struct link *l, uint64_t partition)
{
	struct partition *p = partition_get(h, partition);
	struct access *a;

	if (p == NULL || !link_may_see(l, partition))
		return ERR_PARTITION_UNKNOWN;
	a = access_get(l, p);
	if (a != NULL)
		access_free(h, a);
	return ERR_OK;
}

uint32_t
session_handle(const struct session *s)
{
	return s->handle;
}

uint64_t
session_partition(const struct session *s)
{
	return s->access->partition->serial;
}

enum role
session_role(const struct session *s)
{
	return s->access->role;
}

/* --- what it may do --- */

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
