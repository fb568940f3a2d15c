/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What two headers of PKCS#11 are compared by; each fills a table in a
 * translation unit of its own (ours.c, theirs.c), test_pkcs11.c compares. */

struct fact {
	const char *name;
	unsigned long value;
};

extern const struct fact our_numbers[], our_layout[];
extern const struct fact their_numbers[], their_layout[];
