/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Files of records as NIST publishes vectors. */

#include "vectors.h"

struct reader {
	const char *file;
	enum verdict (*try)(void);
	const char *wants[10]; /* all of a record; dropped after it */
};

/* Of the record that is tried: the value of a name, NULL if it is not there;
 * as bytes of hexadecimal. */
const char *field(const char *name);
struct bytes bytes_in(const char *name);
/* A length, which the section or a line above the records says. */
size_t length_of(const char *name);
/* The text between the last brackets. */
#define RECORDS_SECTION_MAX 128
const char *records_section(void);
/* Tries every record of a file, and adds to the sum. */
void records_try(const char *dir, const struct reader *r, struct tally *sum);
