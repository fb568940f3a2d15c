/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C_Encrypt..., C_Decrypt..., C_Sign..., C_Verify..., C_Digest...: the
 * application's side of an operation. One that fails ends, whatever the reason;
 * CKR_BUFFER_TOO_SMALL and a question for the length leave it as it was.
 */
#include "stream.h"

#define NOTHING bytes_of(NULL, 0)

/* --- the sequence, for all of them --- */

/* A NULL mechanism ends what is active (v3.0). */
static CK_RV
begin(CK_SESSION_HANDLE session, enum function f, const CK_MECHANISM *mechanism,
    CK_OBJECT_HANDLE key)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	CLEARED_BY(params_clear) struct params p = { 0 };
	struct operation *o;
	uint32_t key_bits = 0;

	TRY_RV(session_enter(session, &s));
	o = &s->operations[f];
	if (mechanism == NULL) {
		if (o->phase == PHASE_NONE)
			return CKR_ARGUMENTS_BAD;
		stream_cancel(s, f);
		return CKR_OK;
	}
	if (o->phase != PHASE_NONE)
		return CKR_OPERATION_ACTIVE;
	TRY_RV(params_read(mechanism, &p));
	TRY_RV(stream_check(s, f, &p, key, &key_bits));
	operation_begin(o, &p, key, key_bits);
	return CKR_OK;
}

/* May this step be taken now? One part and several do not mix. */
static CK_RV
check_phase(struct session *s, enum function f, enum step step)
{
	struct operation *o = &s->operations[f];

	if (o->phase == PHASE_NONE)
		return CKR_OPERATION_NOT_INITIALIZED;
	if (step == STEP_WHOLE && o->phase == PHASE_PARTS) {
		stream_cancel(s, f);
		return CKR_OPERATION_ACTIVE;
	}
	return CKR_OK;
}

/* Input that was announced but is not there ends the operation, as any error. */
static CK_RV
check_input(struct session *s, enum function f, struct bytes in)
{
	if (in.ptr != NULL || in.len == 0)
		return CKR_OK;
	stream_cancel(s, f);
	return CKR_ARGUMENTS_BAD;
}

static bool
is_too_small(const struct operation *o, enum function f, enum step step,
    size_t in_len, const CK_ULONG *out_len)
{
	return step == STEP_WHOLE && operation_bound_is_exact(o, f) &&
	    *out_len < operation_bound(o, f, step, in_len);
}

static CK_RV
take_step(struct session *s, enum function f, enum step step, struct bytes in,
    CK_BYTE *out, CK_ULONG *out_len)
{
	struct operation *o = &s->operations[f];
	CK_RV rv = stream_step(s, f, step, in, NOTHING);

	if (rv != CKR_OK) {
		stream_cancel(s, f);
		return rv;
	}
	o->total_in += in.len;
	if (step == STEP_UPDATE)
		o->phase = PHASE_PARTS;
	return operation_deliver(o, step, in.len, out, out_len);
}

/* A step with output: encrypt, decrypt, sign, digest. */
static CK_RV
run(CK_SESSION_HANDLE session, enum function f, enum step step, struct bytes in,
    CK_BYTE *out, CK_ULONG *out_len)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	struct operation *o;

	TRY_RV(session_enter(session, &s));
	TRY_RV(check_phase(s, f, step));
	TRY_RV(check_input(s, f, in));
	o = &s->operations[f];
	if (out_len == NULL) {
		stream_cancel(s, f);
		return CKR_ARGUMENTS_BAD;
	}
	if (operation_has_kept(o, step, in.len))
		return operation_deliver(o, step, in.len, out, out_len);
	if (out == NULL || is_too_small(o, f, step, in.len, out_len)) {
		*out_len = operation_bound(o, f, step, in.len);
		return out == NULL ? CKR_OK : CKR_BUFFER_TOO_SMALL;
	}
	if (o->kept) { /* nobody fetched it, and this is another call */
		stream_cancel(s, f);
		return CKR_OPERATION_NOT_INITIALIZED;
	}
	return take_step(s, f, step, in, out, out_len);
}

/* A part without output: sign, verify, digest; key: as stream_collect. */
static CK_RV
collect_part(struct session *s, enum function f, struct bytes in, uint64_t key)
{
	CK_RV rv;

	TRY_RV(check_phase(s, f, STEP_UPDATE));
	TRY_RV(check_input(s, f, in));
	rv = stream_collect(s, f, in, key);
	if (rv != CKR_OK)
		stream_cancel(s, f);
	else
		s->operations[f].phase = PHASE_PARTS;
	return rv;
}

static CK_RV
collect(CK_SESSION_HANDLE session, enum function f, struct bytes in)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	return collect_part(s, f, in, 0);
}

static CK_RV
check_signature(CK_SESSION_HANDLE session, enum step step, struct bytes in,
    struct bytes signature)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	enum function f = FUNCTION_VERIFY;
	CK_RV rv;

	TRY_RV(session_enter(session, &s));
	TRY_RV(check_phase(s, f, step));
	TRY_RV(check_input(s, f, in));
	TRY_RV(check_input(s, f, signature));
	rv = stream_step(s, f, step, in, signature);
	if (rv == CKR_OK)
		operation_finish(&s->operations[f]);
	else
		stream_cancel(s, f);
	return rv;
}

/* --- encrypt --- */

CK_RV
C_EncryptInit(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism,
    CK_OBJECT_HANDLE key)
{
	return begin(session, FUNCTION_ENCRYPT, mechanism, key);
}

CK_RV
C_Encrypt(CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG data_len,
    CK_BYTE_PTR encrypted, CK_ULONG_PTR encrypted_len)
{
	return run(session, FUNCTION_ENCRYPT, STEP_WHOLE,
	    bytes_of(data, data_len), encrypted, encrypted_len);
}

CK_RV
C_EncryptUpdate(CK_SESSION_HANDLE session, CK_BYTE_PTR part, CK_ULONG part_len,
    CK_BYTE_PTR encrypted, CK_ULONG_PTR encrypted_len)
{
	return run(session, FUNCTION_ENCRYPT, STEP_UPDATE,
	    bytes_of(part, part_len), encrypted, encrypted_len);
}

CK_RV
C_EncryptFinal(CK_SESSION_HANDLE session, CK_BYTE_PTR encrypted,
    CK_ULONG_PTR encrypted_len)
{
	return run(session, FUNCTION_ENCRYPT, STEP_FINAL, NOTHING,
	    encrypted, encrypted_len);
}

/* --- decrypt --- */

CK_RV
C_DecryptInit(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism,
    CK_OBJECT_HANDLE key)
{
	return begin(session, FUNCTION_DECRYPT, mechanism, key);
}

CK_RV
C_Decrypt(CK_SESSION_HANDLE session, CK_BYTE_PTR encrypted, CK_ULONG encrypted_len,
    CK_BYTE_PTR data, CK_ULONG_PTR data_len)
{
	return run(session, FUNCTION_DECRYPT, STEP_WHOLE,
	    bytes_of(encrypted, encrypted_len), data, data_len);
}

CK_RV
C_DecryptUpdate(CK_SESSION_HANDLE session, CK_BYTE_PTR encrypted,
    CK_ULONG encrypted_len, CK_BYTE_PTR part, CK_ULONG_PTR part_len)
{
	return run(session, FUNCTION_DECRYPT, STEP_UPDATE,
	    bytes_of(encrypted, encrypted_len), part, part_len);
}

CK_RV
C_DecryptFinal(CK_SESSION_HANDLE session, CK_BYTE_PTR part, CK_ULONG_PTR part_len)
{
	return run(session, FUNCTION_DECRYPT, STEP_FINAL, NOTHING,
	    part, part_len);
}

/* --- sign --- */

CK_RV
C_SignInit(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE key)
{
	return begin(session, FUNCTION_SIGN, mechanism, key);
}

CK_RV
C_Sign(CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG data_len,
    CK_BYTE_PTR signature, CK_ULONG_PTR signature_len)
{
	return run(session, FUNCTION_SIGN, STEP_WHOLE,
	    bytes_of(data, data_len), signature, signature_len);
}

CK_RV
C_SignUpdate(CK_SESSION_HANDLE session, CK_BYTE_PTR part, CK_ULONG part_len)
{
	return collect(session, FUNCTION_SIGN, bytes_of(part, part_len));
}

CK_RV
C_SignFinal(CK_SESSION_HANDLE session, CK_BYTE_PTR signature,
    CK_ULONG_PTR signature_len)
{
	return run(session, FUNCTION_SIGN, STEP_FINAL, NOTHING,
	    signature, signature_len);
}

/* --- verify --- */

CK_RV
C_VerifyInit(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism,
    CK_OBJECT_HANDLE key)
{
	return begin(session, FUNCTION_VERIFY, mechanism, key);
}

CK_RV
C_Verify(CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG data_len,
    CK_BYTE_PTR signature, CK_ULONG signature_len)
{
	return check_signature(session, STEP_WHOLE, bytes_of(data, data_len),
	    bytes_of(signature, signature_len));
}

CK_RV
C_VerifyUpdate(CK_SESSION_HANDLE session, CK_BYTE_PTR part, CK_ULONG part_len)
{
	return collect(session, FUNCTION_VERIFY, bytes_of(part, part_len));
}

CK_RV
C_VerifyFinal(CK_SESSION_HANDLE session, CK_BYTE_PTR signature,
    CK_ULONG signature_len)
{
	return check_signature(session, STEP_FINAL, NOTHING,
	    bytes_of(signature, signature_len));
}

/* --- digest --- */

CK_RV
C_DigestInit(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism)
{
	return begin(session, FUNCTION_DIGEST, mechanism, CK_INVALID_HANDLE);
}

CK_RV
C_Digest(CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG data_len,
    CK_BYTE_PTR digest, CK_ULONG_PTR digest_len)
{
	return run(session, FUNCTION_DIGEST, STEP_WHOLE,
	    bytes_of(data, data_len), digest, digest_len);
}

CK_RV
C_DigestUpdate(CK_SESSION_HANDLE session, CK_BYTE_PTR part, CK_ULONG part_len)
{
	return collect(session, FUNCTION_DIGEST, bytes_of(part, part_len));
}

CK_RV
C_DigestKey(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key)
{
	CLEARED_BY(session_leave) struct session *s = NULL;

	TRY_RV(session_enter(session, &s));
	if (key == CK_INVALID_HANDLE)
		return CKR_KEY_HANDLE_INVALID;
	return collect_part(s, FUNCTION_DIGEST, NOTHING, key);
}

CK_RV
C_DigestFinal(CK_SESSION_HANDLE session, CK_BYTE_PTR digest,
    CK_ULONG_PTR digest_len)
{
	return run(session, FUNCTION_DIGEST, STEP_FINAL, NOTHING,
	    digest, digest_len);
}
