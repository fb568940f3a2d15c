/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Unix sockets: channels and cables run over them. */

#include "base/err.h"

/* A connected pair of stream sockets, close-on-exec. */
enum err channel_pair(int out[2]);
/* Listens at a path with that mode (an old socket there is replaced); connects
 * to one. Paths longer than sun_path are reached through their folder. */
enum err channel_listen(const char *path, unsigned mode, int *out_fd);
enum err channel_connect(const char *path, int *out_fd);
/* Accepts one connection; ERR_AGAIN when none waits. */
enum err channel_accept(int listener, int *out_fd);
