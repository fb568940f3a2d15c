/* SPDX-License-Identifier: Apache-2.0 */
#include "hsm/internal.h"

#include "base/mem.h"

static struct access *
access_get(const struct link *l, const struct partition *p)
{
	for (struct access *a = l->accesses; a != NULL; a = a->next_of_link)
		if (a->partition == p)
			return a;
	return NULL;
}

static struct access *
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

void
session_object_drop(struct hsm *h, struct partition *p, struct object *o)
{
	struct session *owner = map_get(&h->sessions, o->owner);
	struct object *none = NULL;

	p->volatile_used -= o->size;
	if (owner != NULL)
		owner->n_objects--;
	table_set(&p->objects, o->handle, &none);
}

static void
session_objects_drop(struct session *s)
{
	struct partition *p = s->access->partition;

	for (size_t i = p->objects.n; i-- > 0 && s->n_objects > 0;)
		if (p->objects.rows[i]->owner == s->handle)
			session_object_drop(s->hsm, p, p->objects.rows[i]);
}

/* Out of everything, and freed; its access stays. */
static void
session_end(struct session *s)
{
	struct hsm *h = s->hsm;
	struct access *a = s->access;

	if (h->session_ended != NULL)
		h->session_ended(h->session_ended_ctx, s->handle, END_SESSION);
	session_objects_drop(s);
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

void
access_free(struct hsm *h, struct access *a)
{
	access_logout(h, a);
	while (a->sessions != NULL)
		session_end(a->sessions);
	access_unlink(a);
}

/* A handle that is not in use; 0 never is one. */
static uint32_t
handle_next(struct hsm *h)
{
	do
		h->last_session++;
	while (h->last_session == 0 || map_get(&h->sessions, h->last_session));
	return h->last_session;
}

static enum err
session_new(struct hsm *h, struct access *a, bool read_write, uint32_t *out)
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

enum err
session_open(struct hsm *h, struct link *l, uint64_t partition, bool read_write,
    uint32_t *out)
{
	struct partition *p = partition_get(h, partition);
	struct access *a;
	enum err err;

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
	err = session_new(h, a, read_write, out);
	if (a->n_sessions == 0)
		access_free(h, a);
	return err;
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
		session_end(s);
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
