/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The gate: the box's channel, by which it is told whom to let in, and the lanes
 * that let them in. A `lane` is one loop thread with a listener and a channel to
 * the card; a `client` is one TLS connection.
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
	struct clients *building; /* between begin and commit */
	struct lane *lanes[MAX_LANES];
	atomic_size_t n_lanes;
	size_t n_files; /* descriptors for lanes and their clients */
	enum err failed; /* why it ends by itself */
	atomic_uint n_links;
	atomic_ullong accepted, refused;
};

/* As many connections as the system permits; before the sandbox. */
void gate_raise_limits(struct gate *g);
/* Serves the box's channel until it closes. */
enum err gate_run(struct gate *g, int box_fd);
