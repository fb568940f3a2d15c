/* SPDX-License-Identifier: Apache-2.0 */
/* Opens, finds and closes links by number. The sessions of a link belong to its
 * accesses (access.c). */
#include "hsm/link.h"

#include "base/mem.h"
#include "base/text.h"
#include "hsm/access.h"
#include "hsm/authentication.h"
#include "hsm/internal.h"

struct link *
link_get(const struct hsm *h, uint64_t id)
{
	return map_get(&h->links, id);
}

const char *
link_name(const struct link *l)
{
	return l->name;
}

const char *
link_peer(const struct link *l)
{
	return l->peer;
}

bool
link_may_see(const struct link *l, uint64_t partition)
{
	if (l->all_partitions)
		return true;
	for (unsigned i = 0; i < l->n_serials; i++)
		if (l->serials[i] == partition)
			return true;
	return false;
}

void
link_free(struct hsm *h, struct link *l)
{
	while (l->accesses != NULL)
		access_free(h, l->accesses);
	mem_free(l->serials);
	mem_free(l);
}

static enum err
link_fill(struct link *l, const struct link_what *what)
{
	uint64_t *serials = NULL;

	TRY(text_copy(l->name, sizeof(l->name), what->name));
	TRY(text_copy(l->peer, sizeof(l->peer), what->peer));
	if (what->n_serials > 0) {
		serials = mem_alloc(what->n_serials, sizeof(*serials));
		if (serials == NULL)
			return ERR_NO_MEMORY;
		memcpy(serials, what->serials,
		    what->n_serials * sizeof(*serials));
	}
	mem_free(l->serials);
	l->serials = serials;
	l->n_serials = what->n_serials;
	l->local = what->local;
	l->all_partitions = what->all_partitions;
	return ERR_OK;
}

static void
access_drop_unseen(struct hsm *h, struct link *l)
{
	struct access *next;

	for (struct access *a = l->accesses; a != NULL; a = next) {
		next = a->next_of_link;
		if (!link_may_see(l, a->partition->serial))
			access_free(h, a);
	}
}

enum err
link_open(struct hsm *h, uint64_t id, const struct link_what *what)
{
	struct link *l = link_get(h, id);
	enum err e;

	if (l != NULL) {
		TRY(link_fill(l, what));
		access_drop_unseen(h, l);
		return ERR_OK;
	}
	l = mem_alloc(1, sizeof(*l));
	if (l == NULL)
		return ERR_NO_MEMORY;
	l->id = id;
	e = link_fill(l, what);
	if (e == ERR_OK)
		e = map_set(&h->links, id, l);
	if (e != ERR_OK)
		link_free(h, l);
	return e;
}

enum err
link_close(struct hsm *h, uint64_t id)
{
	struct link *l = map_remove(&h->links, id);

	if (l == NULL)
		return ERR_NOT_FOUND;
	if (h->so_logged_in && h->so_link == id)
		h->so_logged_in = false;
	authentication_close(h, id);
	link_free(h, l);
	return ERR_OK;
}
