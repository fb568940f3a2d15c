/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The gate: the channel by which the box says whom to let in, and the lanes,
 * which let clients in. A lane is a loop thread with a listener and a channel to
 * the card; a client is one TLS connection.
 */

#include <netinet/in.h>

#include "proc/channel.h"
#include "registry.h"
#include "tls/tls.h"

#define MAX_LANES 16

struct gate {
	struct loop *loop;
	struct channel *box;
	struct sockaddr_storage address;
	struct tls_config *tls;
	struct registry registry;
	struct clients *building; /* the table between clients_begin and clients_commit */
	struct lane *lanes[MAX_LANES];
	atomic_size_t n_lanes;
	size_t n_files; /* descriptors for lanes and their clients */
	enum err failed; /* the reason why the gate ends by itself */
	atomic_uint n_links;
	atomic_ullong accepted, refused;
};

/* Raises the limit of open descriptors as far as the system permits. Called
 * before the sandbox begins. */
void gate_raise_limits(struct gate *g);
/* Serves the box's channel until it closes. */
enum err gate_run(struct gate *g, int box_fd);
