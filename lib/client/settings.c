/* SPDX-License-Identifier: Apache-2.0 */
/* ServerName00, ServerName01 ... up to 99; gaps are permitted, as vtl leaves
 * them when it deletes a server. */
#include "client/settings.h"

#include <stdio.h>

#include "base/mem.h"

#define SECTION "LunaSA Client"

static void
read_text(const struct conf *c, const char *key, char *out, size_t size)
{
	if (conf_get(c, SECTION, key, out, size) != ERR_OK)
		out[0] = '\0';
}

static void
read_server(const struct conf *c, unsigned number, struct settings *out)
{
	struct server_name *s = &out->servers[out->n_servers];
	char key[16];
	uint64_t port;

	snprintf(key, sizeof(key), "ServerName%02u", number);
	read_text(c, key, s->host, sizeof(s->host));
	snprintf(key, sizeof(key), "ServerPort%02u", number);
	port = conf_number(c, SECTION, key, 1792);
	if (s->host[0] == '\0' || port == 0 || port > UINT16_MAX)
		return;
	s->port = (uint16_t)port;
	out->n_servers++;
}

static int
read_ms(const struct conf *c, const char *key, int fallback)
{
	uint64_t ms = conf_number(c, SECTION, key, (uint64_t)fallback);

	return ms == 0 || ms > 24 * 3600 * 1000 ? fallback : (int)ms;
}

static void
read_all(const struct conf *c, struct settings *out)
{
	read_text(c, "ClientCertFile", out->certificate, sizeof(out->certificate));
	read_text(c, "ClientPrivKeyFile", out->key, sizeof(out->key));
	read_text(c, "ServerCAFile", out->authorities, sizeof(out->authorities));
	out->receive_ms = read_ms(c, "ReceiveTimeout", 20000);
	out->connect_ms = read_ms(c, "ConnectTimeout", 5000);
	out->keep_alive = conf_number(c, SECTION, "TCPKeepAlive", 1) != 0;
	for (unsigned i = 0; i < 100 && out->n_servers < SETTINGS_SERVERS; i++)
		read_server(c, i, out);
}

enum err
settings_read(const char *path, struct settings *out)
{
	CLEARED_BY(conf_clear) struct conf c = { 0 };
	enum err e = conf_open(&c, path);

	if (e != ERR_OK && e != ERR_NOT_FOUND)
		return e;
	memset(out, 0, sizeof(*out));
	read_all(&c, out);
	return ERR_OK;
}
