/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What a client reads from Chrystoki.conf: its appliances and its identity. */

#include "client/conf.h"

#define SETTINGS_SERVERS 32

struct server_name {
	char host[256];
	uint16_t port;
};

struct settings {
	char certificate[PATH_MAX]; /* ClientCertFile */
	char key[PATH_MAX];         /* ClientPrivKeyFile */
	char authorities[PATH_MAX]; /* ServerCAFile: the pinned certificates */
	int receive_ms;             /* ReceiveTimeout */
	int connect_ms;             /* ConnectTimeout */
	bool keep_alive;            /* TCPKeepAlive */
	struct server_name servers[SETTINGS_SERVERS]; /* in the order of NN */
	unsigned n_servers;
};

/* Reads the file at path; NULL: the one that conf_find gives. A file without the
 * section gives no servers. Errors are those of conf_open; ERR_MALFORMED also for
 * a value that is not permitted. After an error *out must not be used. */
enum err settings_read(const char *path, struct settings *out,
    struct conf_problem *out_problem);
