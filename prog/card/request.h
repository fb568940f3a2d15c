/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A request on its way through the card. It belongs to the lane that read it, and
 * that lane answers it; meanwhile a worker, the desk or the writer may have it.
 */

#include "card.h"
#include "crypto/crypto.h"
#include "hsm/change.h"
#include "mech/mech.h"
#include "proc/loop.h"
#include "wire/frame.h"

/* What a call needs, by calls.def. */
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

/* Room for any decoded message. */
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
	struct lane *lane;       /* the lane it belongs to */
	struct peer *peer;       /* the peer it came from; a reference */
	const struct call_row *row;
	uint64_t link;           /* the HSM's number of its link; 0: a gate's own call */
	uint32_t number;         /* the link's number on its channel */
	uint64_t id;
	int fd;                  /* came with the frame, or -1 */
	struct crypto *crypto;   /* of the thread that has the request */
	union any_request in;
	union any_response out;
	struct buf body;         /* owns what `in` points to, unless in the lane */
	struct buf reply;         /* owns what `out` points to */
	struct buf log;          /* the call as it is logged */
	struct change *change;   /* the change that is being stored */
	struct store_job job;
	struct store_op *ops;
	struct prepared prepared;
	struct object *object;   /* the key, once found; a reference */
	enum err status;
	bool counted;            /* it counts among its link's requests that are away */
	int64_t beat_ms;         /* the time of the last heartbeat */
	struct loop_job back;    /* posts it home */
	struct request *next, *prev; /* of the lane: free or away */
	struct request *next_queued; /* of a pool */
};

/* Takes an unused request of the lane, or makes one. NULL: out of memory. */
struct request *request_take(struct lane *l);
/* Wipes the request and keeps it for later. Its reference to the peer was dropped
 * before. */
void request_give(struct request *r);
/* Frees the request and all it holds, in whatever state, when its lane ends. Its
 * reference to the peer was dropped before. */
void request_end(struct request *r);
/* Puts the request at the front of one of its lane's lists. */
void request_list_put(struct request **list, struct request *r);
void request_list_drop(struct request **list, struct request *r);
/* Sends the request home from another thread, to be answered with r->status. */
void request_home(struct request *r);
/* Empties the reply buffer and gives it room for `most` bytes. Handlers write
 * into it. */
struct buf *request_reply(struct request *r, size_t most);
