/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * HSMs that the box can reach: its own card, and those on USB cables. A lunash
 * opens a link to one with device_open. From then on the box carries the frames
 * of that link in both directions unread; it only changes their link number. When
 * a device goes, every request that still waits there is answered with an error,
 * and the link is dead until the shell closes it.
 */

#include "calls.h"

struct device;

/* Takes over fd. The built-in HSM (port 0) may answer late. A cable is dropped
 * when its device does not say within seconds which serial number it has. */
enum err device_attach(struct box *b, int *fd, unsigned port);
/* The lowest free USB port; ports count from 1. */
unsigned device_free_port(const struct box *b);
/* Drops the built-in HSM, when its card has ended. */
void device_detach_builtin(struct box *b);
void devices_close(struct box *b);

/* Carries a frame of a shell on a link other than 0. */
void device_request(struct conn *c, const struct frame *f, struct bytes encoded);
/* Closes the links of a shell that is gone. */
void device_drop_links(struct conn *c);
