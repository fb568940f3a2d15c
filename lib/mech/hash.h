/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Hash functions: the rows of spec/hashes.def. */

#include <stddef.h>
#include <stdint.h>

enum hash {
	HASH_NONE,
#define HASH(name, len, mgf, library) HASH_##name,
#include "spec/hashes.def"
#undef HASH
	N_HASHES,
};

/* CKG_MGF1_* */
enum mgf_number {
#define HASH(name, len, mgf, library) MGF1_##name = (mgf),
#include "spec/hashes.def"
#undef HASH
};

/* The length of a digest; 0 for HASH_NONE. */
size_t hash_len(enum hash h);
/* HASH_NONE if the number is not a digest mechanism. */
enum hash hash_of_mech(uint64_t number);
/* HASH_NONE if the number is not a mask generation function. */
enum hash hash_of_mgf(uint64_t mgf);
