/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Registered clients of NTLS: their certificates, and the partitions they may
 * see. One file lists all clients, and each certificate has a file of its own. A
 * certificate without a line in the list is ignored.
 */

#include "base/bytes.h"
#include "spec/limits.h"

#define CLIENT_HOST_MAX 128
#define CLIENT_FINGERPRINT_SIZE 100 /* SHA-256, AA:BB:... */

struct client {
	char name[LIMIT_NAME + 1];
	char host[CLIENT_HOST_MAX + 1];
	bool is_ip;
	char fingerprint[CLIENT_FINGERPRINT_SIZE];
	struct buf der;
	uint64_t serials[LIMIT_PARTITIONS];
	size_t n_serials;
};

struct clients {
	char path[4096], folder[4096];
	struct client **list;
	size_t n;
};

/* The names that a client or host may have: letters, digits, ". - _" (a host also
 * ":"); the first letter is no dot or dash. */
bool client_name_is_valid(struct bytes name);
bool client_host_is_valid(struct bytes host);

enum err clients_load(struct clients *cs, const char *path, const char *folder);
void clients_clear(struct clients *cs);
/* NULL if there is no such client. Case matters. */
struct client *clients_find(struct clients *cs, struct bytes name);

struct client_new {
	struct bytes name, host, pem;
	bool is_ip;
};

/* ERR_NAME_INVALID, ERR_EXISTS, ERR_CLIENT_LIMIT, ERR_CERTIFICATE_...; durable on success. */
enum err clients_add(struct clients *cs, const struct client_new *new);
/* Each is durable on success. */
enum err clients_remove(struct clients *cs, struct client *c);
enum err client_assign(struct clients *cs, struct client *c, uint64_t serial);
enum err client_revoke(struct clients *cs, struct client *c, uint64_t serial);
/* Revokes every assignment of a partition that is not among these serials. This
 * holds in memory even when it cannot be written: a client that lost its right
 * stays out, and the next start tries to write again. */
enum err clients_keep(struct clients *cs, const uint64_t *serials, size_t n,
    bool *out_changed);
