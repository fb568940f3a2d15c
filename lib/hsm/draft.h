/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* An object that is being made. For lib/hsm only. */

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

/* Fills d->t with what was asked for, made, computed, or is the default. `known`
 * is false while the card has not made the values yet; attributes that depend on
 * them are left out then. */
enum err draft_fill(struct draft *d, bool known);
/* Sets or replaces a value in d->t. */
enum err draft_set(struct draft *d, uint64_t type, struct bytes value);
/* Sets the uid of a new object, and the unique id that is made from it. */
enum err draft_set_uid(struct draft *d);
