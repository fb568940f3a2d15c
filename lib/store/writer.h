/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * One thread that writes for many: what waits while a transaction is being
 * synced goes together into the next one. The store belongs to the writer until
 * it is stopped.
 */

#include "store/store.h"

struct store_writer;

/* One transaction that is wanted. It and its operations belong to the caller
 * and stay until `done` was called (on the writer's thread): then it is on the
 * disk, or `result` says why nothing of it is. */
struct store_job {
	const struct store_op *ops;
	size_t n_ops;
	void (*done)(struct store_job *job, enum err result);
	struct store_job *next; /* the writer's */
};

enum err store_writer_start(struct store *s, struct store_writer **out);
/* From any thread. Jobs are written in the order they came. */
void store_writer_put(struct store_writer *w, struct store_job *job);
/* Finishes what was put, ends the thread. Accepts NULL. */
void store_writer_stop(struct store_writer *w);
