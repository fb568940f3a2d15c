/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Starting what a client wants to run: lunash, or a program for file transfer. */

#include "gate.h"

/* The ends of a program; with a terminal, in == out and err is -1. */
struct pipes {
	int in, out, err;
};

/* A sentence for the client on failure, or "". */
enum err work_start(struct monitor *m, const struct session_request *r, pid_t *out_pid,
    struct pipes *out, const char **out_why);
void work_close(struct pipes *p);
/* Tells a terminal its size. */
void work_resize(int terminal, const struct session_request *r);
