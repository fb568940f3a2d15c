/* SPDX-License-Identifier: Apache-2.0 */
/* The array of partitions, sorted by serial. Only apply.c puts one in or takes
 * one out. */
#include "hsm/partitions.h"

#include "base/mem.h"
#include "hsm/access.h"
#include "hsm/internal.h"

struct partition *
partition_get(const struct hsm *h, uint64_t serial)
{
	for (unsigned i = 0; i < h->n_partitions; i++)
		if (h->partitions[i]->serial == serial)
			return h->partitions[i];
	return NULL;
}

struct partition *
partition_new(uint64_t serial)
{
	struct partition *p = mem_alloc(1, sizeof(*p));

	if (p != NULL) {
		p->serial = serial;
		p->next_handle = 1;
	}
	return p;
}

void
partition_free(struct partition **p)
{
	if (*p == NULL)
		return;
	record_clear(&partition_shape, &(*p)->is);
	for (unsigned i = 0; i < N_PARTITION_ROLES; i++)
		record_clear(&role_shape, &(*p)->roles[i]);
	table_clear(&(*p)->objects);
	table_free(&(*p)->objects);
	mem_free(*p);
	*p = NULL;
}

void
partition_insert(struct hsm *h, struct partition **p)
{
	unsigned at = h->n_partitions;

	must(h->n_partitions < LIMIT_PARTITIONS);
	while (at > 0 && h->partitions[at - 1]->serial > (*p)->serial) {
		h->partitions[at] = h->partitions[at - 1];
		at--;
	}
	h->partitions[at] = *p;
	h->n_partitions++;
	*p = NULL;
}

void
partition_remove(struct hsm *h, struct partition *p)
{
	unsigned at = 0;

	while (h->partitions[at] != p)
		at++;
	while (p->accesses != NULL)
		access_free(h, p->accesses);
	h->n_partitions--;
	for (; at < h->n_partitions; at++)
		h->partitions[at] = h->partitions[at + 1];
	partition_free(&p);
}

void
partition_logout_all(struct hsm *h, struct partition *p)
{
	for (struct access *a = p->accesses; a != NULL; a = a->next_of_partition)
		access_logout(h, a);
}
