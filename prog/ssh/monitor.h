/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The process behind a connection, which has the rights that it has not. */

#include "gate.h"

/* Makes the connection's process and serves it until one of them, or the box, is
 * gone. */
int monitor_run(const struct gate_options *o, ssh_bind bind, int fd,
    const char *peer, volatile uint8_t *stage);
