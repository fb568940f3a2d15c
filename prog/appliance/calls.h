/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Calls to the box. The table is spec/box_calls.def; dispatch checks who asks
 * and in which role before a handler runs. A call without a handler does not
 * link.
 *
 *   enum err box_<name>(struct call *c, const struct msg_<name>_request *in,
 *                       struct msg_<name>_response *out);
 */

#include "conn.h"

/* Where an answer goes that is given later. */
struct answer {
	uint64_t conn; /* its number: it may be gone by then */
	uint32_t link;
	uint16_t op;
	uint64_t id;
};

struct call {
	struct box *box;
	struct conn *conn;
	struct user *user;    /* NULL before login */
	struct answer answer; /* copied by a handler that answers later, */
	bool later;           /* which sets this; or both by calls_wait */
	int fd;               /* goes along with the response and is closed */
	struct buf reply;      /* for what the response points to */
};

/* A request on link 0. */
void calls_frame(struct conn *c, const struct frame *f);
/* Sends the late answer: out is the response of that op (or NULL: on errors, or for
 * one without fields). */
void calls_answer(struct box *b, const struct answer *a, enum err status,
    const void *out);
/* The call waits for an inquiry: *out_ctx goes along with it and comes to
 * calls_answer_waiting, once, or to calls_wait_no_more if it was not sent. */
enum err calls_wait(struct call *c, uint64_t *out_ctx);
void calls_wait_no_more(struct call *c, uint64_t ctx);
void calls_answer_waiting(struct box *b, uint64_t ctx, enum err status,
    const void *out);

#define BOX_APPLIANCE(name)                                               \
	enum err box_##name(struct call *c, const struct msg_##name##_request *in, \
	    struct msg_##name##_response *out);
#define BOX_NTLS(name)
#define BOX_BACKUP(name)
#define BOX_CALL(name, server, ...) BOX_##server(name)
#include "spec/box_calls.def"
#undef BOX_CALL
#undef BOX_APPLIANCE
