/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Connects to an appliance: TCP, mutual TLS, the first message. There is one
 * dialer for each appliance; it keeps what makes the next connection faster.
 */

#include "client/connection.h"
#include "client/settings.h"

struct dialer {
	const struct settings *settings; /* must outlive the dialer */
	const struct server_name *server;
	struct tls_config *config;
};

/* What an appliance said when we connected. */
struct greeting {
	char model[LIMIT_NAME + 1];
	char firmware[LIMIT_NAME + 1];
};

/*
 * Opens a connection, or says why not: ERR_NOT_CONNECTED, ERR_TIMEOUT, ERR_FILE
 * or ERR_CERTIFICATE (a certificate, ours or the appliance's),
 * ERR_CLIENT_UNKNOWN, ERR_REFUSED (no partition is assigned). tls_problem says
 * more.
 */
enum err dial(struct dialer *d, struct connection **out, struct greeting *out_greeting);
/* Why dial failed, in words for the user of the client. */
const char *dial_words(enum err e);
/* Forgets what it kept. The next dial reads the files again. */
void dialer_clear(struct dialer *d);
