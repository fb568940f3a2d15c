/* SPDX-License-Identifier: Apache-2.0 */
/* Random bytes from the card, and seeds for it, in as many requests as it takes. */
#include "spec/limits.h"
#include "session.h"

static CK_RV
fetch_some(struct session *s, CK_BYTE *out, CK_ULONG n)
{
	struct msg_random_request in = { .len = n };
	struct msg_random_response answer;

	TRY_RV(session_call(s, random, &in, &answer));
	if (answer.data.len != n)
		return CKR_DEVICE_ERROR;
	memcpy(out, answer.data.ptr, n);
	return CKR_OK;
}

CK_RV
C_GenerateRandom(CK_SESSION_HANDLE session, CK_BYTE_PTR random, CK_ULONG random_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	if (random == NULL && random_len > 0)
		return CKR_ARGUMENTS_BAD;
	while (random_len > 0) {
		CK_ULONG n = random_len < LIMIT_DATA ? random_len : LIMIT_DATA;

		TRY_RV(fetch_some(s, random, n));
		random += n;
		random_len -= n;
	}
	return CKR_OK;
}

static CK_RV
give_some(struct session *s, const CK_BYTE *seed, CK_ULONG n)
{
	struct msg_random_seed_request in = { .seed = bytes_of(seed, n) };
	struct msg_random_seed_response out;

	return session_call(s, random_seed, &in, &out);
}

CK_RV
C_SeedRandom(CK_SESSION_HANDLE session, CK_BYTE_PTR seed, CK_ULONG seed_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	if (seed == NULL && seed_len > 0)
		return CKR_ARGUMENTS_BAD;
	while (seed_len > 0) {
		CK_ULONG n = seed_len < LIMIT_DATA ? seed_len : LIMIT_DATA;

		TRY_RV(give_some(s, seed, n));
		seed += n;
		seed_len -= n;
	}
	return CKR_OK;
}
