/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of appliances: ServerNameNN and ServerPortNN in the configuration,
 * one file with each appliance's certificate, and CAFile.pem, which is all of
 * them one after the other.
 */
#include "server.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "cert.h"
#include "fail.h"
#include "tls/certificate.h"
#include "vtl.h"

#define ALL_MAX (1024u * 1024u)

static void
key_of(char out[32], const char *what, unsigned n)
{
	snprintf(out, 32, "Server%s%02u", what, n);
}

static bool
server_at(const struct conf *c, unsigned n, char host[256])
{
	char key[32];

	key_of(key, "Name", n);
	return conf_get(c, SECTION, key, host, 256) == ERR_OK && host[0] != '\0';
}

/* The server's number; SETTINGS_SERVERS: not in the list. */
static unsigned
server_find(const struct conf *c, const char *name)
{
	char host[256];

	for (unsigned n = 0; n < SETTINGS_SERVERS; n++)
		if (server_at(c, n, host) && text_same(host, name))
			return n;
	return SETTINGS_SERVERS;
}

static unsigned
first_free(const struct conf *c)
{
	char host[256];
	unsigned n = 0;

	while (n < SETTINGS_SERVERS && server_at(c, n, host))
		n++;
	return n;
}

/* Writes ServerCAFile again from the certificates of the listed servers. */
static enum err
write_authorities(const struct conf *c, const char *folder)
{
	CLEARED_BY(buf_clear) struct buf all = buf_up_to(ALL_MAX);
	char host[256], path[PATH_MAX + 300], out[PATH_MAX];

	for (unsigned n = 0; n < SETTINGS_SERVERS; n++) {
		if (!server_at(c, n, host))
			continue;
		snprintf(path, sizeof(path), "%s%sCert.pem", folder, host);
		if (file_read(path, &all) != ERR_OK)
			fprintf(stderr, "Warning: there is no %s; links to %s will "
			    "fail\n", path, host);
	}
	TRY(conf_get(c, SECTION, "ServerCAFile", out, sizeof(out)));
	return file_write(out, 0644, buf_bytes(&all));
}

static enum err
read_certificate(const struct vtl_options *o, struct buf *out_pem)
{
	CLEARED_BY(buf_clear) struct buf der = buf_up_to(LIMIT_CERTIFICATE);

	TRY(vtl_read_certificate(o->certificate, &der));
	if (!certificate_is_for(buf_bytes(&der), o->name))
		fprintf(stderr, "Warning: the certificate was made for another name "
		    "than %s\n", o->name);
	return certificate_to_pem(buf_bytes(&der), out_pem);
}

static enum err
set_server(struct conf *c, const struct vtl_options *o, unsigned n)
{
	char key[32], port[16];

	key_of(key, "Name", n);
	TRY(conf_set(c, SECTION, key, o->name));
	key_of(key, "Port", n);
	snprintf(port, sizeof(port), "%u", o->port ? (unsigned)o->port : 1792u);
	return conf_set(c, SECTION, key, port);
}

enum err
vtl_add_server(const struct vtl_options *o)
{
	CLEARED_BY(buf_clear) struct buf pem = buf_up_to(LIMIT_CERTIFICATE);
	CLEARED_BY(conf_clear) struct conf c = { 0 };
	char folder[PATH_MAX], path[PATH_MAX + 300];
	unsigned n;
	enum err e;

	TRY(vtl_conf(&c));
	TRY(read_certificate(o, &pem));
	TRY(vtl_folder(&c, "ServerCAFile", folder, sizeof(folder)));
	n = server_find(&c, o->name);
	n = n < SETTINGS_SERVERS ? n : first_free(&c);
	if (n == SETTINGS_SERVERS)
		return vtl_fail(ERR_TOO_LARGE, "the list is full (%u servers)",
		    SETTINGS_SERVERS);
	snprintf(path, sizeof(path), "%s%sCert.pem", folder, o->name);
	e = file_write(path, 0644, buf_bytes(&pem));
	if (e == ERR_OK)
		e = set_server(&c, o, n);
	if (e == ERR_OK)
		e = write_authorities(&c, folder);
	if (e == ERR_OK)
		e = conf_save(&c);
	if (e != ERR_OK)
		return vtl_fail(e, "%s cannot be added: %s", o->name, err_words(e));
	printf("\nNew server %s successfully added to server list.\n\n", o->name);
	return ERR_OK;
}

/* The servers behind it move up, because the numbers may have no gaps. */
static enum err
remove_server(struct conf *c, unsigned n)
{
	char host[256], port[16], key[32];

	for (; server_at(c, n + 1, host); n++) {
		key_of(key, "Port", n + 1);
		if (conf_get(c, SECTION, key, port, sizeof(port)) != ERR_OK)
			snprintf(port, sizeof(port), "1792");
		key_of(key, "Port", n);
		TRY(conf_set(c, SECTION, key, port));
		key_of(key, "Name", n);
		TRY(conf_set(c, SECTION, key, host));
	}
	key_of(key, "Name", n);
	conf_remove(c, SECTION, key);
	key_of(key, "Port", n);
	conf_remove(c, SECTION, key);
	key_of(key, "Htl", n);
	conf_remove(c, SECTION, key);
	return ERR_OK;
}

enum err
vtl_delete_server(const struct vtl_options *o)
{
	CLEARED_BY(conf_clear) struct conf c = { 0 };
	char folder[PATH_MAX], path[PATH_MAX + 300];
	unsigned n;
	enum err e;

	TRY(vtl_conf(&c));
	n = server_find(&c, o->name);
	if (n == SETTINGS_SERVERS)
		return vtl_fail(ERR_NOT_FOUND, "server %s is not in the list ('vtl "
		    "listServers' shows it)", o->name);
	TRY(vtl_folder(&c, "ServerCAFile", folder, sizeof(folder)));
	e = remove_server(&c, n);
	if (e == ERR_OK)
		e = write_authorities(&c, folder);
	if (e == ERR_OK)
		e = conf_save(&c);
	if (e != ERR_OK)
		return vtl_fail(e, "%s cannot be removed: %s", o->name, err_words(e));
	snprintf(path, sizeof(path), "%s%sCert.pem", folder, o->name);
	unlink(path);
	printf("\nServer: %s successfully removed from server list.\n\n", o->name);
	return ERR_OK;
}

enum err
vtl_list_servers(const struct vtl_options *o)
{
	CLEARED_BY(conf_clear) struct conf c = { 0 };
	char host[256];
	unsigned shown = 0;

	TRY(vtl_conf(&c));
	for (unsigned n = 0; n < SETTINGS_SERVERS; n++)
		if (server_at(&c, n, host))
			printf("%u Server: %s\n", ++shown, host);
	if (shown == 0)
		puts("No servers in the list.");
	return ERR_OK;
}
