/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Turns a change of lib/hsm into a transaction of the store, and applies it
 * afterwards. Jobs reach the writer in the order in which they were planned,
 * because a change is planned and queued under one hold of the lock. While a
 * shredding change is under way nothing else is planned, so that no record can be
 * written under a key that is gone.
 */

#include "commit.h"

#include "base/mem.h"
#include "hsm/apply.h"

/* --- names --- */

/* A record of the card itself carries its partition, if it has one, in its id. */
#define ID_BITS 8

static struct store_key
record_key(enum record_kind kind, uint64_t partition, uint64_t id)
{
	struct store_key key = { .kind = kind };

	if (kind == RECORD_OBJECT) {
		key.partition = partition;
		key.id = id;
		return key;
	}
	must(id < 1u << ID_BITS && partition < 1ull << (64 - ID_BITS));
	key.partition = kind == RECORD_CARD || kind == RECORD_IDENTITY
	    ? STORE_PERMANENT : STORE_CARD;
	key.id = partition << ID_BITS | id;
	return key;
}

enum err
record_name_of(const struct store_key *key, struct record_name *out)
{
	struct record_name name = { (enum record_kind)key->kind, key->partition,
		key->id };

	if (key->kind < RECORD_CARD || key->kind > RECORD_OBJECT)
		return ERR_CORRUPT;
	if (key->kind != RECORD_OBJECT) {
		name.partition = key->id >> ID_BITS;
		name.id = key->id & ((1u << ID_BITS) - 1);
	}
	*out = name;
	return ERR_OK;
}

/* --- steps to operations --- */

/* The record of a partition comes with the partition's key. */
static size_t
put_ops(const struct step *step, struct store_op *out)
{
	size_t n = 0;

	if (step->record == RECORD_PARTITION)
		out[n++] = (struct store_op){ .act = STORE_NEED_KEY,
			.key.partition = step->partition };
	out[n++] = (struct store_op){ .act = STORE_PUT,
		.key = record_key(step->record, step->partition, step->id),
		.value = secret_bytes(&step->plain) };
	return n;
}

static size_t
step_ops(const struct step *step, struct store_op *out)
{
	switch (step->kind) {
	case STEP_PUT:
		return put_ops(step, out);
	case STEP_DELETE:
		*out = (struct store_op){ .act = STORE_DELETE,
			.key = record_key(step->record, step->partition, step->id) };
		return 1;
	case STEP_SHRED_PARTITION:
		*out = (struct store_op){ .act = STORE_SHRED,
			.key.partition = step->partition };
		return 1;
	case STEP_SHRED_ALL:
		*out = (struct store_op){ .act = STORE_SHRED_ALL };
		return 1;
	}
	must(!"a step of no kind");
	return 0;
}

static enum err
change_ops(const struct change *c, struct store_op **out, size_t *out_n)
{
	unsigned n = change_n_steps(c);
	struct store_op *ops = mem_alloc(2 * (size_t)n + 1, sizeof(*ops));
	size_t n_ops = 0;

	if (ops == NULL)
		return ERR_NO_MEMORY;
	for (unsigned i = 0; i < n; i++)
		n_ops += step_ops(change_step(c, i), &ops[n_ops]);
	*out = ops;
	*out_n = n_ops;
	return ERR_OK;
}

static bool
change_shreds(const struct change *c)
{
	for (unsigned i = 0; i < change_n_steps(c); i++) {
		enum step_kind kind = change_step(c, i)->kind;

		if (kind == STEP_SHRED_PARTITION || kind == STEP_SHRED_ALL)
			return true;
	}
	return false;
}

static enum err
apply(struct card *card, struct change **c)
{
	enum err result = change_result(*c);

	change_apply(card->hsm, c);
	return result;
}

/* --- waiting for it --- */

struct waiting {
	struct store_job job; /* first, because `done` gets this address */
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool finished;
	enum err result;
};

static void
waiting_done(struct store_job *job, enum err result)
{
	struct waiting *w = (struct waiting *)job;

	pthread_mutex_lock(&w->lock);
	w->result = result;
	w->finished = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
}

/* Queues the job under the card's lock and waits outside of it. */
static enum err
write_and_wait(struct card *card, const struct store_op *ops, size_t n)
{
	struct waiting w = { .job = { ops, n, waiting_done, NULL } };

	pthread_mutex_init(&w.lock, NULL);
	pthread_cond_init(&w.wake, NULL);
	store_writer_put(card->writer, &w.job);
	pthread_mutex_unlock(&card->lock);
	pthread_mutex_lock(&w.lock);
	while (!w.finished)
		pthread_cond_wait(&w.wake, &w.lock);
	pthread_mutex_unlock(&w.lock);
	pthread_cond_destroy(&w.wake);
	pthread_mutex_destroy(&w.lock);
	pthread_mutex_lock(&card->lock);
	return w.result;
}

static enum err
store_change(struct card *card, const struct change *c)
{
	struct store_op *ops;
	bool shreds = change_shreds(c);
	enum err e;
	size_t n;

	TRY(change_ops(c, &ops, &n));
	card->frozen |= shreds;
	e = write_and_wait(card, ops, n);
	mem_free(ops);
	return e;
}

static void
thaw(struct card *card)
{
	card->frozen = false;
	pthread_cond_broadcast(&card->thawed);
}

/* The lock is released while the disk works. What `in` points to may be gone
 * afterwards, so link and session are cleared. */
enum err
commit_wait(struct inside *in, struct change **c)
{
	struct card *card = in->card;
	enum err e = ERR_OK;

	if (change_n_steps(*c) > 0) {
		bool shreds = change_shreds(*c);

		in->link = NULL;
		in->session = NULL;
		e = store_change(card, *c);
		if (e != ERR_OK)
			change_drop(card->hsm, c);
		else
			e = apply(card, c);
		if (shreds)
			thaw(card);
		return e;
	}
	return apply(card, c);
}

enum err
commit_now(struct card *card, struct change **c)
{
	struct store_op *ops;
	enum err e;
	size_t n;

	if (*c == NULL)
		return ERR_OK;
	e = change_ops(*c, &ops, &n);
	if (e == ERR_OK) {
		e = n > 0 ? store_commit(card->store, ops, n) : ERR_OK;
		mem_free(ops);
	}
	if (e != ERR_OK) {
		change_drop(card->hsm, c);
		return e;
	}
	return apply(card, c);
}

/* --- leaving it to the lane --- */

static void
later_done(struct store_job *job, enum err result)
{
	struct request *r = (struct request *)((char *)job -
	    offsetof(struct request, job));

	r->status = result;
	request_home(r);
}

enum err
commit_later(struct request *r, struct inside *in, struct change **c)
{
	enum err e;
	size_t n;

	if (change_n_steps(*c) == 0)
		return apply(in->card, c);
	e = change_ops(*c, &r->ops, &n);
	if (e != ERR_OK) {
		change_drop(in->hsm, c);
		return e;
	}
	must(!change_shreds(*c));
	r->change = *c;
	*c = NULL;
	r->job = (struct store_job){ r->ops, n, later_done, NULL };
	store_writer_put(in->card->writer, &r->job);
	return ERR_AGAIN;
}

void
commit_finish(struct request *r)
{
	struct card *card = r->card;

	mem_free(r->ops);
	r->ops = NULL;
	card_lock(card);
	if (r->status == ERR_OK)
		r->status = apply(card, &r->change);
	else
		change_drop(card->hsm, &r->change);
	card_unlock(card);
}
