/* SPDX-License-Identifier: Apache-2.0 */
/* The table of registered clients: it admits exactly the certificates that the
 * appliance registered. Threads read it without a lock, so a table in use is
 * never changed, only replaced (registry.h). */
#include "clients.h"

#include "base/mem.h"
#include "base/text.h"
#include "tls/certificate.h"
#include "wire/messages.h"

struct clients *
clients_make(void)
{
	struct clients *t = mem_alloc(1, sizeof(*t));

	if (t != NULL)
		atomic_store(&t->n_refs, 1);
	return t;
}

static enum err
registration_fill(struct registration *r, const struct msg_client_entry *in)
{
	struct certificate_facts facts;

	TRY(certificate_facts(in->certificate, &facts));
	r->from = facts.from;
	r->until = facts.until;
	TRY(text_copy(r->name, sizeof(r->name), in->name));
	r->der = buf_up_to(LIMIT_CERTIFICATE);
	r->partitions = buf_up_to(4096);
	TRY(buf_put(&r->der, in->certificate));
	return buf_put(&r->partitions, in->partitions);
}

enum err
clients_add(struct clients *t, struct bytes entry)
{
	struct msg_client_entry in;

	TRY(wire_decode(&wire_client_entry, entry, &in));
	if (!mem_grow(&t->rows, t->n, t->n + 1, sizeof(t->rows[0])))
		return ERR_NO_MEMORY;
	t->n++;
	return registration_fill(&t->rows[t->n - 1], &in);
}

const struct registration *
clients_find(const struct clients *t, struct bytes der)
{
	for (size_t i = 0; i < t->n; i++)
		if (bytes_equal(buf_bytes(&t->rows[i].der), der))
			return &t->rows[i];
	return NULL;
}

enum err
clients_judge(const struct registration *r, int64_t now_seconds)
{
	if (r == NULL)
		return ERR_CLIENT_UNKNOWN;
	if (now_seconds < r->from || now_seconds > r->until)
		return ERR_CERTIFICATE;
	return r->partitions.len == 0 ? ERR_REFUSED : ERR_OK;
}

struct clients *
clients_ref(struct clients *t)
{
	atomic_fetch_add(&t->n_refs, 1);
	return t;
}

void
clients_unref(struct clients *t)
{
	if (t == NULL || atomic_fetch_sub(&t->n_refs, 1) > 1)
		return;
	for (size_t i = 0; i < t->n; i++) {
		buf_clear(&t->rows[i].der);
		buf_clear(&t->rows[i].partitions);
	}
	mem_free(t->rows);
	mem_free(t);
}
