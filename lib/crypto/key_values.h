/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The values of a key, named as the PKCS#11 attributes that hold them: what an
 * object is made of, what somebody asks for, what was generated or unwrapped.
 */

#include "base/secret.h"

struct attribute {
	uint64_t type;      /* CKA_* */
	struct bytes value; /* BOOL: 1 byte; ULONG: 8, big-endian */
};

/* A list of them, borrowed. */
struct key_values {
	const struct attribute *rows;
	unsigned n;
};

/* False if it is not there. */
bool key_values_get(const struct key_values *v, uint64_t type,
    struct bytes *out);
/* The value, or no bytes. */
struct bytes key_value(const struct key_values *v, uint64_t type);
/* The value of a number, or 0. */
uint64_t key_value_number(const struct key_values *v, uint64_t type);

/* A secret key is one half; a pair has two. */
enum key_half {
	KEY_NO_HALF,
	KEY_SECRET = 1,
	KEY_PUBLIC = 2,
	KEY_PRIVATE = 4,
};

#define KEY_MADE_MAX 8

/* The values of a key or pair that came to be here: generated or unwrapped.
 * They are ours and lie in secrets, public ones too. */
struct key_made {
	struct {
		uint64_t type;   /* CKA_* */
		unsigned halves; /* whose value it is: enum key_half */
		struct secret value;
	} rows[KEY_MADE_MAX];
	unsigned n;
};

/* A value for one more attribute, of len bytes, which the caller fills in. */
enum err key_made_add(struct key_made *made, uint64_t type, unsigned halves,
    size_t len, uint8_t **out);
/* The value, borrowed, or no bytes. */
struct bytes key_made_value(const struct key_made *made, uint64_t type);
/* Those of one half, borrowed: rows has room for KEY_MADE_MAX. */
struct key_values key_made_half(const struct key_made *made,
    enum key_half half, struct attribute *rows);
void key_made_clear(struct key_made *made);
