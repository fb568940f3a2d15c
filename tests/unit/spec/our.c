/* SPDX-License-Identifier: Apache-2.0 */
/* PKCS#11 as spec/pkcs11.h says it; see layout.h. */

#include <stddef.h>

#include "spec/pkcs11.h"
#include "layout.h"

const struct fact our_numbers[] = {
#include "pkcs11_names.inc"
	{ NULL, 0 },
};

const struct fact our_layout[] = {
#define SIZE(type) { #type, sizeof(type) },
#define FIELD(type, member) { #type "." #member, offsetof(type, member) },
#include "layout.def"
	{ NULL, 0 },
};
