/* SPDX-License-Identifier: Apache-2.0 */
#include "hsm/internal.h"

#include "base/mem.h"

/* From this and the sequence number partition serials of 13 digits are made. */
#define SERIAL_MAX 8999999u

static struct card_state
card_of_factory(const struct model *model, uint64_t serial)
{
	return (struct card_state){ .model = model->number, .serial = serial,
		.state = STATE_FACTORY, .next_partition = 1, .non_fips = 1,
		.force_pin_change = 1 };
}

enum err
hsm_new(const struct model *model, uint64_t serial, struct hsm **out)
{
	struct hsm *h;

	if (serial < 1 || serial > SERIAL_MAX)
		return ERR_ARGUMENT;
	h = mem_alloc(1, sizeof(*h));
	if (h == NULL)
		return ERR_NO_MEMORY;
	h->model = model;
	h->serial = serial;
	h->card = card_of_factory(model, serial);
	*out = h;
	return ERR_OK;
}

void
hsm_free(struct hsm **h)
{
	size_t at = 0;
	uint64_t key;
	void *value;

	if (*h == NULL)
		return;
	(*h)->session_ended = NULL;
	while (map_next(&(*h)->links, &at, &key, &value))
		link_free(*h, value);
	map_clear(&(*h)->links);
	map_clear(&(*h)->sessions);
	for (unsigned i = 0; i < (*h)->n_partitions; i++)
		partition_free(&(*h)->partitions[i]);
	record_clear(&identity_shape, &(*h)->identity);
	record_clear(&admin_shape, &(*h)->admin);
	record_clear(&role_shape, &(*h)->so);
	mem_free(*h);
	*h = NULL;
}

void
hsm_on_session_end(struct hsm *h, session_end_fn *ended, void *ctx)
{
	h->session_ended = ended;
	h->session_ended_ctx = ctx;
}

/* --- what it is ----------------------------------------------------------------- */

const struct model *
hsm_model(const struct hsm *h)
{
	return h->model;
}

uint64_t
hsm_serial(const struct hsm *h)
{
	return h->serial;
}

bool
hsm_so_logged_in(const struct hsm *h)
{
	return h->so_logged_in;
}

enum err
hsm_ready(const struct hsm *h)
{
	switch ((enum state)h->card.state) {
	case STATE_INITIALIZED:
		return ERR_OK;
	case STATE_ZEROIZED:
		return ERR_HSM_ZEROIZED;
	case STATE_FACTORY:
		return ERR_HSM_NOT_INITIALIZED;
	}
	return ERR_INTERNAL;
}

struct bytes
hsm_identity(const struct hsm *h)
{
	return secret_bytes(&h->identity.blob);
}

uint64_t
hsm_bytes_given(const struct hsm *h)
{
	uint64_t given = 0;

	for (unsigned i = 0; i < h->n_partitions; i++)
		given += h->partitions[i]->is.size + h->model->overhead;
	return given;
}

void
hsm_describe(const struct hsm *h, struct msg_hsm_info_response *out)
{
	bool ready = h->card.state == STATE_INITIALIZED;

	*out = (struct msg_hsm_info_response){
		.serial = h->serial,
		.label = secret_bytes(&h->admin.label),
		.model = bytes_of_text(h->model->name),
		.firmware = bytes_of_text(h->model->firmware),
		.part_number = bytes_of_text(h->model->part),
		.initialized = ready,
		.so_logged_in = h->so_logged_in,
		.so_attempts_left =
		    ready ? role_attempts_left(h, 0, ROLE_HSM_SO) : 0,
		.zeroized_by_command = !ready && h->card.by_command,
		.n_partitions = h->n_partitions,
		.max_partitions = h->model->partitions,
		.total = h->model->storage,
		.used = hsm_bytes_given(h),
		.fips = !h->card.non_fips,
	};
}

/* --- from the store ---------------------------------------------------------------- */

static enum err
load_card(struct hsm *h, struct bytes plain)
{
	struct card_state card = { 0 };

	TRY(record_read(&card_shape, plain, &card));
	if (card.model != h->model->number || card.serial != h->serial ||
	    card.state < STATE_FACTORY || card.next_partition < 1)
		return ERR_CORRUPT;
	h->card = card;
	h->loaded = true;
	return ERR_OK;
}

static enum err
load_partition(struct hsm *h, uint64_t serial, struct bytes plain)
{
	struct partition *p;
	enum err err;

	if (partition_get(h, serial) != NULL ||
	    h->n_partitions >= LIMIT_PARTITIONS)
		return ERR_CORRUPT;
	p = partition_new(serial);
	if (p == NULL)
		return ERR_NO_MEMORY;
	err = record_read(&partition_shape, plain, &p->is);
	if (err != ERR_OK) {
		partition_free(&p);
		return err;
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

/* The Partition SO's last try was charged and never settled. */
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
	enum err err;

	if (h->card.state == STATE_INITIALIZED && h->so.verifier.len == 0)
		return ERR_CORRUPT;
	TRY(change_new(&c));
	err = load_done_steps(h, c);
	if (err == ERR_OK && c->n_steps == 0) {
		change_free(&c);
		*out = NULL;
		return ERR_OK;
	}
	return change_finish(h, err, &c, out);
}
