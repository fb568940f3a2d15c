/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * What the readers of published test vectors share: where the vectors are,
 * bytes from hexadecimal, and the count of what agreed.
 */

#include "crypto/crypt.h"

/* What our library made of one vector. */
enum verdict {
	MATCHED,  /* did it, with the result expected */
	REFUSED,  /* gave an error */
	DIFFERS,  /* did it, with another result */
	NOT_OURS, /* a size or parameter we do not offer */
};

struct tally {
	unsigned good, bad, skipped;
};

/* The folder: LUNETTE_VECTORS, or ../shared/vectors beside the sources. NULL
 * if it is not there: exit with 77. */
const char *vectors_dir(void);
/* Bytes of a hexadecimal text; valid until hex_reset. */
struct bytes hex(const char *text);
void hex_reset(void);
enum hash hash_of_name(const char *name); /* "SHA-256", "SHA256" */
uint64_t digest_mech(enum hash h);
uint64_t mgf_mech(enum hash h);
/* MECH_SHA_1_HMAC_GENERAL, ..., from the digest's row. */
uint64_t row_mech(enum mech_family family, enum hash h, unsigned nth);
struct bytes params_of_curve(const char *name);
/* 04 || x || y of coordinates that may lack zeros; valid until hex_reset. */
struct bytes point_of(struct bytes params, struct bytes x, struct bytes y);
enum verdict verdict_of(enum err e);
/* Compares, MATCHED or DIFFERS. */
enum verdict verdict_same(struct bytes got, struct bytes expected);
/* Prints a line for one file and adds to the sum. */
void tally_file(const char *name, const struct tally *t, struct tally *sum);
/* The last line; the exit status. */
int tally_end(const struct tally *sum);
