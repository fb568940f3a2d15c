/* SPDX-License-Identifier: Apache-2.0 */
/* Makes and ends an HSM, and describes it. load.c reads its records, life.c plans
 * its life. */
#include "hsm/hsm.h"

#include "base/mem.h"
#include "hsm/authentication.h"
#include "hsm/internal.h"
#include "hsm/link.h"
#include "hsm/partitions.h"
#include "hsm/role.h"

/* The serials of partitions have 13 digits, made from this and a sequence
 * number. */
#define SERIAL_MAX 8999999u

static struct card_state
card_of_factory(const struct model *model, uint64_t serial)
{
	struct card_state card = { .model = model->number, .serial = serial,
		.state = STATE_FACTORY, .next_partition = 1 };

	policy_defaults(model, SCOPE_HSM, card.policies);
	return card;
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
	authentication_end_all(*h);
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

/* --- what it is --- */

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
		.fips = !policy_permits(h, NULL, POLICY_HSM_NON_FIPS),
	};
}
