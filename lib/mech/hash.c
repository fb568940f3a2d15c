/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the table of hash functions. */
#include "mech/hash.h"

#include "mech/row.h"

size_t
hash_len(enum hash h)
{
	static const uint8_t lens[N_HASHES] = {
#define HASH(name, len, mgf, library) [HASH_##name] = (len),
#include "spec/hashes.def"
#undef HASH
	};

	return lens[h];
}

enum hash
hash_of_mech(uint64_t number)
{
	const struct mech_row *row = mech_row(number);

	return row != NULL && row->family == FAMILY_DIGEST ? row->hash :
	    HASH_NONE;
}

enum hash
hash_of_mgf(uint64_t number)
{
#define HASH(name, len, mgf, library)                                       \
	if (number == (mgf))                                                \
		return HASH_##name;
#include "spec/hashes.def"
#undef HASH
	return HASH_NONE;
}
