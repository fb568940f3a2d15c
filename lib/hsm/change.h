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
#include "wire/messages.h"

struct hsm;
struct object;
struct partition;
struct change;
struct card_state;
struct identity_state;
struct admin_state;
struct role_state;
struct partition_state;

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

/* The number of steps; 0: nothing needs to be committed. */
unsigned change_n_steps(const struct change *c);
const struct step *change_step(const struct change *c, unsigned i);

/* The answer once the change is applied: ERR_OK, or the failure that the change
 * itself brings about (a wrong password). */
enum err change_result(const struct change *c);
/* The handle of the i-th object that is created, copied or changed; 0: none. */
uint64_t change_handle(const struct change *c, unsigned i);
/* The serial of the partition that is created; 0: none. */
uint64_t change_partition(const struct change *c);

/* Forgets a change that did not become durable, and gives back what it
 * reserved. */
void change_drop(struct hsm *h, struct change **c);

/* --- for lib/hsm: making one --- */

enum err change_new(struct change **out);
/* Frees a change without giving anything back, for plans that fail. Leaves
 * NULL. */
void change_free(struct change **c);
/* Ends a plan: hands the change out, or gives back what it reserved. */
enum err change_finish(struct hsm *h, enum err e, struct change **c,
    struct change **out);
/* Each adds a step. What is given is moved into the change. */
enum err change_put_card(struct change *c, const struct card_state *card);
enum err change_put_identity(struct change *c, struct identity_state *s);
enum err change_put_admin(struct change *c, struct admin_state *s);
enum err change_put_role(struct change *c, uint64_t partition, enum role role,
    struct role_state *s);
enum err change_put_partition(struct change *c, uint64_t serial,
    struct partition_state *s);
void change_delete(struct change *c, enum record_kind record,
    uint64_t partition, uint64_t id);
void change_shred(struct change *c, uint64_t partition); /* 0: all */
/*
 * Adds a change of one object of `p`: from `from` (NULL: the object is new) to
 * `to` (moved; NULL: the object is destroyed). It marks the object and reserves a
 * place and bytes; ERR_BUSY, ERR_PARTITION_FULL. From here on a plan that fails
 * ends with change_drop, not change_free.
 */
enum err change_object(struct change *c, struct partition *p,
    struct object *from, struct object **to);
