/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The box of a Backup HSM: power, cable, display, and a card inside. The cable is
 * a socket whose end is handed to the card itself, so no frame passes through the
 * box. Pulling the cable shuts the socket down on both sides.
 *
 *   state folder   control.sock   the lab: plug, unplug, display
 *                  display        what the screen shows, as text
 *                  log/messages   what happened
 *                  card/          the HSM's own
 */

#include <limits.h>

#include "proc/child.h"
#include "proc/inquiry.h"
#include "wire/messages.h"

/* The box's own link to its card, on which it reads the state of the HSM and logs
 * the SO out. */
#define OWN_LINK 1

struct box_options {
	const char *dir, *name, *site_key;
	uint64_t serial;
};

struct box {
	struct box_options o;
	struct loop *loop;
	int lock_fd, log_fd;
	struct child *card; /* NULL: it has ended */
	struct channel *control, *own; /* both to the card; OWN_LINK is on `own` */
	struct inquiries inquiries;

	int cable; /* our descriptor of the cable's socket, -1: unplugged */
	struct watch *cable_watch;
	char plugged_into[PATH_MAX]; /* empty: not plugged in */

	int listener;
	struct watch *listener_watch;
	struct control *controls; /* connections on control.sock */

	/* The last state that the card reported. */
	bool known;
	struct msg_hsm_info_response info; /* its texts point into the next member */
	char label[LIMIT_LABEL + 1], model[LIMIT_NAME + 1], firmware[LIMIT_NAME + 1];
	struct buf drawn; /* what is in the display's file */
};

/* Brings card, cable, display and control.sock up, and takes them down. */
enum err box_open(struct box *b);
void box_close(struct box *b);
