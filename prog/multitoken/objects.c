/* SPDX-License-Identifier: Apache-2.0 */
/* Operations on objects: searching among many, creating durable ones. */

#include "objects.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "operations.h"
#include "stock.h"

#define HELPERS 8 /* threads that make and destroy the population */

static CK_BBOOL yes = CK_TRUE, no = CK_FALSE;
static CK_OBJECT_CLASS data_class = CKO_DATA;

/* A data object on the token that is readable without login, because a search
 * for it costs the least. */
static enum err
data_create(struct worker *w, const char *label, CK_OBJECT_HANDLE *out)
{
	CK_ATTRIBUTE attributes[] = {
		{ CKA_CLASS, &data_class, sizeof(data_class) },
		{ CKA_TOKEN, &yes, sizeof(yes) },
		{ CKA_PRIVATE, &no, sizeof(no) },
		{ CKA_LABEL, (void *)(uintptr_t)label, strlen(label) },
		{ CKA_VALUE, w->in, 64 },
	};

	return CALL(w, C_CreateObject, w->session, attributes,
		sizeof(attributes) / sizeof(*attributes), out);
}

static void
object_label(const struct worker *w, size_t i, char out[64])
{
	snprintf(out, 64, "%sobject-%08zu",
		w->stock->keep_objects ? "multitoken-kept-" : w->stock->prefix, i);
}

/* Exactly one object has the label. */
static enum err
find_one(struct worker *w, const char *label, CK_OBJECT_HANDLE *out)
{
	CK_ATTRIBUTE a = { CKA_LABEL, (void *)(uintptr_t)label, strlen(label) };
	CK_OBJECT_HANDLE found[4];
	CK_ULONG n = 0;

	TRY(CALL(w, C_FindObjectsInit, w->session, &a, 1));
	TRY(CALL(w, C_FindObjects, w->session, found, 4, &n));
	TRY(CALL(w, C_FindObjectsFinal, w->session));
	if (n != 1)
		return worker_wrong(w, n == 0 ? "C_FindObjects: the object was not found"
					      : "C_FindObjects: more than one object");
	*out = found[0];
	return ERR_OK;
}

/* Making and destroying 10,000 objects is shared among a few threads. */
struct helper {
	struct worker *worker; /* with a session of its own */
	CK_OBJECT_HANDLE *objects;
	enum err (*work)(struct helper *h, size_t i);
	_Atomic size_t *next;
	size_t n;
	enum err result;
	pthread_t thread;
};

static enum err
helper_make(struct helper *h, size_t i)
{
	char label[64];

	object_label(h->worker, i, label);
	TRY(data_create(h->worker, label, &h->objects[i]));
	atomic_fetch_add(&h->worker->stock->n_made, 1);
	return ERR_OK;
}

static enum err
helper_destroy(struct helper *h, size_t i)
{
	if (h->objects[i] == 0)
		return ERR_OK;
	TRY(CALL(h->worker, C_DestroyObject, h->worker->session, h->objects[i]));
	h->objects[i] = 0;
	atomic_fetch_sub(&h->worker->stock->n_made, 1);
	return ERR_OK;
}

static void *
helper_main(void *arg)
{
	struct helper *h = arg;
	bool making = h->work == helper_make;
	size_t i;

	while (h->result == ERR_OK && (i = atomic_fetch_add(h->next, 1)) < h->n)
		if (making && interrupted)
			h->result = ERR_CANCELLED;
		else
			h->result = h->work(h, i);
	if (h->result != ERR_OK)
		*h->next = h->n; /* the others need not go on */
	return NULL;
}

static enum err
helper_start(struct helper *h, struct worker *main)
{
	h->worker = mem_alloc(1, sizeof(*h->worker));
	if (h->worker == NULL)
		return ERR_NO_MEMORY;
	h->worker->f = main->f;
	h->worker->stock = main->stock;
	TRY(CALL(main, C_OpenSession, main->slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL,
		NULL, &h->worker->session));
	return pthread_create(&h->thread, NULL, helper_main, h) == 0 ? ERR_OK : ERR_NO_MEMORY;
}

static void
helper_end(struct helper *h, struct worker *main)
{
	if (h->worker == NULL)
		return;
	if (h->thread != 0)
		pthread_join(h->thread, NULL);
	if (h->worker->failure.call != NULL)
		main->failure = h->worker->failure;
	if (h->worker->session != 0)
		main->f->C_CloseSession(h->worker->session);
	mem_free(h->worker);
	h->worker = NULL;
}

/* How many there are by now, for a person who waits for it. */
static void
show_progress(const struct worker *w, const char *doing, const _Atomic size_t *next)
{
	while (isatty(STDERR_FILENO) && *next < w->stock->n_objects && !interrupted) {
		fprintf(stderr, "\r%s objects: %zu of %zu \r", doing, w->stock->n_made,
			w->stock->n_objects);
		clock_sleep_ms(100);
	}
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "%50s\r", "");
}

/* Does the work for all objects; the first error, if any. */
static enum err
all_objects(struct worker *w, CK_OBJECT_HANDLE *objects,
	enum err (*work)(struct helper *h, size_t i))
{
	struct helper helpers[HELPERS] = { 0 };
	_Atomic size_t next = 0;
	enum err e = ERR_OK;

	for (int i = 0; i < HELPERS && e == ERR_OK; i++) {
		helpers[i] = (struct helper){ .objects = objects, .work = work, .next = &next,
			.n = w->stock->n_objects };
		e = helper_start(&helpers[i], w);
	}
	if (e == ERR_OK)
		show_progress(w, work == helper_make ? "making" : "destroying", &next);
	for (int i = 0; i < HELPERS; i++) {
		helper_end(&helpers[i], w);
		if (e == ERR_OK)
			e = helpers[i].result;
	}
	return e;
}

static CK_OBJECT_HANDLE *population;

/* Have the first and the last object been made and kept by an earlier run? */
static bool
population_is_kept(struct worker *w)
{
	CK_OBJECT_HANDLE found;
	char first[64], last[64];

	object_label(w, 0, first);
	object_label(w, w->stock->n_objects - 1, last);
	return w->stock->keep_objects && find_one(w, first, &found) == ERR_OK &&
		find_one(w, last, &found) == ERR_OK;
}

enum err
find_prepare(struct worker *w)
{
	if (w->stock->n_made == w->stock->n_objects || population_is_kept(w))
		return ERR_OK;
	if (population == NULL)
		population = mem_alloc(w->stock->n_objects, sizeof(*population));
	if (population == NULL)
		return ERR_NO_MEMORY;
	w->failure = (struct failure){ 0 };
	return all_objects(w, population, helper_make);
}

/* Walks through the population in leaps, each worker from another place. */
enum err
find_once(struct worker *w)
{
	CK_OBJECT_HANDLE found;
	char label[64];

	object_label(w, (w->n_done * 7919 + w->number * 1237U) % w->stock->n_objects, label);
	return find_one(w, label, &found);
}

enum err
find_check(struct worker *w)
{
	CK_OBJECT_HANDLE found;
	size_t i = w->stock->n_objects / 2;
	char label[64];

	object_label(w, i, label);
	TRY(find_one(w, label, &found));
	if (population != NULL && found != population[i])
		return worker_wrong(w, "C_FindObjects: another object");
	return ERR_OK;
}

enum err
find_finish(struct worker *w)
{
	enum err e;

	if (population == NULL)
		return ERR_OK;
	e = w->stock->keep_objects ? ERR_OK : all_objects(w, population, helper_destroy);
	mem_free(population);
	population = NULL;
	return e;
}

static void
own_label(const struct worker *w, char out[64])
{
	snprintf(out, 64, "%snew-%u-%llu", w->stock->prefix, w->number,
		(unsigned long long)w->n_done);
}

enum err
create_once(struct worker *w)
{
	CK_OBJECT_HANDLE object;
	char label[64];

	own_label(w, label);
	TRY(data_create(w, label, &object));
	return CALL(w, C_DestroyObject, w->session, object);
}

/* What was created reads back, and is gone when it was destroyed. */
enum err
create_check(struct worker *w)
{
	CK_OBJECT_HANDLE object;
	uint8_t value[64];
	CK_ATTRIBUTE a = { CKA_VALUE, value, sizeof(value) };
	char label[64];

	own_label(w, label);
	TRY(data_create(w, label, &object));
	TRY(CALL(w, C_GetAttributeValue, w->session, object, &a, 1));
	if (a.ulValueLen != sizeof(value) || memcmp(value, w->in, sizeof(value)) != 0)
		return worker_wrong(w, "C_GetAttributeValue: not what was created");
	TRY(CALL(w, C_DestroyObject, w->session, object));
	if (w->f->C_GetAttributeValue(w->session, object, &a, 1) == CKR_OK)
		return worker_wrong(w, "C_DestroyObject: the object is still there");
	return ERR_OK;
}

enum err
token_key_once(struct worker *w)
{
	struct key_pair pair;
	char label[64];

	own_label(w, label);
	TRY(key_generate(w, w->mode->key, CK_TRUE, label, &pair));
	return key_destroy(w, &pair);
}
