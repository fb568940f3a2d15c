/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A change that must be durable before it holds. Every x_plan function checks
 * everything, touches nothing that others see, and gives a change: the steps
 * for the store, in order, to be committed together. Then exactly one of
 * change_apply (committed: cannot fail) or change_drop (not committed).
 *
 * A change without steps (session objects, a wrong password below the
 * threshold) needs no commit: apply it at once.
 *
 * Changes of objects may be in flight in any number and be applied in any
 * order; an object that a change in flight touches answers ERR_BUSY to the next
 * plan. All other changes come one at a time (the desk), but object changes may
 * be in flight beside them: applied after their partition was emptied, they come
 * to nothing.
 */

#include "base/secret.h"

struct hsm;
struct object;
struct change;

/* What is kept, and under which key. Load in this order. */
enum record_kind {
	RECORD_CARD = 1,  /* state, policies; root key; survives SHRED_ALL */
	RECORD_IDENTITY,  /* key, certificate; root key; survives SHRED_ALL */
	RECORD_ADMIN,     /* label and domain of the HSM; KEK */
	RECORD_PARTITION, /* KEK; key: partition serial */
	RECORD_ROLE,      /* KEK; partition serial (0: the HSM), id = enum role */
	RECORD_OBJECT,    /* partition key; partition serial, id = handle */
};

enum step_kind {
	STEP_PUT,             /* write `plain`, over what may be there */
	STEP_DELETE,          /* the record goes (its partition key stays) */
	STEP_SHRED_PARTITION, /* the partition's key and its OBJECT records */
	STEP_SHRED_ALL,       /* the KEK and all records but CARD, IDENTITY */
};

struct step {
	enum step_kind kind;
	enum record_kind record; /* PUT, DELETE */
	uint64_t partition;      /* serial, 0 if it belongs to none */
	uint64_t id;
	struct secret plain;     /* PUT */
};

/* The steps in order; 0: nothing to commit. */
unsigned change_n_steps(const struct change *c);
const struct step *change_step(const struct change *c, unsigned i);

/* What to answer once the change is applied: ERR_OK, or the failure that the
 * change itself brings about (a wrong password). */
enum err change_result(const struct change *c);
/* Handle of the i-th object that is created, copied or changed; 0: none. */
uint64_t change_handle(const struct change *c, unsigned i);
/* Serial of the partition that is created; 0: none. */
uint64_t change_partition(const struct change *c);

/* It is durable: now it holds. Leaves NULL. */
void change_apply(struct hsm *h, struct change **c);
/* It did not become durable: forget it, give back what was reserved. */
void change_drop(struct hsm *h, struct change **c);
