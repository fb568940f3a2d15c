/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A mechanism with its parameter, as the module sends it and the card checks
 * it. No C structure of PKCS#11 comes this far.
 */

#include "base/bytes.h"
#include "mech/row.h"

#define MECH_MEMBER_NUMBER uint64_t
#define MECH_MEMBER_FLAG uint64_t
#define MECH_MEMBER_BYTES struct bytes
#define MECH_MEMBER_HASH uint64_t
#define MECH_MEMBER_MGF uint64_t

/* A mechanism with the values of its parameter; spec/parameters.def explains
 * them. Values that the mechanism does not take are zero and ignored. All bytes
 * are borrowed. */
struct mech {
	uint64_t type; /* CKM_* */
	bool given;    /* an OPTIONAL parameter was there */
#define MECH_VALUE(kind, name, words) MECH_MEMBER_##kind name;
#define PARAMETER(form, presence, structure)
#define TAKES(form, value, least, most, step, place)
#define END(form)
#include "spec/parameters.def"
#undef MECH_VALUE
#undef PARAMETER
#undef TAKES
#undef END
};

/* The part of a parameter that decides whether a mechanism is permitted: numbers,
 * and the lengths of bytes. */
#define MECH_VALUES 8 /* that one form has at most */
struct mech_shape {
	uint32_t given, values[MECH_VALUES];
};

/* What a crypt or stream message asks for. ERR_ARGUMENT. */
enum err mech_use_of(uint64_t function, enum mech_use *out);

/* Decodes a `mechanism` message and checks its limits; *out borrows from
 * `encoded`. ERR_MECHANISM_INVALID, ERR_MECHANISM_PARAM. */
enum err mech_decode(struct bytes encoded, struct mech *out);
/* Appends the mechanism as such a message. The same errors. */
enum err mech_encode(const struct mech *m, struct buf *out);
/* Checks that the parameter's values are within the limits of their rows. The
 * same errors. */
enum err mech_check(const struct mech *m);
/* Gives the shape. Two mechanisms of one type and shape are permitted alike. */
void mech_shape(const struct mech *m, struct mech_shape *out);
/* Copies the values into the buffer `own`, which *out borrows from. */
enum err mech_keep(const struct mech *m, struct buf *own, struct mech *out);
/* Adjusts a mechanism after the bytes it borrows from were copied elsewhere. */
void mech_moved(struct mech *m, const uint8_t *from, const uint8_t *to);
