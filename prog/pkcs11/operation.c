/* SPDX-License-Identifier: Apache-2.0 */
/* See operation.h. In here an operation that fails ends, whatever the reason;
 * CKR_BUFFER_TOO_SMALL and a question for the length leave it as it was. */
#include "operation.h"

#include "base/mem.h"
#include "session.h"

/* No call of an application has more; a bound for what it collects. */
#define RESULT_MAX ((size_t)1 << 40)

void
operation_clear(struct operation *o)
{
	params_clear(&o->params);
	buf_clear(&o->pending);
	buf_clear(&o->result);
	memset(o, 0, sizeof(*o));
}

static void
cancel_remote(struct session *s, enum function f)
{
	struct msg_stream_cancel_request q = { .session = s->remote, .function = f };
	struct msg_stream_cancel_response r;

	IGNORE(call_stream_cancel(&s->caller, &q, &r, &s->reply));
}

void
operation_cancel(struct session *s, enum function f)
{
	struct operation *o = &s->operations[f];

	if (o->streams && connection_is_alive(s->connection))
		cancel_remote(s, f);
	operation_clear(o);
}

/* The end of an operation that came to its end; buffers are kept for the next. */
static void
finish(struct operation *o)
{
	struct buf pending = o->pending, result = o->result;

	buf_reset(&pending);
	buf_reset(&result);
	params_clear(&o->params);
	memset(o, 0, sizeof(*o));
	o->pending = pending;
	o->result = result;
	if (pending.cap > LIMIT_DATA)
		buf_clear(&o->pending);
	if (result.cap > LIMIT_DATA)
		buf_clear(&o->result);
}

/* --- beginning --------------------------------------------------------------------------- */

static enum err
ask_card(struct session *s, const struct params *p, struct check *c)
{
	struct msg_crypt_check_request q = {
		.session = s->remote,
		.function = c->function,
		.key = c->key,
		.mechanism = buf_bytes(&p->encoded),
	};
	struct msg_crypt_check_response r;

	TRY(call_crypt_check(&s->caller, &q, &r, &s->reply));
	c->key_bits = (uint32_t)r.key_bits;
	slot_learns(s->slot, c);
	return ERR_OK;
}

static enum err
check(struct session *s, enum function f, const struct params *p, uint64_t key,
    uint32_t *out_key_bits)
{
	struct check c = {
		.key = key,
		.function = f,
		.type = (uint32_t)p->row->type,
		.iv_len = (uint32_t)p->iv_len,
		.tag_bits = p->tag_bits,
		.counter_bits = p->counter_bits,
		.hash = p->hash,
		.mgf = p->mgf,
		.salt_len = p->salt_len,
		.kdf = p->kdf,
	};

	if (!slot_knows(s->slot, &c))
		TRY(ask_card(s, p, &c));
	*out_key_bits = c.key_bits;
	return ERR_OK;
}

CK_RV
operation_init(struct session *s, enum function f, const CK_MECHANISM *mechanism,
    CK_OBJECT_HANDLE key)
{
	CLEARED_BY(params_clear) struct params p = { 0 };
	struct operation *o = &s->operations[f];
	uint32_t key_bits = 0;

	if (mechanism == NULL) {
		if (o->phase == PHASE_NONE)
			return CKR_ARGUMENTS_BAD;
		operation_cancel(s, f);
		return CKR_OK;
	}
	if (o->phase != PHASE_NONE)
		return CKR_OPERATION_ACTIVE;
	TRY_RV(params_read(mechanism, &p));
	TRY_RV(session_rv(s, check(s, f, &p, key, &key_bits)));
	o->phase = PHASE_READY;
	o->params = p;
	o->key = key;
	o->key_bits = key_bits;
	p = (struct params){ 0 };
	return CKR_OK;
}

/* --- the card's part ------------------------------------------------------------------------ */

static enum err
put_result(struct operation *o, struct bytes data)
{
	o->result.max = RESULT_MAX;
	return buf_put(&o->result, data);
}

static enum err
crypt_at_once(struct session *s, enum function f, struct bytes in,
    struct bytes signature)
{
	struct operation *o = &s->operations[f];
	struct msg_crypt_request q = {
		.session = s->remote,
		.function = f,
		.key = o->key,
		.mechanism = buf_bytes(&o->params.encoded),
		.data = in,
		.signature = signature,
	};
	struct msg_crypt_response r;

	TRY(call_crypt(&s->caller, &q, &r, &s->reply));
	return put_result(o, r.data);
}

static enum err
stream_begin(struct session *s, enum function f)
{
	struct operation *o = &s->operations[f];
	struct msg_stream_start_request q = {
		.session = s->remote,
		.function = f,
		.key = o->key,
		.mechanism = buf_bytes(&o->params.encoded),
	};
	struct msg_stream_start_response r;

	if (o->streams)
		return ERR_OK;
	TRY(call_stream_start(&s->caller, &q, &r, &s->reply));
	o->streams = true;
	return ERR_OK;
}

static enum err
stream_part(struct session *s, enum function f, struct bytes in, uint64_t key)
{
	struct msg_stream_update_request q = {
		.session = s->remote,
		.function = f,
		.key = key,
		.data = in,
	};
	struct msg_stream_update_response r;

	TRY(call_stream_update(&s->caller, &q, &r, &s->reply));
	return put_result(&s->operations[f], r.data);
}

/* However much it is. */
static enum err
stream_parts(struct session *s, enum function f, struct bytes in)
{
	TRY(stream_begin(s, f));
	while (in.len > 0) {
		size_t n = in.len < LIMIT_DATA ? in.len : LIMIT_DATA;

		TRY(stream_part(s, f, bytes_of(in.ptr, n), 0));
		in = bytes_of(in.ptr + n, in.len - n);
	}
	return ERR_OK;
}

static enum err
stream_end(struct session *s, enum function f, struct bytes signature)
{
	struct msg_stream_finish_request q = {
		.session = s->remote,
		.function = f,
		.signature = signature,
	};
	struct msg_stream_finish_response r;

	do {
		TRY(call_stream_finish(&s->caller, &q, &r, &s->reply));
		TRY(put_result(&s->operations[f], r.data));
	} while (r.more);
	s->operations[f].streams = false;
	return ERR_OK;
}

/* What was collected goes out before anything that follows it. */
static enum err
send_pending(struct session *s, enum function f)
{
	struct operation *o = &s->operations[f];

	TRY(stream_parts(s, f, buf_bytes(&o->pending)));
	buf_reset(&o->pending);
	return ERR_OK;
}

/* All of the input is here and nothing was sent: once over and back, if it fits. */
static enum err
run_whole(struct session *s, enum function f, struct bytes in, struct bytes signature)
{
	if (in.len <= LIMIT_DATA)
		return crypt_at_once(s, f, in, signature);
	TRY(stream_parts(s, f, in));
	return stream_end(s, f, signature);
}

static enum err
run_final(struct session *s, enum function f, struct bytes signature)
{
	struct operation *o = &s->operations[f];

	if (!o->streams)
		return run_whole(s, f, buf_bytes(&o->pending), signature);
	TRY(send_pending(s, f));
	return stream_end(s, f, signature);
}

static enum err
run(struct session *s, enum function f, enum step step, struct bytes in,
    struct bytes signature)
{
	if (step == STEP_WHOLE)
		return run_whole(s, f, in, signature);
	if (step == STEP_FINAL)
		return run_final(s, f, signature);
	return stream_parts(s, f, in);
}

/* --- the application's part ------------------------------------------------------------------- */

/* May this step be taken now? One part and several do not mix. */
static CK_RV
check_phase(struct session *s, enum function f, enum step step)
{
	struct operation *o = &s->operations[f];

	if (o->phase == PHASE_NONE)
		return CKR_OPERATION_NOT_INITIALIZED;
	if (step == STEP_WHOLE && o->phase == PHASE_PARTS) {
		operation_cancel(s, f);
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
	operation_cancel(s, f);
	return CKR_ARGUMENTS_BAD;
}

static uint64_t
bound(const struct operation *o, enum function f, enum step step, size_t in_len)
{
	uint64_t all = params_bound(&o->params, f, o->key_bits,
	    o->total_in + in_len);

	return all > o->total_out ? all - o->total_out : 0;
}

/* The result for the caller's buffer, or kept if it does not fit. */
static CK_RV
deliver(struct operation *o, enum step step, size_t in_len, CK_BYTE *out,
    CK_ULONG *out_len)
{
	CK_ULONG room = *out_len;

	*out_len = o->result.len;
	if (out == NULL || room < o->result.len) {
		o->kept = true;
		o->kept_by = step;
		o->kept_len = in_len;
		return out == NULL ? CKR_OK : CKR_BUFFER_TOO_SMALL;
	}
	if (o->result.len > 0)
		memcpy(out, o->result.ptr, o->result.len);
	o->kept = false;
	o->total_out += o->result.len;
	if (step == STEP_UPDATE)
		buf_reset(&o->result);
	else
		finish(o);
	return CKR_OK;
}

static bool
too_small(const struct operation *o, enum function f, enum step step,
    size_t in_len, const CK_ULONG *out_len)
{
	return step == STEP_WHOLE && params_bound_is_exact(&o->params, f) &&
	    *out_len < bound(o, f, step, in_len);
}

static CK_RV
take_step(struct session *s, enum function f, enum step step, struct bytes in,
    CK_BYTE *out, CK_ULONG *out_len)
{
	struct operation *o = &s->operations[f];
	CK_RV rv = session_rv(s, run(s, f, step, in, bytes_of(NULL, 0)));

	if (rv != CKR_OK) {
		operation_cancel(s, f);
		return rv;
	}
	o->total_in += in.len;
	if (step == STEP_UPDATE)
		o->phase = PHASE_PARTS;
	return deliver(o, step, in.len, out, out_len);
}

CK_RV
operation_step(struct session *s, enum function f, enum step step,
    struct bytes in, CK_BYTE *out, CK_ULONG *out_len)
{
	struct operation *o = &s->operations[f];

	TRY_RV(check_phase(s, f, step));
	TRY_RV(check_input(s, f, in));
	if (out_len == NULL) {
		operation_cancel(s, f);
		return CKR_ARGUMENTS_BAD;
	}
	if (o->kept && o->kept_by == step && o->kept_len == in.len)
		return deliver(o, step, in.len, out, out_len);
	if (out == NULL || too_small(o, f, step, in.len, out_len)) {
		*out_len = bound(o, f, step, in.len);
		return out == NULL ? CKR_OK : CKR_BUFFER_TOO_SMALL;
	}
	if (o->kept) { /* it was fetched by no one, and this is another call */
		operation_cancel(s, f);
		return CKR_OPERATION_NOT_INITIALIZED;
	}
	return take_step(s, f, step, in, out, out_len);
}

/* As long as all parts fit into one request they wait for the end. */
static enum err
take_part(struct session *s, enum function f, struct bytes in, uint64_t key)
{
	struct operation *o = &s->operations[f];

	o->pending.max = LIMIT_DATA;
	if (key == 0 && !o->streams && in.len <= LIMIT_DATA - o->pending.len)
		return buf_put(&o->pending, in);
	TRY(send_pending(s, f));
	if (key != 0)
		return stream_part(s, f, in, key);
	return stream_parts(s, f, in);
}

CK_RV
operation_part(struct session *s, enum function f, struct bytes in, uint64_t key)
{
	CK_RV rv;

	TRY_RV(check_phase(s, f, STEP_UPDATE));
	TRY_RV(check_input(s, f, in));
	rv = session_rv(s, take_part(s, f, in, key));
	if (rv != CKR_OK)
		operation_cancel(s, f);
	else
		s->operations[f].phase = PHASE_PARTS;
	return rv;
}

CK_RV
operation_verify(struct session *s, enum step step, struct bytes in,
    struct bytes signature)
{
	enum function f = FUNCTION_VERIFY;
	CK_RV rv;

	TRY_RV(check_phase(s, f, step));
	TRY_RV(check_input(s, f, in));
	TRY_RV(check_input(s, f, signature));
	rv = session_rv(s, run(s, f, step, in, signature));
	if (rv == CKR_OK)
		finish(&s->operations[f]);
	else
		operation_cancel(s, f);
	return rv;
}
