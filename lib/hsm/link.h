/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Links: one for each client of the card. A gate has established who the client
 * is and which partitions it may see; the HSM enforces that.
 */

#include "hsm/hsm.h"

struct link_what {
	bool local;          /* the local console */
	bool all_partitions; /* else only these: */
	const uint64_t *serials;
	unsigned n_serials;
	struct bytes name, peer; /* for the log; copied */
};

/* Opens a link. The card chooses the id (from channel and link number). A link
 * with that id that is already open gets the new list instead; its sessions on
 * partitions that are no longer on the list end. */
enum err link_open(struct hsm *h, uint64_t id, const struct link_what *what);
/* Ends the link with its sessions, logins and session objects. ERR_NOT_FOUND. */
enum err link_close(struct hsm *h, uint64_t id);

/* NULL if there is none. */
struct link *link_get(const struct hsm *h, uint64_t id);
const char *link_name(const struct link *l);
const char *link_peer(const struct link *l);
bool link_may_see(const struct link *l, uint64_t partition);

/* --- for lib/hsm --- */

/* Ends the link's sessions and frees it. */
void link_free(struct hsm *h, struct link *l);
