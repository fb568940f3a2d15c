/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* One client of the gate, in a process that reads what it sends. */

#include "gate.h"

/* The whole life of a connection, in its own process, which enters
 * its sandbox before the client's first byte is read. */
int connection_run(struct connection *c, ssh_bind bind, int fd);
