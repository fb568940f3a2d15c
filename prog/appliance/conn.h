/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Somebody who asks the box: the lab (admin.sock), an ssh connection (ssh.sock)
 * or a lunash (a pair made by shell_open). Link 0 carries calls of
 * spec/box_calls.def, the other links go to devices (device.h).
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
	/* Who: of a shell from the start, of an ssh connection once a password
	 * or key was right; empty before. */
	char user[LIMIT_NAME + 1];
	char peer[129];
	bool local;
	int64_t last_login; /* the one before this */
	unsigned failures;  /* wrong passwords so far */
	struct link *links;
	uint32_t next_link;
	struct conn *next;
};

/* What the connections of a box bring; see route.h. */
struct conn_events {
	void (*frame)(struct conn *c, const struct frame *f, struct bytes encoded);
	void (*closed)(struct conn *c); /* c is freed after this */
};

/* Takes over fd. peer is cut to what fits. */
enum err conn_open(struct box *b, enum conn_kind kind, int *fd, struct conn **out);
/* The one with that number, NULL if it is gone: for answers that come late. */
struct conn *conn_find(struct box *b, uint64_t number);
void conn_close(struct conn *c);
/* The user's row; NULL if nobody is logged in, or the user is gone or disabled. */
struct user *conn_user(const struct conn *c);
