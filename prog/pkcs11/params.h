/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Mechanisms: what mechanisms.def says of one, and the C structs of its
 * parameter as a message for the card. */

#include "module.h"
#include "wire/messages.h"

enum family {
#define FAMILY(name) FAMILY_##name,
#include "spec/families.def"
#undef FAMILY
};

struct mechanism_row {
	CK_MECHANISM_TYPE type;
	CK_MECHANISM_INFO info;
	enum family family;
	unsigned hash_len;
};

/* A mechanism as it goes to the card, and what of it matters here. */
struct params {
	const struct mechanism_row *row;
	struct buf encoded; /* wire_mechanism */
	size_t iv_len;
	uint32_t tag_bits, counter_bits, hash, mgf, salt_len, kdf;
};

/* NULL if there is no such mechanism in the house. */
const struct mechanism_row *mechanism_row(CK_MECHANISM_TYPE type);
/* CKR_ARGUMENTS_BAD, CKR_MECHANISM_INVALID, CKR_MECHANISM_PARAM_INVALID. */
CK_RV params_read(const CK_MECHANISM *m, struct params *out);
void params_clear(struct params *p);
/* An upper bound of the output of a whole operation over in_len bytes. */
uint64_t params_bound(const struct params *p, enum function f, uint32_t key_bits,
    uint64_t in_len);
/* That bound is the length itself. */
bool params_bound_is_exact(const struct params *p, enum function f);
