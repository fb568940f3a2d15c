/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A connection to the box: from the lab (admin.sock), from an ssh connection
 * (ssh.sock), or from a lunash (a pair of sockets made by shell_open). Link 0
 * carries the calls of spec/box_calls.def; the other links go to devices
 * (device.h).
 */

#include "box.h"

enum conn_kind {
	CONN_LAB = 1,
	CONN_SSH = 2,
	CONN_SHELL = 4,
};

struct link; /* device.h */

struct conn {
	struct box *box;
	struct channel *channel;
	enum conn_kind kind;
	uint64_t number;
	/* The user: set from the start for a shell, and for an ssh connection once a
	 * password or key was right. Empty before that. */
	char user[LIMIT_NAME + 1];
	char peer[129];
	bool local;
	int64_t last_login; /* the login before this one */
	unsigned failures;  /* wrong passwords so far */
	struct link *links;
	uint32_t next_link;
	struct conn *next;
};

/* Where the events of a box's connections go; see route.h. */
struct conn_events {
	void (*frame)(struct conn *c, const struct frame *f, struct bytes encoded);
	void (*closed)(struct conn *c); /* c is freed after this */
};

/* Takes over fd. A peer name that is too long is cut. */
enum err conn_open(struct box *b, enum conn_kind kind, int *fd, struct conn **out);
/* The connection with that number, or NULL if it is gone. Late answers use it. */
struct conn *conn_find(struct box *b, uint64_t number);
void conn_close(struct conn *c);
/* The user's row, or NULL if nobody is logged in or the user is gone or
 * disabled. */
struct user *conn_user(const struct conn *c);
