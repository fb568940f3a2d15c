/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The forms of parameters, from the rows of spec/parameters.def. */

#include "mech/mech.h"
#include "wire/codec.h"

enum value_kind { VALUE_NUMBER, VALUE_FLAG, VALUE_BYTES, VALUE_HASH, VALUE_MGF };
enum presence { PRESENCE_NONE, PRESENCE_OPTIONAL, PRESENCE_REQUIRED };

/* The limits of a number, or of a length in bytes. */
struct value_limit {
	enum value_kind kind;
	uint32_t least, most, step;
};

struct parameter {
	/* The form as a message; its fields are members of struct mech. */
	struct message message;
	const struct value_limit *limits; /* one for each field */
	enum presence presence;
};

extern const struct parameter parameters[N_PARAMETERS];

/* Checks that the values are within the limits of their rows.
 * ERR_MECHANISM_PARAM. */
enum err parameter_check(const struct mech_row *row, const struct mech *m);
/* Fills the shape: numbers as they are, and the lengths of bytes. The rest of
 * `out` stays. */
void parameter_shape(const struct mech_row *row, const struct mech *m,
    uint32_t out[MECH_VALUES]);
/* Fills *out, all but the type; no bytes: there is no parameter. It is checked.
 * ERR_MECHANISM_PARAM. */
enum err parameter_decode(const struct mech_row *row, struct bytes encoded,
    struct mech *out);
/* Appends the length and the parameter. ERR_MECHANISM_PARAM if it is too long. */
enum err parameter_encode(const struct mech_row *row, const struct mech *m,
    struct buf *out);
