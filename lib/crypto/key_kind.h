/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Kinds of keys. A kind is a file key_<kind>.c that ends in a constant record of
 * what it can do; spec/key_types.def says which types are of which kind. A
 * function that is NULL is not offered: whoever looks for it refuses.
 */

#include "crypto/key_slot.h"
#include "crypto/key_type.h"

struct key_kind {
	/* libcrypto's name of the algorithm, as PKCS#8 keys of it are found by;
	 * NULL: they have no such form. */
	const char *algorithm;

	/* From the values of an object, and about them; the functions of
	 * key_type.h say what each is to do. */
	enum err (*from_values)(enum key_half half, const struct key_values *v,
	    struct key **out);
	unsigned (*bits)(const struct key_values *v);
	enum err (*sound)(const struct key_type *t, enum key_half half,
	    const struct key_values *v, bool fips);

	/* A new key or pair. */
	enum err (*may_generate)(const struct key_type *t,
	    const struct mech_row *row, const struct key_values *asked,
	    bool fips);
	enum err (*generate)(struct crypto *c, const struct key_values *asked,
	    struct key_made *out);

	/* The key as libcrypto has it, and back: its values. */
	enum err (*to_pkey)(struct crypto *c, const struct key *k,
	    EVP_PKEY **out);
	enum err (*values)(const EVP_PKEY *pkey, struct key_made *out);
};

#define KEY_TYPE(name, number, halves, group, kind, serves, unit, min, max, \
    step)                                                                   \
	extern const struct key_kind key_kind_##kind;
#include "spec/key_types.def"
#undef KEY_TYPE
