/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Calls to the box. The table is spec/box_calls.def; calls.c checks who asks and
 * in which role before a handler runs. A call without a handler does not link.
 *
 *   enum err box_<name>(struct call *c, const struct msg_<name>_request *in,
 *                       struct msg_<name>_response *out);
 */

#include "conn.h"

/* Where to send an answer that is given later. */
struct answer {
	uint64_t conn; /* the connection's number, not a pointer: it may be gone by then */
	uint32_t link;
	uint16_t op;
	uint64_t id;
};

struct call {
	struct box *box;
	struct conn *conn;
	struct user *user;    /* NULL before login */
	struct answer answer; /* a handler that answers later copies this */
	bool later;           /* set by a handler that answers later, or by calls_wait */
	int fd;               /* sent with the response, then closed */
	struct buf reply;      /* owns the bytes that the response points to */
};

/* Serves a request on link 0. */
void calls_frame(struct conn *c, const struct frame *f);
/* Sends a late answer. out is the response of that op; it is NULL for an error
 * and for a response without fields. */
void calls_answer(struct box *b, const struct answer *a, enum err status,
    const void *out);
/* Makes the call wait for an inquiry. The inquiry carries *out_ctx; whoever gets
 * its answer passes *out_ctx to calls_answer_waiting, once. If the inquiry could
 * not be sent, calls_wait_no_more takes *out_ctx instead. */
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
