/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Types of keys: the rows of spec/key_types.def, and what is asked of a key of
 * some type before and after it is made.
 */

#include "crypto/crypto.h"
#include "crypto/key.h"
#include "mech/mech.h"

struct key_type {
	uint64_t number;  /* CKK_* */
	const char *name; /* "CKK_AES" */
	bool is_pair;
	const struct key_kind *kind; /* its record, see key_kind.h */
	uint64_t serves;             /* CKK_* of mechanisms that take it */
	unsigned unit, min, max, step;
};

/* NULL if it is not a type of ours. */
const struct key_type *key_type(uint64_t number);
/* All rows, in the table's order; `out_n` is their number. */
const struct key_type *key_types(unsigned *out_n);

/* Do mechanisms of that row take keys of this type? */
bool key_type_serves(const struct key_type *t, const struct mech_row *row);
/* Do mechanisms of that row take keys of so many bits? */
bool key_type_size_fits(const struct mech_row *row, unsigned bits);

/* May a secret key of this type have that many bytes? */
static inline bool
key_type_takes(const struct key_type *t, uint64_t len)
{
	return len >= t->min / 8 && len <= t->max / 8 &&
	    len * 8 % t->step == 0;
}

/* Bits of the modulus, of the order, or of the value; 0 if they are not there. */
unsigned key_type_bits(const struct key_type *t, const struct key_values *v);
/* The key that an object's values are. ERR_KEY_TYPE, ERR_KEY_SIZE,
 * ERR_ATTRIBUTE_VALUE, ERR_CURVE. */
enum err key_type_read(const struct key_type *t, enum key_half half,
    const struct key_values *v, struct key **out);
/* Do the values of a new key make sense together? `fips`: only what FIPS
 * 186-5 permits. ERR_ATTRIBUTE_VALUE, ERR_TEMPLATE_INCOMPLETE,
 * ERR_TEMPLATE_INCONSISTENT, ERR_CURVE. */
enum err key_type_check_values(const struct key_type *t, enum key_half half,
    const struct key_values *v, bool fips);
/* Could a key be generated as asked (a pair: in the public half's template)?
 * The same errors, and ERR_KEY_SIZE, ERR_MECHANISM_INVALID. */
enum err key_type_check_asked(const struct key_type *t,
    const struct mech_row *row, const struct key_values *asked, bool fips);
