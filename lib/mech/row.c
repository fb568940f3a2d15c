/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the table of mechanisms. */
#include "mech/row.h"

#include "spec/pkcs11.h"

#define NO_KEY MECH_NO_KEY

/* The form of parameter that each family takes, as a constant. */
enum {
#define FAMILY(name, record, parameter, bound) \
	PARAMETER_OF_##name = PARAMETER_##parameter,
#include "spec/families.def"
#undef FAMILY
};

enum row_index {
#define MECHANISM(name, number, min, max, flags, key, cost, family, hash) \
	ROW_##name,
#include "spec/mechanisms.def"
#undef MECHANISM
	N_ROWS,
};

static const struct mech_row rows[N_ROWS] = {
#define MECHANISM(name, number, min, max, flags, key, cost, family, hash) \
	{ number, "CKM_" #name, min, max, flags, key, COST_##cost,        \
		FAMILY_##family, (enum mech_parameter)PARAMETER_OF_##family, HASH_##hash },
#include "spec/mechanisms.def"
#undef MECHANISM
};

const struct mech_row *
mech_row(uint64_t number)
{
	switch (number) {
#define MECHANISM(name, number, min, max, flags, key, cost, family, hash) \
	case number:                                                      \
		return &rows[ROW_##name];
#include "spec/mechanisms.def"
#undef MECHANISM
	}
	return NULL;
}

const struct mech_row *
mech_rows(unsigned *out_n)
{
	*out_n = N_ROWS;
	return rows;
}
