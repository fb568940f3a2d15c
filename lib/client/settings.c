/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the section LunaSA Client of Chrystoki.conf. A value that is not
 * permitted is an error: if we ignored it, the user would see an appliance that
 * is away, or nothing at all. */
#include "client/settings.h"

#include <stdio.h>

#include "base/text.h"

#define SECTION "LunaSA Client"

struct reader {
	const struct conf *conf;
	struct conf_problem *problem;
};

static enum err
refuse(const struct reader *r, const char *key, const char *rule)
{
	conf_blame(r->conf, SECTION, key, rule, r->problem);
	return ERR_MALFORMED;
}

/* Gives "" if there is no such entry. */
static enum err
read_text(const struct reader *r, const char *key, char *out, size_t size)
{
	enum err e = conf_get(r->conf, SECTION, key, out, size);

	if (e == ERR_TOO_LARGE)
		return refuse(r, key, "the value is too long");
	if (e != ERR_OK)
		out[0] = '\0';
	return ERR_OK;
}

static enum err
read_number(const struct reader *r, const char *key, uint64_t least, uint64_t most,
    const char *rule, uint64_t *in_out)
{
	char text[32];

	TRY(read_text(r, key, text, sizeof(text)));
	if (text[0] != '\0' && text_number(text, least, most, in_out) != ERR_OK)
		return refuse(r, key, rule);
	return ERR_OK;
}

/* Reads ServerName00, ServerName01 ... up to 99. Gaps are permitted, because vtl
 * leaves them when it deletes a server. */
static enum err
read_server(const struct reader *r, unsigned number, struct settings *out)
{
	struct server_name s;
	char key[16];
	uint64_t port = 1792;

	snprintf(key, sizeof(key), "ServerName%02u", number);
	TRY(read_text(r, key, s.host, sizeof(s.host)));
	if (s.host[0] == '\0')
		return ERR_OK;
	if (out->n_servers == SETTINGS_SERVERS)
		return refuse(r, key, "a client has at most 32 appliances");
	snprintf(key, sizeof(key), "ServerPort%02u", number);
	TRY(read_number(r, key, 1, UINT16_MAX,
	    "a port is a number from 1 to 65535", &port));
	s.port = (uint16_t)port;
	out->servers[out->n_servers++] = s;
	return ERR_OK;
}

/* 0 and more than a day mean the default. */
static enum err
read_ms(const struct reader *r, const char *key, int otherwise, int *out)
{
	uint64_t ms = 0;

	TRY(read_number(r, key, 0, UINT64_MAX, "milliseconds are a number", &ms));
	*out = ms == 0 || ms > 24 * 3600 * 1000 ? otherwise : (int)ms;
	return ERR_OK;
}

static enum err
read_all(const struct reader *r, struct settings *out)
{
	uint64_t keep_alive = 1;

	TRY(read_text(r, "ClientCertFile", out->certificate, sizeof(out->certificate)));
	TRY(read_text(r, "ClientPrivKeyFile", out->key, sizeof(out->key)));
	TRY(read_text(r, "ServerCAFile", out->authorities, sizeof(out->authorities)));
	TRY(read_ms(r, "ReceiveTimeout", 20000, &out->receive_ms));
	TRY(read_ms(r, "ConnectTimeout", 5000, &out->connect_ms));
	TRY(read_number(r, "TCPKeepAlive", 0, UINT64_MAX, "it is 0 or 1", &keep_alive));
	out->keep_alive = keep_alive != 0;
	for (unsigned i = 0; i < 100; i++)
		TRY(read_server(r, i, out));
	return ERR_OK;
}

enum err
settings_read(const char *path, struct settings *out,
    struct conf_problem *out_problem)
{
	CLEARED_BY(conf_clear) struct conf c = { 0 };
	struct reader r = { &c, out_problem };

	TRY(conf_open(&c, path, out_problem));
	memset(out, 0, sizeof(*out));
	return read_all(&r, out);
}
