/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The rules for templates: what may be asked for, and which values fit together.
 * For lib/hsm only. */

#include "hsm/attribute.h"
#include "hsm/draft.h"

/* Finds class and key type from birth, mechanism and template. `class` is what
 * the mechanism makes. */
enum err draft_kind(struct draft *d, uint64_t class);
/* Checks that every attribute asked for exists, has its form, may be given at
 * birth, and keeps its rule. */
enum err draft_check_asked(const struct draft *d);
/* Checks that the session may have such an object. */
enum err draft_check_session(const struct draft *d);
/* Checks that the values fit together. Called after draft_fill. */
enum err draft_check_values(const struct draft *d);
/* A policy of the HSM is off: only what FIPS permits is made. */
bool draft_is_fips(const struct draft *d);
/* A value of `asked` over one that is `now` (copy or set). */
enum err change_rule(const struct attribute_row *row, struct bytes now,
    struct bytes asked, enum attribute_given given, enum role role);
