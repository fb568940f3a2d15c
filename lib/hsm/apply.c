/* SPDX-License-Identifier: Apache-2.0 */
/* Applies a durable change to the HSM in memory. No other file makes a planned
 * change visible. */
#include "hsm/apply.h"

#include "hsm/access.h"
#include "hsm/authentication.h"
#include "hsm/internal.h"
#include "hsm/object.h"
#include "hsm/partitions.h"
#include "hsm/role.h"
#include "hsm/sight.h"

/* --- objects --- */

/* Updates the partition's counts before and after an object changes. */
static void
object_count(struct hsm *h, struct partition *p, const struct object *o,
    int sign)
{
	struct session *owner;

	if (o == NULL)
		return;
	if (o->token) {
		p->used += sign > 0 ? o->size : -o->size;
		p->n_token += sign > 0 ? 1u : -1u;
		return;
	}
	p->volatile_used += sign > 0 ? o->size : -o->size;
	owner = map_get(&h->sessions, o->owner);
	if (owner != NULL)
		owner->n_objects += sign > 0 ? 1u : -1u;
}

/* True for a session object whose session, or the login it needs, has ended
 * meanwhile. */
static bool
is_orphan(const struct hsm *h, const struct object *o)
{
	const struct session *owner = map_get(&h->sessions, o->owner);

	return !o->token && (owner == NULL || !object_visible(owner, o));
}

static void
object_apply(struct hsm *h, struct partition *p, struct change_object *o)
{
	table_unreserve(&p->objects);
	p->reserved -= o->reserved;
	if (o->to != NULL && is_orphan(h, o->to))
		object_unref(&o->to);
	object_count(h, p, table_get(&p->objects, o->handle), -1);
	object_count(h, p, o->to, 1);
	table_set(&p->objects, o->handle, &o->to);
}

/* --- steps --- */

static void
apply_shred(struct hsm *h, uint64_t serial)
{
	struct partition *p = partition_get(h, serial);

	if (p == NULL)
		return;
	p->n_shreds++;
	authentication_empty(h, serial);
	partition_logout_all(h, p);
	table_clear(&p->objects);
	p->used = p->volatile_used = 0;
	p->n_token = 0;
	for (struct access *a = p->accesses; a != NULL; a = a->next_of_partition) {
		access_end_work(h, a, END_KEYS);
		for (struct session *s = a->sessions; s != NULL; s = s->next)
			s->n_objects = 0;
	}
}

static void
apply_shred_all(struct hsm *h)
{
	authentication_empty(h, 0);
	while (h->n_partitions > 0)
		partition_remove(h, h->partitions[h->n_partitions - 1]);
	record_clear(&admin_shape, &h->admin);
	record_clear(&role_shape, &h->so);
	h->so_logged_in = false;
}

/* Exchanges the new value for the old one, which is cleared with the change. */
#define EXCHANGE(type, a, b)         \
	do {                         \
		type before_ = *(a); \
		*(a) = *(b);         \
		*(b) = before_;      \
	} while (0)

static void
apply_put_partition(struct hsm *h, struct change_step *s)
{
	struct partition *p = partition_get(h, s->step.partition);

	if (p == NULL && s->made != NULL) {
		p = s->made;
		partition_insert(h, &s->made);
	}
	if (p != NULL)
		EXCHANGE(struct partition_state, &p->is, &s->partition);
}

static void
apply_role(struct hsm *h, struct change_step *s)
{
	struct role_state *r =
	    role_get(h, s->step.partition, (enum role)s->step.id);

	if (r != NULL)
		EXCHANGE(struct role_state, r, &s->role);
}

static void
apply_put(struct hsm *h, struct change_step *s)
{
	switch (s->step.record) {
	case RECORD_CARD:
		h->card = s->card;
		h->loaded = true;
		break;
	case RECORD_IDENTITY:
		EXCHANGE(struct identity_state, &h->identity, &s->identity);
		break;
	case RECORD_ADMIN:
		EXCHANGE(struct admin_state, &h->admin, &s->admin);
		break;
	case RECORD_PARTITION:
		apply_put_partition(h, s);
		break;
	case RECORD_ROLE:
		apply_role(h, s);
		break;
	case RECORD_OBJECT: /* done by object_apply */
		break;
	}
}

static void
apply_step(struct hsm *h, struct change_step *s)
{
	struct partition *p;

	switch (s->step.kind) {
	case STEP_PUT:
		apply_put(h, s);
		break;
	case STEP_DELETE:
		p = partition_get(h, s->step.partition);
		if (s->step.record == RECORD_ROLE)
			apply_role(h, s);
		else if (s->step.record == RECORD_PARTITION && p != NULL)
			partition_remove(h, p);
		break;
	case STEP_SHRED_PARTITION:
		apply_shred(h, s->step.partition);
		break;
	case STEP_SHRED_ALL:
		apply_shred_all(h);
		break;
	}
}

void
change_apply(struct hsm *h, struct change **c)
{
	struct partition *p;

	if (*c == NULL)
		return;
	for (unsigned i = 0; i < (*c)->n_steps; i++)
		apply_step(h, &(*c)->steps[i]);
	p = partition_get(h, (*c)->partition);
	/* The object was stored before its partition was emptied, and went with the
	 * rest. */
	if (p != NULL && p->n_shreds != (*c)->n_shreds) {
		change_drop(h, c);
		return;
	}
	for (unsigned i = 0; p != NULL && i < (*c)->n_objects; i++)
		object_apply(h, p, &(*c)->objects[i]);
	IGNORE(authentication_event(h, (*c)->authentication, ON_DURABLE));
	change_free(c);
}
