/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * HSMs the box can reach: its own card, and those on USB cables. A lunash opens
 * a link to one with device_open; from then on its frames are carried to and
 * fro unread, with renumbered links. What a link still waits for when its
 * device goes is answered with an error; then the link is dead until closed.
 */

#include "calls.h"

struct device;

/* Takes over fd. The built-in HSM (port 0) may take its time; a cable that does
 * not say who it is within seconds is dropped. */
enum err device_attach(struct box *b, int *fd, unsigned port);
/* The next free USB port, from 1. */
unsigned device_free_port(const struct box *b);
/* Of the built-in HSM: dropped when its card has ended. */
void device_detach_builtin(struct box *b);
void devices_close(struct box *b);

/* A frame of a shell on a link other than 0. */
void device_request(struct conn *c, const struct frame *f, struct bytes encoded);
/* The shell is gone: so are its links. */
void device_drop_links(struct conn *c);
