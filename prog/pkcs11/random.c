/* SPDX-License-Identifier: Apache-2.0 */
/* Random bytes from the card, in as many requests as it takes. */
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

CK_RV
C_SeedRandom(CK_SESSION_HANDLE session, CK_BYTE_PTR seed, CK_ULONG seed_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	if (seed == NULL && seed_len > 0)
		return CKR_ARGUMENTS_BAD;
	return CKR_RANDOM_SEED_NOT_SUPPORTED;
}
