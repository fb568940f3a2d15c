/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The process that listens and makes a monitor for each connection. */

#include "gate.h"

enum err listener_open(const struct gate_options *o, int *out);
/* Serves until SIGTERM. maker: see hostkey_load. */
void listener_run(const struct gate_options *o, ssh_bind bind, int fd,
    pid_t maker);
