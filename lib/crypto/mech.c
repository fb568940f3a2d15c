/* SPDX-License-Identifier: Apache-2.0 */
/* The table of mechanisms, read as data. */
#include "crypto/mech.h"

#include "spec/pkcs11.h"

#define NO_KEY MECH_NO_KEY

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
		FAMILY_##family, HASH_##hash },
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
	default:
		return NULL;
	}
}

const struct mech_row *
mech_rows(unsigned *out_n)
{
	*out_n = N_ROWS;
	return rows;
}

enum hash
hash_of_mech(uint64_t number)
{
	const struct mech_row *row = mech_row(number);

	return row && row->family == FAMILY_DIGEST ? row->hash : HASH_NONE;
}

enum hash
hash_of_mgf(uint64_t mgf)
{
	switch (mgf) {
	case MGF1_SHA1:
		return HASH_SHA1;
	case MGF1_SHA224:
		return HASH_SHA224;
	case MGF1_SHA256:
		return HASH_SHA256;
	case MGF1_SHA384:
		return HASH_SHA384;
	case MGF1_SHA512:
		return HASH_SHA512;
	default:
		return HASH_NONE;
	}
}

size_t
hash_len(enum hash h)
{
	static const uint8_t lens[N_HASHES] = { 0, 20, 28, 32, 48, 64 };

	return lens[h];
}
