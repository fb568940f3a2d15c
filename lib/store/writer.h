/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * One thread writes for many: all jobs that arrive while a transaction is
 * synced go into the next one together. The store belongs to the writer until
 * the writer is stopped.
 */

#include "store/store.h"

struct store_writer;

/* One requested transaction. It and its operations belong to the caller and
 * must stay until `done` is called (on the writer's thread). By then it is on
 * the disk, or `result` says why nothing of it is. */
struct store_job {
	const struct store_op *ops;
	size_t n_ops;
	void (*done)(struct store_job *job, enum err result);
	struct store_job *next; /* the writer's */
};

enum err store_writer_start(struct store *s, struct store_writer **out);
/* From any thread. Jobs are written in the order they came. */
void store_writer_put(struct store_writer *w, struct store_job *job);
/* Finishes the jobs that were put and ends the thread. Accepts NULL. */
void store_writer_stop(struct store_writer *w);
