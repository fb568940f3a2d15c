/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Families of mechanisms (spec/families.def). The functions of a family are in
 * a file family_<name>.c, which may serve a few that are alike, and ends in a
 * constant record for each. The engines, crypt.c and stream.c, know a family by
 * its record alone. A function that is NULL is refused with
 * ERR_MECHANISM_INVALID; no other is tried in its place.
 */

#include "crypto/operation.h"
#include "mech/bound.h"

/* An operation in parts. The family makes the contexts it needs, and the engine
 * frees them. */
struct stream {
	struct operation o; /* o.m is &m */
	const struct stream_steps *steps;
	struct mech m;
	struct buf params;  /* what m points at */
	EVP_CIPHER_CTX *cipher;
	EVP_MD_CTX *md;
	EVP_MAC_CTX *mac;
	struct buf held;    /* input that waits for the end */
	uint64_t total;     /* bytes of input, those of this update included */
	uint8_t made_iv[BOUND_MADE_IV];
};

struct stream_steps {
	enum err (*open)(struct stream *s);
	enum err (*update)(struct stream *s, struct bytes in,
	    struct output *out);
	enum err (*final)(struct stream *s, struct output *out);
	enum err (*verify)(struct stream *s, struct bytes signature);
};

struct family {
	/* What sets it apart from others in its file, which know the type. */
	const void *variant;
	/* What the rows of the parameters cannot say: do they go together, and
	 * with this use? ERR_MECHANISM_PARAM. */
	enum err (*check)(const struct operation *o);
	/* Longer than about 50 us with this key? NULL: as the row's cost says. */
	bool (*is_long)(const struct operation *o);

	/* In one call. crypt encrypts, decrypts, wraps and unwraps. */
	enum err (*crypt)(const struct operation *o, struct bytes in,
	    struct output *out);
	enum err (*digest)(const struct operation *o, struct bytes in,
	    struct output *out);
	enum err (*sign)(const struct operation *o, struct bytes in,
	    struct output *out);
	enum err (*verify)(const struct operation *o, struct bytes in,
	    struct bytes signature);
	enum err (*derive)(const struct operation *o, struct output *out);
	enum err (*generate)(const struct operation *o,
	    const struct key_values *asked, struct key_made *out);

	/* sign and verify want a digest by the row's hash in place of the data:
	 * the engines make it. */
	bool hashes;
	/* In parts: the uses (USE_ bits) that go through steps. For the others
	 * the engine holds the input and makes one call of it in the end. */
	unsigned streams;
	struct stream_steps steps;
	/* Bytes of input that an update may keep for the next. */
	size_t held_back;
};

#define FAMILY(name, record, parameter, bound) \
	extern const struct family family_##record;
#include "spec/families.def"
#undef FAMILY

/* The record of the row's family. */
const struct family *family_of(const struct mech_row *row);
