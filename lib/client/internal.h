/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The struct of a connection, shared by connection.c (calls, opening and ending),
 * waiter.c (the calls that wait), writer.c and reader.c (the two roles). */

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/types.h>

#include "base/map.h"
#include "client/connection.h"

/* The most bytes that may be queued. */
#define QUEUE_MAX (64u * 1024u * 1024u)

/* A call under way. It lives on its thread's stack. */
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
	struct waiter *next, *before; /* of those that do not read */
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
