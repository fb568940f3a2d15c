/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * An operation of a session: encrypt, decrypt, sign, verify or digest. One
 * sequence serves all of them:
 *
 *   init     the card has permitted this before, or is asked (crypt_check)
 *   one part one round trip (crypt); longer data goes in parts by itself
 *   update   encrypt and decrypt start a stream; the others collect what fits
 *            into one request, so that a short multi-part costs one round trip
 *
 * crypt.c has what the application calls, stream.c what goes to the card. Here
 * is what stays between: parts, and a result that did not fit the caller's
 * buffer, which is kept until it is fetched.
 */

#include "params.h"

enum phase { PHASE_NONE, PHASE_READY, PHASE_PARTS };
enum step { STEP_WHOLE, STEP_UPDATE, STEP_FINAL };

struct operation {
	enum phase phase;
	bool streams; /* the card has begun a stream */
	struct params params;
	uint64_t key;
	uint32_t key_bits;
	uint64_t total_in, total_out;
	struct buf pending; /* parts that wait for the end */
	struct buf result;
	bool kept;     /* result waits to be fetched by */
	enum step kept_by;
	size_t kept_len; /* the same call with as much input */
};

/* Begins it; takes over the parameters. */
void operation_begin(struct operation *o, struct params *p, uint64_t key,
    uint32_t key_bits);
/* Adds to the result. */
enum err operation_put_result(struct operation *o, struct bytes data);
/* How much the step may give at most. */
size_t operation_bound(const struct operation *o, enum function f, enum step step,
    size_t in_len);
/* A whole operation gives just that. */
bool operation_bound_is_exact(const struct operation *o, enum function f);
/* A result waits for this very call. */
bool operation_has_kept(const struct operation *o, enum step step, size_t in_len);
/* Gives the result out, or keeps it when it does not fit: CKR_BUFFER_TOO_SMALL.
 * With the last step the operation ends. */
CK_RV operation_deliver(struct operation *o, enum step step, size_t in_len,
    CK_BYTE *out, CK_ULONG *out_len);
/* The end of an operation that came to its end. */
void operation_finish(struct operation *o);
/* Forgets it; the card is not told (stream_cancel). */
void operation_clear(struct operation *o);
