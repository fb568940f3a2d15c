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

/* A mechanism with the values of its parameter, which spec/parameters.def
 * explains. Those that the mechanism does not take are zero and not looked at.
 * All bytes are borrowed. */
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

/* What of its parameter decides whether a mechanism is permitted: numbers, and
 * the lengths of bytes. */
#define MECH_VALUES 8 /* that one form has at most */
struct mech_shape {
	uint32_t given, values[MECH_VALUES];
};

/* What a crypt or stream message asks for. ERR_ARGUMENT. */
enum err mech_use_of(uint64_t function, enum mech_use *out);

/* A decoded `mechanism` message, within its limits; borrows from `encoded`.
 * ERR_MECHANISM_INVALID, ERR_MECHANISM_PARAM. */
enum err mech_decode(struct bytes encoded, struct mech *out);
/* Appends it as such a message. The same errors. */
enum err mech_encode(const struct mech *m, struct buf *out);
/* The values of its parameter are within the limits of their rows. The same
 * errors. */
enum err mech_check(const struct mech *m);
/* Two of one type and shape are permitted alike. */
void mech_shape(const struct mech *m, struct mech_shape *out);
/* Puts the values into a buffer of their own, which *out borrows from. */
enum err mech_keep(const struct mech *m, struct buf *own, struct mech *out);
/* What it borrows from was copied from one place to another. */
void mech_moved(struct mech *m, const uint8_t *from, const uint8_t *to);
