/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Encrypt, decrypt, sign, verify, digest: one sequence for all of them.
 *
 *   init     the card has permitted this before, or is asked (crypt_check)
 *   one part one round trip (crypt); longer data goes in parts by itself
 *   update   encrypt and decrypt start a stream; the others collect what fits
 *            into one request, so that a short multi-part costs one round trip
 *
 * A result that does not fit the caller's buffer is kept until it is fetched.
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

struct session;

/* C_xxxInit; a NULL mechanism ends what is active (v3.0). */
CK_RV operation_init(struct session *s, enum function f,
    const CK_MECHANISM *mechanism, CK_OBJECT_HANDLE key);
/* With output: encrypt, decrypt, sign, digest. For a final step `in` is empty. */
CK_RV operation_step(struct session *s, enum function f, enum step step,
    struct bytes in, CK_BYTE *out, CK_ULONG *out_len);
/* Without: sign, verify, digest take a part; key: C_DigestKey, else 0. */
CK_RV operation_part(struct session *s, enum function f, struct bytes in, uint64_t key);
/* C_Verify, C_VerifyFinal. */
CK_RV operation_verify(struct session *s, enum step step, struct bytes in,
    struct bytes signature);
/* Forgets what is under way. */
void operation_cancel(struct session *s, enum function f);
/* Without telling the card. */
void operation_clear(struct operation *o);
