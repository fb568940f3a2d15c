/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the HSM in memory from the records of its store, and finishes what the
 * last run could not. */
#include "hsm/load.h"

#include "hsm/internal.h"
#include "hsm/life.h"
#include "hsm/object.h"
#include "hsm/partition.h"
#include "hsm/partitions.h"
#include "hsm/role.h"

static enum err
load_card(struct hsm *h, struct bytes plain)
{
	struct card_state card = h->card; /* defaults for what an older record lacks */

	TRY(record_read(&card_shape, plain, &card));
	if (card.model != h->model->number || card.serial != h->serial ||
	    card.state < STATE_FACTORY || card.next_partition < 1)
		return ERR_CORRUPT;
	TRY(policy_check_stored(h->model, SCOPE_HSM, card.policies));
	h->card = card;
	h->loaded = true;
	return ERR_OK;
}

static enum err
load_partition(struct hsm *h, uint64_t serial, struct bytes plain)
{
	struct partition *p;
	enum err e;

	if (partition_get(h, serial) != NULL ||
	    h->n_partitions >= LIMIT_PARTITIONS)
		return ERR_CORRUPT;
	p = partition_new(serial);
	if (p == NULL)
		return ERR_NO_MEMORY;
	policy_defaults(h->model, SCOPE_PARTITION, p->is.policies);
	e = record_read(&partition_shape, plain, &p->is);
	if (e == ERR_OK)
		e = policy_check_stored(h->model, SCOPE_PARTITION,
		    p->is.policies);
	if (e != ERR_OK) {
		partition_free(&p);
		return e;
	}
	partition_insert(h, &p);
	return ERR_OK;
}

static enum err
load_role(struct hsm *h, uint64_t partition, uint64_t role, struct bytes plain)
{
	struct role_state read = { 0 };
	struct role_state *r;

	if (partition != 0 && partition_get(h, partition) == NULL)
		return ERR_NOT_FOUND;
	r = role > UINT32_MAX ? NULL : role_get(h, partition, (enum role)role);
	if (r == NULL || r->verifier.len > 0)
		return ERR_CORRUPT;
	TRY(record_read(&role_shape, plain, &read));
	*r = read;
	return ERR_OK;
}

static enum err
load_object(struct hsm *h, uint64_t serial, uint64_t handle, struct bytes plain)
{
	struct partition *p = partition_get(h, serial);
	struct object *o;

	if (p == NULL)
		return ERR_NOT_FOUND;
	if (handle == 0 || table_get(&p->objects, handle) != NULL)
		return ERR_CORRUPT;
	TRY(object_record_read(plain, &o));
	if (!o->token || table_reserve(&p->objects) != ERR_OK) {
		bool stray = !o->token;

		object_unref(&o);
		return stray ? ERR_CORRUPT : ERR_NO_MEMORY;
	}
	o->handle = handle;
	table_unreserve(&p->objects);
	p->used += o->size;
	p->n_token++;
	if (p->next_handle <= handle)
		p->next_handle = handle + 1;
	table_set(&p->objects, handle, &o);
	return ERR_OK;
}

enum err
hsm_load(struct hsm *h, enum record_kind kind, uint64_t partition, uint64_t id,
    struct bytes plain)
{
	switch (kind) {
	case RECORD_CARD:
		return load_card(h, plain);
	case RECORD_IDENTITY:
		return record_read(&identity_shape, plain, &h->identity);
	case RECORD_ADMIN:
		return record_read(&admin_shape, plain, &h->admin);
	case RECORD_PARTITION:
		return load_partition(h, partition, plain);
	case RECORD_ROLE:
		return load_role(h, partition, id, plain);
	case RECORD_OBJECT:
		return load_object(h, partition, id, plain);
	}
	return ERR_CORRUPT;
}

/* --- records of an older version --- */

static enum err
object_upgrade(struct bytes old, struct secret *out)
{
	struct object *o;
	enum err e;

	TRY(object_record_read(old, &o));
	e = object_record_put(o, out);
	object_unref(&o);
	return e;
}

enum err
hsm_upgrade(const struct hsm *h, enum record_kind kind, struct bytes old,
    struct secret *out)
{
	const struct record_shape *shape = state_shape(kind);
	union any_state state = { 0 };
	enum err e;

	if (shape == NULL)
		return object_upgrade(old, out);
	if (kind == RECORD_CARD)
		state.card = h->card; /* the factory's: none is loaded yet */
	if (kind == RECORD_PARTITION)
		policy_defaults(h->model, SCOPE_PARTITION,
		    state.partition.policies);
	TRY(record_read(shape, old, &state));
	e = record_put(shape, &state, out);
	record_clear(shape, &state);
	return e;
}

/* --- what the end of the last run left --- */

/* True if the Partition SO's last permitted try was charged and never settled. */
static bool
partition_is_spent(const struct partition *p)
{
	return p->roles[0].failures >= LIMIT_ROLE_FAILURES;
}

static enum err
load_done_steps(const struct hsm *h, struct change *c)
{
	if (!h->loaded)
		return change_put_card(c, &h->card);
	if (h->so.failures >= LIMIT_SO_FAILURES)
		return life_zeroize_steps(h, false, false, c);
	for (unsigned i = 0; i < h->n_partitions; i++)
		if (partition_is_spent(h->partitions[i]))
			return partition_zeroize_steps(c, h->partitions[i]);
	return ERR_OK;
}

enum err
hsm_load_done(struct hsm *h, struct change **out)
{
	struct change *c;
	enum err e;

	if (h->card.state == STATE_INITIALIZED && h->so.verifier.len == 0)
		return ERR_CORRUPT;
	TRY(change_new(&c));
	e = load_done_steps(h, c);
	if (e == ERR_OK && c->n_steps == 0) {
		change_free(&c);
		*out = NULL;
		return ERR_OK;
	}
	return change_finish(h, e, &c, out);
}
