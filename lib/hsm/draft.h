/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* An object being put together. For lib/hsm only. */

#include "hsm/make.h"

struct draft {
	struct session *session;
	enum birth birth;
	uint64_t mechanism;          /* GENERATE */
	uint64_t class, key_type;
	const struct template *asked, *made; /* made may be NULL */
	const struct object *base;   /* DERIVE; may be NULL */
	const uint8_t *uid;
	struct template t;           /* what the object will hold */
	uint8_t numbers[16][8];      /* values that were computed */
	unsigned n_numbers;
	char unique[2 * OBJECT_UID_LEN + 1];
};

/* d->t from what was asked, made, computed, or is so otherwise. `known`: the
 * values are there (else what only they tell is left out). */
enum err draft_fill(struct draft *d, bool known);
/* Sets or replaces in d->t. */
enum err draft_set(struct draft *d, uint64_t type, struct bytes value);
/* uid and the unique id made from it, for a new object. */
enum err draft_set_uid(struct draft *d);
