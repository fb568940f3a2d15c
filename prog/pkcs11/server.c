/* SPDX-License-Identifier: Apache-2.0 */
/* The appliances of the configuration. Connections are made late and replaced when they are lost; a call that is
 * under way holds its own reference. */
#include "server.h"

#include <syslog.h>

#include "base/clock.h"
#include "base/mem.h"

#define RETRY_MS 2000

enum err
servers_make(struct module *m)
{
	m->servers = mem_alloc(m->settings.n_servers, sizeof(m->servers[0]));
	if (m->servers == NULL)
		return ERR_NO_MEMORY;
	for (unsigned i = 0; i < m->settings.n_servers; i++) {
		struct server *s = &m->servers[i];

		s->module = m;
		pthread_mutex_init(&s->lock, NULL);
		pthread_mutex_init(&s->looking, NULL);
		s->dialer = (struct dialer){
			.settings = &m->settings,
			.server = &m->settings.servers[i],
		};
	}
	return ERR_OK;
}

/* An application shows a CKR code at best. Why an appliance refuses us, or we
 * refuse it, therefore stands in the system's log, once until it changes. */
static void
note_refusal(struct server *s, enum err e)
{
	bool refused = e != ERR_OK && e != ERR_NO_MEMORY && e != ERR_TIMEOUT &&
	    e != ERR_NOT_CONNECTED && e != ERR_CLOSED;

	if (refused && e != s->noted)
		syslog(LOG_USER | LOG_WARNING, "Lunette: appliance %s: %s",
		    s->dialer.server->host, dial_words(e));
	s->noted = e;
}

/* With s->lock held. */
static enum err
dial_anew(struct server *s, bool insist)
{
	struct connection *c;
	enum err e;

	if (s->module->closing)
		return ERR_CLOSED;
	if (!insist && clock_ms() < s->next_try)
		return ERR_NOT_CONNECTED;
	e = dial(&s->dialer, &c, &s->greeting);
	s->next_try = clock_ms() + RETRY_MS;
	s->dial_error = e;
	s->dials++;
	if (e == ERR_OK)
		s->connection = c;
	note_refusal(s, e);
	return e;
}

/* With s->lock held. dials: how many had ended before the caller waited for
 * it. A caller that waited while another thread dialled in vain takes that for
 * an answer, or a hundred threads would wait a hundred times as long. */
static enum err
live_connection(struct server *s, bool insist, unsigned dials)
{
	struct connection *c = s->connection;

	if (c != NULL && connection_is_alive(c))
		return ERR_OK;
	s->connection = NULL;
	connection_unref(&c);
	if (s->dials != dials && s->dial_error != ERR_OK)
		return s->dial_error;
	return dial_anew(s, insist);
}

enum err
server_connection(struct server *s, bool insist, struct connection **out)
{
	unsigned dials = s->dials;
	enum err e;

	pthread_mutex_lock(&s->lock);
	e = live_connection(s, insist, dials);
	if (e == ERR_OK) {
		connection_ref(s->connection);
		*out = s->connection;
	}
	pthread_mutex_unlock(&s->lock);
	return e == ERR_OK || e == ERR_NO_MEMORY ? e : ERR_NOT_CONNECTED;
}

/* A server that is being dialled has nothing to end yet: its dial is bounded,
 * and finds the module closing. */
void
servers_end(struct module *m)
{
	for (unsigned i = 0; i < m->settings.n_servers; i++) {
		struct server *s = &m->servers[i];

		if (pthread_mutex_trylock(&s->lock) != 0)
			continue;
		if (s->connection != NULL)
			connection_end(s->connection);
		pthread_mutex_unlock(&s->lock);
	}
}

void
servers_abandon(struct module *m)
{
	for (unsigned i = 0; i < m->settings.n_servers; i++)
		if (m->servers[i].connection != NULL)
			connection_abandon(m->servers[i].connection);
}

void
servers_free(struct module *m)
{
	for (unsigned i = 0; m->servers != NULL && i < m->settings.n_servers; i++) {
		struct connection *c = m->servers[i].connection;

		connection_unref(&c);
		dialer_clear(&m->servers[i].dialer);
		pthread_mutex_destroy(&m->servers[i].lock);
		pthread_mutex_destroy(&m->servers[i].looking);
	}
	mem_free(m->servers);
}

enum err
server_exchange(struct connection *c, const struct exchange *x)
{
	struct caller caller = connection_caller(c);

	return call_message(&caller, x->request, x->in, x->response, x->out,
	    x->reply);
}
