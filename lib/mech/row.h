/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The rows of spec/mechanisms.def, and the enums of the tables they name. */

#include "mech/hash.h"

/* MECH_AES_GCM and so on: the CKM_ numbers of the house. */
enum mech_number {
#define MECHANISM(name, number, min, max, flags, key, cost, family, hash) \
	MECH_##name = (number),
#include "spec/mechanisms.def"
#undef MECHANISM
};

enum mech_family {
#define FAMILY(name, record, parameter, bound) FAMILY_##name,
#include "spec/families.def"
#undef FAMILY
	N_FAMILIES,
};

/* The forms of parameters: PARAMETER_gcm and so on. */
enum mech_parameter {
#define MECH_VALUE(kind, name, words)
#define PARAMETER(form, presence, structure) PARAMETER_##form,
#define TAKES(form, value, least, most, step, place)
#define END(form)
#include "spec/parameters.def"
#undef MECH_VALUE
#undef PARAMETER
#undef TAKES
#undef END
	N_PARAMETERS,
};

enum mech_cost { COST_INLINE, COST_POOL };

/* The operations of a mechanism; the values are its CKF_ flags. */
enum mech_use {
	USE_ENCRYPT = 0x100,
	USE_DECRYPT = 0x200,
	USE_DIGEST = 0x400,
	USE_SIGN = 0x800,
	USE_VERIFY = 0x2000,
	USE_GENERATE = 0x8000,
	USE_GENERATE_PAIR = 0x10000,
	USE_WRAP = 0x20000,
	USE_UNWRAP = 0x40000,
	USE_DERIVE = 0x80000,
};

#define MECH_NO_KEY (~0ul) /* key type of a mechanism that takes none */

struct mech_row {
	uint64_t number;
	const char *name; /* "CKM_AES_GCM" */
	unsigned long min_key, max_key;
	unsigned long flags;    /* CKF_* = enum mech_use */
	unsigned long key_type; /* CKK_*, MECH_NO_KEY */
	enum mech_cost cost;
	enum mech_family family;
	enum mech_parameter parameter;
	enum hash hash;
};

/* NULL if there is no such mechanism. */
const struct mech_row *mech_row(uint64_t number);
/* All rows, in the table's order; `out_n` is their number. */
const struct mech_row *mech_rows(unsigned *out_n);
