/* SPDX-License-Identifier: Apache-2.0 */
/* Makes changes: the steps for the store, and what is reserved for them until
 * they are applied (apply.c) or dropped. */
#include "hsm/change.h"

#include "base/mem.h"
#include "hsm/authentication.h"
#include "hsm/internal.h"
#include "hsm/object.h"
#include "hsm/partitions.h"

unsigned
change_n_steps(const struct change *c)
{
	return c->n_steps;
}

const struct step *
change_step(const struct change *c, unsigned i)
{
	must(i < c->n_steps);
	return &c->steps[i].step;
}

enum err
change_result(const struct change *c)
{
	return c->result;
}

uint64_t
change_handle(const struct change *c, unsigned i)
{
	if (i < c->n_objects)
		return c->objects[i].handle;
	return i == 0 ? c->handle : 0;
}

uint64_t
change_partition(const struct change *c)
{
	return c->made_partition;
}

/* --- making --- */

enum err
change_new(struct change **out)
{
	struct change *c = mem_alloc(1, sizeof(*c));

	if (c == NULL)
		return ERR_NO_MEMORY;
	c->result = ERR_OK;
	*out = c;
	return ERR_OK;
}

static void
change_step_clear(struct change_step *s)
{
	secret_clear(&s->step.plain);
	record_clear(&identity_shape, &s->identity);
	record_clear(&admin_shape, &s->admin);
	record_clear(&role_shape, &s->role);
	record_clear(&partition_shape, &s->partition);
	partition_free(&s->made);
}

void
change_free(struct change **c)
{
	if (*c == NULL)
		return;
	for (unsigned i = 0; i < (*c)->n_steps; i++)
		change_step_clear(&(*c)->steps[i]);
	for (unsigned i = 0; i < (*c)->n_objects; i++) {
		object_unref(&(*c)->objects[i].from);
		object_unref(&(*c)->objects[i].to);
	}
	mem_free(*c);
	*c = NULL;
}

static struct change_step *
step_add(struct change *c, enum step_kind kind, enum record_kind record,
    uint64_t partition, uint64_t id)
{
	struct change_step *s = &c->steps[c->n_steps++];

	must(c->n_steps <= CHANGE_STEPS);
	s->step = (struct step){ kind, record, partition, id, { 0 } };
	return s;
}

enum err
change_put_card(struct change *c, const struct card_state *card)
{
	struct change_step *s = step_add(c, STEP_PUT, RECORD_CARD, 0, 0);

	s->card = *card;
	return record_put(&card_shape, card, &s->step.plain);
}

enum err
change_put_identity(struct change *c, struct identity_state *in)
{
	struct change_step *s = step_add(c, STEP_PUT, RECORD_IDENTITY, 0, 0);

	secret_move(&s->identity.blob, &in->blob);
	return record_put(&identity_shape, &s->identity, &s->step.plain);
}

enum err
change_put_admin(struct change *c, struct admin_state *in)
{
	struct change_step *s = step_add(c, STEP_PUT, RECORD_ADMIN, 0, 0);

	s->admin = *in;
	*in = (struct admin_state){ 0 };
	return record_put(&admin_shape, &s->admin, &s->step.plain);
}

enum err
change_put_role(struct change *c, uint64_t partition, enum role role,
    struct role_state *in)
{
	struct change_step *s =
	    step_add(c, STEP_PUT, RECORD_ROLE, partition, role);

	s->role = *in;
	*in = (struct role_state){ 0 };
	return record_put(&role_shape, &s->role, &s->step.plain);
}

enum err
change_put_partition(struct change *c, uint64_t serial,
    struct partition_state *in)
{
	struct change_step *s =
	    step_add(c, STEP_PUT, RECORD_PARTITION, serial, 0);

	s->partition = *in;
	*in = (struct partition_state){ 0 };
	return record_put(&partition_shape, &s->partition, &s->step.plain);
}

void
change_delete(struct change *c, enum record_kind record, uint64_t partition,
    uint64_t id)
{
	step_add(c, STEP_DELETE, record, partition, id);
}

void
change_shred(struct change *c, uint64_t partition)
{
	step_add(c, partition ? STEP_SHRED_PARTITION : STEP_SHRED_ALL,
	    RECORD_OBJECT, partition, 0);
}

/* --- objects --- */

/* Reserves the bytes that the partition needs more than before, if it has
 * them. */
static enum err
bytes_reserve(struct partition *p, const struct object *from,
    const struct object *to, uint64_t *out)
{
	uint64_t before = from != NULL && from->token ? from->size : 0;
	uint64_t more;

	*out = 0;
	if (to == NULL || to->size <= before)
		return ERR_OK;
	more = to->size - before;
	if (!to->token) {
		if (p->volatile_used + more > LIMIT_SESSION_OBJECTS)
			return ERR_PARTITION_FULL;
		return ERR_OK;
	}
	if (p->used + p->reserved + more > p->is.size)
		return ERR_PARTITION_FULL;
	*out = more;
	return ERR_OK;
}

static enum err
object_step(struct change *c, const struct partition *p, uint64_t handle,
    const struct object *to)
{
	struct change_step *s = step_add(c, to != NULL ? STEP_PUT : STEP_DELETE,
	    RECORD_OBJECT, p->serial, handle);

	return to != NULL ? object_record_put(to, &s->step.plain) : ERR_OK;
}

enum err
change_object(struct change *c, struct partition *p, struct object *from,
    struct object **to)
{
	struct change_object *o = &c->objects[c->n_objects];
	uint64_t handle = from != NULL ? from->handle : p->next_handle;
	uint64_t reserved;

	must(c->n_objects < CHANGE_OBJECTS);
	if (from != NULL && from->changing)
		return ERR_BUSY;
	TRY(bytes_reserve(p, from, *to, &reserved));
	if ((from != NULL ? from : *to)->token)
		TRY(object_step(c, p, handle, *to));
	TRY(table_reserve(&p->objects));
	if (*to != NULL)
		(*to)->handle = handle;
	if (from != NULL)
		from->changing = true;
	else
		p->next_handle++;
	p->reserved += reserved;
	c->partition = p->serial;
	c->n_shreds = p->n_shreds;
	*o = (struct change_object){ handle, from != NULL ? object_ref(from) : NULL,
		*to, reserved };
	*to = NULL;
	c->n_objects++;
	return ERR_OK;
}

/* --- its end --- */

static void
object_drop(struct partition *p, struct change_object *o)
{
	table_unreserve(&p->objects);
	p->reserved -= o->reserved;
	if (o->from != NULL)
		o->from->changing = false;
}

void
change_drop(struct hsm *h, struct change **c)
{
	struct partition *p;

	if (*c == NULL)
		return;
	p = partition_get(h, (*c)->partition);
	for (unsigned i = 0; p != NULL && i < (*c)->n_objects; i++)
		object_drop(p, &(*c)->objects[i]);
	IGNORE(authentication_event(h, (*c)->authentication, ON_LOST));
	change_free(c);
}

enum err
change_finish(struct hsm *h, enum err e, struct change **c,
    struct change **out)
{
	if (e != ERR_OK) {
		change_drop(h, c);
		return e;
	}
	*out = *c;
	*c = NULL;
	return ERR_OK;
}
