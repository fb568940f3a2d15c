/* SPDX-License-Identifier: Apache-2.0 */
/* Slots: how they are found and numbered, and what is remembered of each. */
#include "slot.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/text.h"

void
slots_free(struct module *m)
{
	for (unsigned i = 0; i < m->n_found; i++) {
		pthread_mutex_destroy(&m->slots[i]->lock);
		mem_free(m->slots[i]);
	}
}

/* --- asking --- */

CK_RV
slot_rv(const struct slot *s, enum err e)
{
	if (e != ERR_OK && s->server->module->closing)
		return CKR_CRYPTOKI_NOT_INITIALIZED;
	if (e == ERR_NOT_CONNECTED || e == ERR_CLOSED || e == ERR_TIMEOUT)
		return CKR_TOKEN_NOT_PRESENT;
	return rv_of(e);
}

static enum err
exchange(struct slot *s, bool insist, const struct exchange *x)
{
	CLEARED_BY(connection_unref) struct connection *c = NULL;

	TRY(server_connection(s->server, insist, &c));
	return server_exchange(c, x);
}

CK_RV
slot_exchange(struct slot *s, bool insist, const struct exchange *x)
{
	return slot_rv(s, exchange(s, insist, x));
}

/* --- what was permitted --- */

/* FNV-1a over the question. */
static struct check *
check_place(struct slot *s, const struct check *c)
{
	const uint8_t *p = (const uint8_t *)c;
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < offsetof(struct check, key_bits); i++)
		h = (h ^ p[i]) * 0x100000001b3u;
	return &s->checks[(h ^ h >> 32) % SLOT_CHECKS];
}

bool
slot_knows(struct slot *s, struct check *c)
{
	const struct check *known = check_place(s, c);
	bool same;

	pthread_mutex_lock(&s->lock);
	same = known->used &&
	    memcmp(known, c, offsetof(struct check, key_bits)) == 0;
	if (same)
		c->key_bits = known->key_bits;
	pthread_mutex_unlock(&s->lock);
	return same;
}

void
slot_learns(struct slot *s, const struct check *c)
{
	struct check *place = check_place(s, c);

	pthread_mutex_lock(&s->lock);
	*place = *c;
	place->used = true;
	pthread_mutex_unlock(&s->lock);
}

void
slot_forgets(struct slot *s)
{
	pthread_mutex_lock(&s->lock);
	memset(s->checks, 0, sizeof(s->checks));
	pthread_mutex_unlock(&s->lock);
}

/* --- what the appliance says --- */

static void
read_roles(struct bytes roles, struct token *t)
{
	struct msg_role_row r;

	while (rows_next(&roles, &wire_role_row, &r) == ERR_OK) {
		if (r.role == ROLE_CRYPTO_OFFICER)
			t->officer = r;
		else if (r.role == ROLE_PARTITION_SO)
			t->so = r;
	}
}

/* With m->lock held. NULL: no room. */
static struct slot *
slot_of(struct server *server, uint64_t serial)
{
	struct module *m = server->module;
	struct slot *s;

	for (unsigned i = 0; i < m->n_found; i++)
		if (m->slots[i]->server == server && m->slots[i]->serial == serial)
			return m->slots[i];
	if (m->n_found == MODULE_SLOTS)
		return NULL;
	s = mem_alloc(1, sizeof(*s));
	if (s == NULL)
		return NULL;
	s->server = server;
	s->serial = serial;
	pthread_mutex_init(&s->lock, NULL);
	m->slots[m->n_found++] = s;
	return s;
}

static enum err
take_partition(struct server *server, const struct msg_partition_row *r)
{
	struct module *m = server->module;
	struct token t = { .initialized = r->initialized, .total = r->total,
		.used = r->used };
	struct slot *s;

	TRY(text_copy(t.label, sizeof(t.label), r->label));
	read_roles(r->roles, &t);
	pthread_mutex_lock(&m->lock);
	s = slot_of(server, r->serial);
	pthread_mutex_unlock(&m->lock);
	if (s == NULL)
		return ERR_NO_MEMORY;
	pthread_mutex_lock(&s->lock);
	s->seen = server->look;
	s->present = true;
	s->token = t;
	pthread_mutex_unlock(&s->lock);
	return ERR_OK;
}

/* Those that this look did not see are gone. */
static void
mark_absent(struct server *server, unsigned look)
{
	struct module *m = server->module;

	pthread_mutex_lock(&m->lock);
	for (unsigned i = 0; i < m->n_found; i++)
		if (m->slots[i]->server == server && m->slots[i]->seen != look)
			m->slots[i]->present = false;
	pthread_mutex_unlock(&m->lock);
}

static enum err
ask_partitions(struct server *server, bool insist)
{
	CLEARED_BY(connection_unref) struct connection *c = NULL;
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_partition_list_request in;
	struct msg_partition_list_response out;
	struct msg_partition_row row;
	enum err e;

	TRY(server_connection(server, insist, &c));
	TRY(server_exchange(c, &EXCHANGE(partition_list, &in, &out, &reply)));
	while ((e = rows_next(&out.partitions, &wire_partition_row, &row)) == ERR_OK)
		TRY(take_partition(server, &row));
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err
look_at(struct server *server, bool insist)
{
	enum err e;

	pthread_mutex_lock(&server->looking);
	server->look++;
	e = ask_partitions(server, insist);
	mark_absent(server, server->look);
	pthread_mutex_unlock(&server->looking);
	return e;
}

static void *
look(void *server)
{
	IGNORE(look_at(server, false));
	return NULL;
}

/* What was found gets its numbers: in the order of Chrystoki.conf, whichever
 * appliance answered first, behind those that have one. */
static void
number_slots(struct module *m)
{
	pthread_mutex_lock(&m->lock);
	for (unsigned i = m->n_slots; i < m->n_found; i++) {
		struct slot *s = m->slots[i];
		unsigned to = i;

		for (; to > m->n_slots && m->slots[to - 1]->server > s->server; to--)
			m->slots[to] = m->slots[to - 1];
		m->slots[to] = s;
	}
	for (unsigned i = m->n_slots; i < m->n_found; i++)
		m->slots[i]->id = i;
	m->n_slots = m->n_found;
	pthread_mutex_unlock(&m->lock);
}

/* All at once: one that does not answer costs its time only once, however many
 * there are. The threads are gone when this returns. */
static void
slots_look(struct module *m)
{
	unsigned n = m->settings.n_servers;
	pthread_t threads[SETTINGS_SERVERS];
	bool started[SETTINGS_SERVERS] = { false };

	for (unsigned i = 1; i < n; i++)
		started[i] = !m->no_threads && pthread_create(&threads[i], NULL,
		    look, &m->servers[i]) == 0;
	if (n > 0)
		look(&m->servers[0]);
	for (unsigned i = 1; i < n; i++) {
		if (started[i])
			pthread_join(threads[i], NULL);
		else
			look(&m->servers[i]);
	}
	number_slots(m);
	m->looked_ms = clock_ms();
}

void
slots_look_once(struct module *m, int64_t since_ms)
{
	if (m->looked_ms == 0 || clock_ms() - m->looked_ms > since_ms)
		slots_look(m);
}

CK_RV
slot_look(struct slot *s, bool insist)
{
	TRY_RV(slot_rv(s, look_at(s->server, insist)));
	return s->present ? CKR_OK : CKR_TOKEN_NOT_PRESENT;
}

CK_RV
slot_find(struct module *m, CK_SLOT_ID id, struct slot **out)
{
	CK_RV rv = CKR_SLOT_ID_INVALID;

	slots_look_once(m, INT64_MAX);
	pthread_mutex_lock(&m->lock);
	if (id < m->n_slots) {
		*out = m->slots[id];
		rv = CKR_OK;
	}
	pthread_mutex_unlock(&m->lock);
	return rv;
}

/* --- mechanisms --- */

static void
take_mechanisms(struct slot *s, struct bytes list)
{
	pthread_mutex_lock(&s->lock);
	s->n_mechanisms = 0;
	for (size_t i = 0; i + 4 <= list.len && s->n_mechanisms < SLOT_MECHANISMS;
	     i += 4)
		s->mechanisms[s->n_mechanisms++] = bytes_u32(list.ptr + i);
	pthread_mutex_unlock(&s->lock);
}

CK_RV
slot_mechanisms(struct slot *s)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_mechanism_list_request in = { .partition = s->serial };
	struct msg_mechanism_list_response out;
	bool known;

	pthread_mutex_lock(&s->lock);
	known = s->n_mechanisms > 0;
	pthread_mutex_unlock(&s->lock);
	if (known)
		return CKR_OK;
	TRY_RV(slot_call(s, false, mechanism_list, &in, &out, &reply));
	take_mechanisms(s, out.mechanisms);
	return CKR_OK;
}
