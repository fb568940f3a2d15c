/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* One client of the gate, in a process that reads what it sends. */

#include "gate.h"

/* Serves a connection until it ends, in its own process, which enters its
 * sandbox before it reads the client's first byte. */
int connection_run(struct connection *c, ssh_bind bind, int fd);
