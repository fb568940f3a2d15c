/* SPDX-License-Identifier: Apache-2.0 */
/* Plans that make, resize, initialize and delete partitions, and what a link is
 * told of them. Nothing here changes a partition: apply.c does. */
#include "hsm/partition.h"

#include "hsm/internal.h"
#include "hsm/life.h"
#include "hsm/link.h"
#include "hsm/partitions.h"
#include "hsm/role.h"
#include "hsm/rules.h"

/* The sequence number has six digits in a serial, so a card can never make more
 * partitions. */
#define SEQUENCE_MAX 999999u

enum err
partition_domain(const struct hsm *h, uint64_t serial, struct bytes *out)
{
	const struct partition *p = partition_get(h, serial);

	if (p == NULL)
		return ERR_PARTITION_UNKNOWN;
	if (p->is.domain.len == 0)
		return ERR_NO_DOMAIN;
	*out = secret_bytes(&p->is.domain);
	return ERR_OK;
}

/* --- making and deleting --- */

static enum err
so_is_needed(const struct hsm *h)
{
	TRY(hsm_ready(h));
	return h->so_logged_in ? ERR_OK : ERR_SO_NOT_LOGGED_IN;
}

static enum err
name_is_free(const struct hsm *h, struct bytes name)
{
	TRY(name_check(name));
	for (unsigned i = 0; i < h->n_partitions; i++)
		if (bytes_equal(secret_bytes(&h->partitions[i]->is.name), name))
			return ERR_EXISTS;
	return ERR_OK;
}

static uint64_t
bytes_free(const struct hsm *h)
{
	uint64_t given = hsm_bytes_given(h);

	return given < h->model->storage ? h->model->storage - given : 0;
}

/* Finds the size of a new partition. */
static enum err
size_for(const struct hsm *h, uint64_t size, uint64_t *out)
{
	uint64_t overhead = h->model->overhead;
	uint64_t free = bytes_free(h);

	if (free <= overhead)
		return ERR_HSM_FULL;
	free -= overhead;
	if (size == PARTITION_ALL_FREE || (size == 0 && h->model->backup))
		size = free;
	else if (size == 0)
		size = h->model->storage / h->model->partitions - overhead;
	if (size > free)
		return ERR_HSM_FULL;
	*out = size;
	return ERR_OK;
}

enum err
partition_create_check(const struct hsm *h, struct bytes name, uint64_t size,
    uint64_t version, struct bytes domain)
{
	uint64_t given;

	TRY(so_is_needed(h));
	TRY(name_is_free(h, name));
	if (version != 0)
		return ERR_NOT_SUPPORTED;
	if (h->model->backup)
		TRY(domain_check(domain));
	else if (domain.len > 0)
		return ERR_ARGUMENT;
	if (h->n_partitions >= h->model->partitions ||
	    h->n_partitions >= LIMIT_PARTITIONS)
		return ERR_PARTITION_LIMIT;
	if (h->card.next_partition > SEQUENCE_MAX)
		return ERR_PARTITION_LIMIT;
	return size_for(h, size, &given);
}

/* Makes a serial of 13 digits: the HSM's serial with a digit before it, then the
 * sequence number. */
static uint64_t
serial_for(const struct hsm *h)
{
	return (h->serial + 1000000u) * 1000000u + h->card.next_partition;
}

static enum err
create_steps(const struct hsm *h, struct bytes name, uint64_t size,
    struct secret *domain, struct change *c)
{
	struct partition_state is = { 0 };
	struct card_state card = h->card;
	enum err e;

	card.next_partition++;
	c->made_partition = serial_for(h);
	TRY(change_put_card(c, &card));
	TRY(size_for(h, size, &is.size));
	e = secret_copy(&is.name, name);
	if (e == ERR_OK && domain != NULL && domain->len > 0)
		e = secret_copy(&is.domain, secret_bytes(domain));
	if (e == ERR_OK && h->model->backup)
		e = secret_copy(&is.label, name);
	is.initialized = h->model->backup;
	policy_defaults(h->model, SCOPE_PARTITION, is.policies);
	if (e == ERR_OK)
		e = change_put_partition(c, c->made_partition, &is);
	record_clear(&partition_shape, &is);
	return e;
}

enum err
partition_create_plan(struct hsm *h, struct bytes name, uint64_t size,
    struct secret *domain, struct change **out)
{
	bool has_domain = domain != NULL && domain->len > 0;
	struct change *c;
	enum err e;

	if (has_domain != h->model->backup)
		return ERR_ARGUMENT;
	TRY(partition_create_check(h, name, size, 0,
	    has_domain ? bytes_of_text("-") : bytes_of(NULL, 0)));
	TRY(change_new(&c));
	e = create_steps(h, name, size, domain, c);
	if (e == ERR_OK) {
		c->steps[1].made = partition_new(c->made_partition);
		e = c->steps[1].made != NULL ? ERR_OK : ERR_NO_MEMORY;
	}
	if (e == ERR_OK && has_domain)
		secret_clear(domain);
	return change_finish(h, e, &c, out);
}

static void
delete_roles(struct change *c, uint64_t serial)
{
	for (unsigned i = 0; i < N_PARTITION_ROLES; i++)
		change_delete(c, RECORD_ROLE, serial, ROLE_PARTITION_SO + i);
}

enum err
partition_delete_plan(struct hsm *h, uint64_t serial, struct change **out)
{
	struct change *c;

	TRY(so_is_needed(h));
	if (partition_get(h, serial) == NULL)
		return ERR_PARTITION_UNKNOWN;
	TRY(change_new(&c));
	change_shred(c, serial);
	delete_roles(c, serial);
	change_delete(c, RECORD_PARTITION, serial, 0);
	*out = c;
	return ERR_OK;
}

struct partition_next
partition_as_it_is(const struct partition *p)
{
	return (struct partition_next){ p->is.size, p->is.initialized,
		secret_bytes(&p->is.label), secret_bytes(&p->is.domain),
		p->is.policies };
}

enum err
partition_put(const struct partition *p, const struct partition_next *next,
    struct change *c)
{
	struct partition_state is = { .size = next->size,
		.initialized = next->initialized };
	enum err e = secret_copy(&is.name, secret_bytes(&p->is.name));

	memcpy(is.policies, next->policies, sizeof(is.policies));
	if (e == ERR_OK)
		e = secret_copy(&is.label, next->label);
	if (e == ERR_OK)
		e = secret_copy(&is.domain, next->domain);
	if (e == ERR_OK)
		e = change_put_partition(c, p->serial, &is);
	record_clear(&partition_shape, &is);
	return e;
}

enum err
partition_resize_plan(struct hsm *h, uint64_t serial, bool all_free,
    struct change **out)
{
	const struct partition *p;
	struct partition_next next;
	struct change *c;

	TRY(so_is_needed(h));
	if (!h->model->backup)
		return ERR_REFUSED;
	p = partition_get(h, serial);
	if (p == NULL)
		return ERR_PARTITION_UNKNOWN;
	next = partition_as_it_is(p);
	next.size = all_free ? p->is.size + bytes_free(h)
			     : p->used + p->reserved;
	TRY(change_new(&c));
	return change_finish(h, partition_put(p, &next, c), &c, out);
}

enum err
partition_zeroize_steps(struct change *c, const struct partition *p)
{
	struct partition_next next = { .size = p->is.size,
		.policies = p->is.policies };

	change_shred(c, p->serial);
	delete_roles(c, p->serial);
	return partition_put(p, &next, c);
}

/* --- initializing --- */

enum err
partition_init_check(const struct hsm *h, const struct link *l, uint64_t serial,
    struct bytes label, struct bytes password, struct bytes domain,
    enum init_kind *out)
{
	const struct partition *p = partition_get(h, serial);

	TRY(hsm_ready(h));
	if (h->model->backup)
		return ERR_NON_BACKUP;
	if (p == NULL || !link_may_see(l, serial))
		return ERR_PARTITION_UNKNOWN;
	TRY(label_check(label));
	if (p->is.initialized) {
		if (domain.len > 0)
			return ERR_ARGUMENT;
		*out = INIT_SOFT;
		return ERR_OK;
	}
	TRY(password_check(password));
	TRY(domain_check(domain));
	*out = INIT_HARD;
	return ERR_OK;
}

static enum err
init_steps(const struct hsm *h, const struct partition *p, enum init_kind kind,
    struct bytes label, struct bytes verifier, struct bytes domain,
    struct change *c)
{
	struct partition_next next = { p->is.size, true, label, domain,
		p->is.policies };

	if ((kind == INIT_SOFT) != (p->is.initialized != 0))
		return ERR_REFUSED;
	if (kind == INIT_SOFT) {
		verifier = secret_bytes(&p->roles[0].verifier);
		next.domain = secret_bytes(&p->is.domain);
	}
	if (verifier.len == 0 || next.domain.len == 0)
		return ERR_ARGUMENT;
	TRY(label_check(label));
	change_shred(c, p->serial);
	change_delete(c, RECORD_ROLE, p->serial, ROLE_CRYPTO_OFFICER);
	change_delete(c, RECORD_ROLE, p->serial, ROLE_CRYPTO_USER);
	TRY(role_put(h, p->serial, ROLE_PARTITION_SO, 0, verifier, false, c));
	return partition_put(p, &next, c);
}

enum err
partition_init_plan(struct hsm *h, uint64_t serial, enum init_kind kind,
    struct bytes label, struct bytes verifier, struct secret *domain,
    struct change **out)
{
	const struct partition *p = partition_get(h, serial);
	struct change *c;
	enum err e;

	if (p == NULL)
		return ERR_PARTITION_UNKNOWN;
	TRY(change_new(&c));
	e = init_steps(h, p, kind, label, verifier,
	    domain != NULL ? secret_bytes(domain) : bytes_of(NULL, 0), c);
	if (e == ERR_OK && domain != NULL)
		secret_clear(domain);
	return change_finish(h, e, &c, out);
}

/* --- telling --- */

void
partition_list(const struct hsm *h, const struct link *l, uint64_t *out,
    unsigned *out_n)
{
	unsigned n = 0;

	for (unsigned i = 0; i < h->n_partitions; i++)
		if (link_may_see(l, h->partitions[i]->serial))
			out[n++] = h->partitions[i]->serial;
	*out_n = n;
}

static enum err
roles_describe(const struct hsm *h, const struct partition *p,
    struct buf *out)
{
	for (unsigned i = 0; i < N_PARTITION_ROLES; i++) {
		enum role role = (enum role)(ROLE_PARTITION_SO + i);
		bool initialized = p->roles[i].verifier.len > 0;
		struct msg_role_row row = {
			.role = role,
			.initialized = initialized,
			.locked = initialized &&
			    role_is_locked(h, p->serial, role),
			.to_be_changed = p->roles[i].to_be_changed,
			.attempts_left = role_attempts_left(h, p->serial, role),
		};

		TRY(rows_put(out, &wire_role_row, &row));
	}
	return ERR_OK;
}

enum err
partition_describe(const struct hsm *h, const struct link *l, uint64_t serial,
    struct buf *roles, struct msg_partition_row *out)
{
	const struct partition *p = partition_get(h, serial);

	if (p == NULL || !link_may_see(l, serial))
		return ERR_PARTITION_UNKNOWN;
	if (!h->model->backup)
		TRY(roles_describe(h, p, roles));
	*out = (struct msg_partition_row){
		.serial = serial,
		.name = secret_bytes(&p->is.name),
		.label = secret_bytes(&p->is.label),
		.initialized = p->is.initialized,
		.has_domain = p->is.domain.len > 0,
		.n_objects = p->n_token,
		.total = p->is.size,
		.used = p->used,
		.roles = buf_bytes(roles),
	};
	return ERR_OK;
}

enum err
partition_policies(const struct hsm *h, const struct link *l, uint64_t serial,
    struct buf *out_rows)
{
	const struct partition *p = partition_get(h, serial);

	if (p == NULL || !link_may_see(l, serial))
		return ERR_PARTITION_UNKNOWN;
	return policy_list(h, p, out_rows);
}
