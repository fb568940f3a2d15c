/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A link's access to a partition: the login, the sessions and the session objects
 * that belong to both and end with either. An access is in a list of the link and
 * in one of the partition.
 */
#include "hsm/access.h"

#include "base/mem.h"
#include "hsm/internal.h"

struct access *
access_get(const struct link *l, const struct partition *p)
{
	for (struct access *a = l->accesses; a != NULL; a = a->next_of_link)
		if (a->partition == p)
			return a;
	return NULL;
}

struct access *
access_new(struct link *l, struct partition *p)
{
	struct access *a = mem_alloc(1, sizeof(*a));

	if (a == NULL)
		return NULL;
	a->link = l;
	a->partition = p;
	a->next_of_link = l->accesses;
	l->accesses = a;
	a->next_of_partition = p->accesses;
	p->accesses = a;
	return a;
}

static void
access_unlink(struct access *a)
{
	struct access **at = &a->link->accesses;

	while (*at != a)
		at = &(*at)->next_of_link;
	*at = a->next_of_link;
	at = &a->partition->accesses;
	while (*at != a)
		at = &(*at)->next_of_partition;
	*at = a->next_of_partition;
	mem_free(a);
}

/* --- its sessions --- */

/* Finds a handle that is not in use; 0 is never a handle. */
static uint32_t
handle_next(struct hsm *h)
{
	do
		h->last_session++;
	while (h->last_session == 0 || map_get(&h->sessions, h->last_session) != NULL);
	return h->last_session;
}

enum err
access_session_open(struct hsm *h, struct access *a, bool read_write,
    uint32_t *out)
{
	struct session *s;

	TRY(map_reserve(&h->sessions));
	s = mem_alloc(1, sizeof(*s));
	if (s == NULL)
		return ERR_NO_MEMORY;
	*s = (struct session){ .hsm = h, .access = a, .handle = handle_next(h),
		.read_write = read_write, .next = a->sessions };
	if (a->sessions != NULL)
		a->sessions->prev = s;
	a->sessions = s;
	a->n_sessions++;
	a->n_read_only += !read_write;
	a->link->n_sessions++;
	must(map_set(&h->sessions, s->handle, s) == ERR_OK);
	*out = s->handle;
	return ERR_OK;
}

/* Takes a session object out of the table. */
static void
object_drop(struct hsm *h, struct partition *p, struct object *o)
{
	struct session *owner = map_get(&h->sessions, o->owner);
	struct object *none = NULL;

	p->volatile_used -= o->size;
	if (owner != NULL)
		owner->n_objects--;
	table_set(&p->objects, o->handle, &none);
}

static void
objects_drop(struct session *s)
{
	struct partition *p = s->access->partition;

	for (size_t i = p->objects.n; i-- > 0 && s->n_objects > 0;)
		if (p->objects.rows[i]->owner == s->handle)
			object_drop(s->hsm, p, p->objects.rows[i]);
}

/* Takes the session out of all lists and frees it. Its access stays. */
void
access_session_end(struct session *s)
{
	struct hsm *h = s->hsm;
	struct access *a = s->access;

	if (h->session_ended != NULL)
		h->session_ended(h->session_ended_ctx, s->handle, END_SESSION);
	objects_drop(s);
	map_remove(&h->sessions, s->handle);
	if (s->prev != NULL)
		s->prev->next = s->next;
	else
		a->sessions = s->next;
	if (s->next != NULL)
		s->next->prev = s->prev;
	a->n_sessions--;
	a->n_read_only -= !s->read_write;
	a->link->n_sessions--;
	mem_free(s);
}

/* --- its end --- */

void
access_end_work(struct hsm *h, struct access *a, enum session_end why)
{
	for (struct session *s = a->sessions; s != NULL; s = s->next)
		if (h->session_ended != NULL)
			h->session_ended(h->session_ended_ctx, s->handle, why);
}

/* Removes the private session objects, which end with the login. */
static void
private_objects_drop(struct hsm *h, struct access *a)
{
	struct table *t = &a->partition->objects;

	for (size_t i = t->n; i-- > 0;) {
		struct object *o = t->rows[i];

		if (!o->token && o->private && o->owner_link == a->link->id)
			object_drop(h, a->partition, o);
	}
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

void
access_free(struct hsm *h, struct access *a)
{
	access_logout(h, a);
	while (a->sessions != NULL)
		access_session_end(a->sessions);
	access_unlink(a);
}
