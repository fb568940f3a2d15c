/* SPDX-License-Identifier: Apache-2.0 */
/* The array of families: a row of spec/families.def without a record does not
 * link. */
#include "crypto/family.h"

static const struct family *const families[N_FAMILIES] = {
#define FAMILY(name, record, parameter, bound) \
	[FAMILY_##name] = &family_##record,
#include "spec/families.def"
#undef FAMILY
};

const struct family *
family_of(const struct mech_row *row)
{
	return families[row->family];
}
