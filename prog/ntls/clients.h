/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The table of registered clients: the certificates that may come in, and the
 * partitions of each. A table in use is never changed, only replaced.
 */

#include <stdatomic.h>

#include "base/bytes.h"
#include "spec/limits.h"

struct registration {
	char name[LIMIT_NAME + 1];
	struct buf der;        /* the certificate */
	struct buf partitions; /* rows of serial_row */
	int64_t from, until;   /* validity, in seconds since 1970 */
};

struct clients {
	struct registration *rows;
	size_t n;
	atomic_int n_refs;
};

/* Makes an empty table with one reference, the caller's. */
struct clients *clients_make(void);
/* Adds the client of a client_entry message. */
enum err clients_add(struct clients *t, struct bytes entry);
/* The client with this certificate, or NULL if none is registered. */
const struct registration *clients_find(const struct clients *t, struct bytes der);
/* ERR_OK if the client may come in now. ERR_CLIENT_UNKNOWN (r is NULL),
 * ERR_CERTIFICATE (outside its validity), ERR_REFUSED (no partition is
 * assigned). */
enum err clients_judge(const struct registration *r, int64_t now_seconds);
struct clients *clients_ref(struct clients *t);
void clients_unref(struct clients *t);
