/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Reaching an appliance: TCP, mutual TLS, the first message. One dialer an
 * appliance; it keeps what is needed to do it again quickly.
 */

#include "client/connection.h"
#include "client/settings.h"

struct dialer {
	const struct settings *settings; /* must stay */
	const struct server_name *server;
	struct tls_config *config;
};

/* What an appliance said when it was reached. */
struct greeting {
	char model[LIMIT_NAME + 1];
	char firmware[LIMIT_NAME + 1];
};

/* A new connection, or why there is none: ERR_NOT_CONNECTED, ERR_TIMEOUT,
 * ERR_FILE or ERR_CERTIFICATE (a certificate, ours or the appliance's),
 * ERR_CLIENT_UNKNOWN, ERR_REFUSED (no partition assigned). tls_problem says
 * more. */
enum err dial(struct dialer *d, struct connection **out, struct greeting *out_greeting);
/* Why dial failed, in words for a person at the client. */
const char *dial_words(enum err e);
/* Forgets what it kept; settings are read anew by the next dial. */
void dialer_clear(struct dialer *d);
