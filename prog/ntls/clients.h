/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The registered clients: who may come in, by certificate, and to which
 * partitions. A table is never changed once it is in force, only replaced.
 */

#include <stdatomic.h>

#include "base/bytes.h"
#include "spec/limits.h"

struct registration {
	char name[LIMIT_NAME + 1];
	struct buf der;        /* certificate */
	struct buf partitions; /* rows of serial_row */
	int64_t from, until;   /* validity, seconds */
};

struct clients {
	struct registration *rows;
	size_t n;
	atomic_int n_refs;
};

/* An empty table with one user. */
struct clients *clients_make(void);
/* Adds from a client_entry message. */
enum err clients_add(struct clients *t, struct bytes entry);
/* Who shows this certificate; NULL: nobody registered. */
const struct registration *clients_find(const struct clients *t, struct bytes der);
/* ERR_OK; ERR_CLIENT_UNKNOWN (NULL), ERR_CERTIFICATE, ERR_REFUSED. */
enum err clients_judge(const struct registration *r, int64_t now_seconds);
struct clients *clients_ref(struct clients *t);
void clients_unref(struct clients *t);
