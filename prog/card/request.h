/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * One request on its way through the card. It belongs to the lane that read it,
 * which takes it back to answer; meanwhile a worker, the desk or the writer may
 * hold it.
 */

#include "card.h"
#include "crypto/crypto.h"
#include "hsm/change.h"
#include "mech/mech.h"
#include "proc/loop.h"
#include "wire/frame.h"

/* What calls.def says. */
enum need { NEED_NOTHING, NEED_SO, NEED_SESSION, NEED_USER, NEED_OFFICER };
enum path { PATH_INLINE, PATH_POOL, PATH_STORE, PATH_DESK, PATH_MECHANISM };

struct call_row {
	const char *name;
	unsigned origins;
	enum need need;
	enum path path;
	bool logged;
	const struct message *request, *response;
	enum err (*prepare)(struct request *r); /* NULL: nothing to prepare */
	enum err (*run)(struct request *r);
};

/* Room for any message, as the codec fills it. */
union any_request {
#define CALL(name, ...) struct msg_##name##_request name;
#include "spec/calls.def"
#undef CALL
};

union any_response {
#define CALL(name, ...) struct msg_##name##_response name;
#include "spec/calls.def"
#undef CALL
};

struct peer;
struct work;

/* What was found out about a call before it ran (prepare.h). */
struct prepared {
	bool has_mech;
	struct mech mech;  /* borrows from the body */
	enum mech_use use;
	struct key *key;   /* of the request's object; NULL for a digest */
	struct work *work; /* taken for it; goes back with the request at last */
	bool is_long;      /* a worker runs it */
};

struct request {
	struct card *card;
	struct lane *lane;       /* whose it is */
	struct peer *peer;       /* where it came from; counted */
	const struct call_row *row;
	uint64_t link;           /* the HSM's number for it; 0: a gate's own call */
	uint32_t number;         /* of the link on its channel */
	uint64_t id;
	int fd;                  /* came with the frame, or -1 */
	struct crypto *crypto;   /* of the thread that has it */
	union any_request in;
	union any_response out;
	struct buf body;         /* what `in` points to, unless in the lane */
	struct buf reply;         /* what `out` points to */
	struct buf log;          /* the call as it is logged */
	struct change *change;   /* being stored */
	struct store_job job;
	struct store_op *ops;
	struct prepared prepared;
	struct object *object;   /* the key, once looked up; a reference */
	enum err status;
	bool counted;            /* among those of its link that are away */
	int64_t beat_ms;         /* the last sign of life */
	struct loop_job back;    /* posts it home */
	struct request *next, *prev; /* of the lane: free or away */
	struct request *next_queued; /* of a pool */
};

/* An empty request of that lane; NULL: out of memory. */
struct request *request_take(struct lane *l);
/* Wipes it and keeps it for the next; its peer was let go of before. */
void request_give(struct request *r);
/* Frees it at the end of its lane, with what it holds, whatever its state; its
 * peer is let go of before. */
void request_end(struct request *r);
/* A list of a lane: at the front. */
void request_list_put(struct request **list, struct request *r);
void request_list_drop(struct request **list, struct request *r);
/* Sends it home from another thread, to be answered with r->status. */
void request_home(struct request *r);
/* The reply buffer with room for so many bytes, emptied; what handlers write into. */
struct buf *request_reply(struct request *r, size_t most);
