/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The process behind a connection has the rights that the connection gave up. */

#include "gate.h"

/* Makes the connection's process and serves it until either of them or the box
 * is gone. */
int monitor_run(const struct gate_options *o, ssh_bind bind, int fd,
    const char *peer, volatile uint8_t *stage);
