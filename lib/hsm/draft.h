/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* An object being put together, for make.c, check.c and edit.c. */

#include "hsm/internal.h"

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

/* Class and key type from birth, mechanism and template; `class`: what a
 * mechanism makes here. */
enum err draft_kind(struct draft *d, uint64_t class);
/* Every attribute asked for exists, has its form, may be given at birth, and
 * keeps its rule. */
enum err draft_check_asked(const struct draft *d);
/* The session may have such an object. */
enum err draft_check_session(const struct draft *d);
/* What the values must be to make sense together; after draft_fill. */
enum err draft_check_values(const struct draft *d);
/* d->t from what was asked, made, computed, or is so otherwise. `known`: the
 * values are there (else what only they tell is left out). */
enum err draft_fill(struct draft *d, bool known);
/* Sets or replaces in d->t. */
enum err draft_set(struct draft *d, uint64_t type, struct bytes value);
/* uid and the unique id made from it, for a new object. */
enum err draft_set_uid(struct draft *d);
/* A value of `asked` over one that is `now` (copy or set). */
enum err change_rule(const struct attribute_row *row, struct bytes now,
    struct bytes asked, enum attribute_given given, enum role role);
