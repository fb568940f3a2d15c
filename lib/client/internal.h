/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the files of a connection share: connection.c (calls, life), waiter.c
 * (who waits, and who is woken), roles.c (the writer's and the reader's work). */

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/types.h>

#include "base/map.h"
#include "client/connection.h"

/* More than this is never queued. */
#define QUEUE_MAX (64u * 1024u * 1024u)

/* A call under way, on its thread's stack. */
struct waiter {
	uint64_t id;
	uint16_t op;
	struct buf *reply;
	enum err status;
	_Atomic(int64_t) deadline; /* clock_ms */
	int64_t latest;            /* heartbeats move it no further */
	bool writes, asleep;     /* under lock */
	atomic_bool done, reads; /* under lock; read without it once awake */
	atomic_bool awake;       /* set before wake is posted */
	sem_t wake;
	struct waiter *next, *before; /* of those who do not read */
};

struct connection {
	struct transport transport;
	_Atomic(int) timeout_ms;
	pid_t pid;
	atomic_int n_refs;
	_Atomic(unsigned) problem; /* enum err; ERR_OK: alive */

	pthread_mutex_t lock;
	uint64_t next_id;
	struct map waiters;      /* id -> struct waiter */
	struct waiter *sleepers; /* all but the reader */
	struct waiter *settled;  /* asleep, to be woken when lock is free */
	struct buf queued;       /* frames that nobody is sending yet */
	struct buf spare;        /* an empty buffer to swap with */
	bool has_reader, has_writer;
	unsigned last_batch; /* answers in the last read */

	pthread_mutex_t io;
	struct buf in; /* the reader's */
};

/* All of these with c->lock held. */

/* Who does not read is on the list of sleepers, asleep or not. */
void waiter_add_sleeper(struct connection *c, struct waiter *w);
/* The waiter has its answer. If it sleeps it is woken later (waiter_wake_settled), for
 * it would want the lock; if not, it will look. */
void waiter_settle(struct connection *c, struct waiter *w, enum err status);
/* Gives the lock back meanwhile. */
void waiter_wake_settled(struct connection *c);
/* The link is lost: settles and wakes everybody. */
void connection_lose(struct connection *c, enum err why);
/* The role of the reader is free: one who still waits gets it. Not the writer:
 * it may be waiting for a peer that waits for us to read. */
void waiter_hand_over(struct connection *c);
/* Waits until w is settled, reading for all if nobody does. Gives the lock back
 * for good. */
void waiter_wait(struct connection *c, struct waiter *w);

/* Sends what is queued, unless another thread is at it. Gives the lock back
 * meanwhile; w is the calling thread's. */
void roles_flush(struct connection *c, struct waiter *w);
/* Waits for the socket and deals out what came. Gives the lock back meanwhile. */
void roles_read_round(struct connection *c, int64_t deadline);
