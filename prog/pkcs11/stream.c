/* SPDX-License-Identifier: Apache-2.0 */
/* What an operation asks the card, and how input that is too long for one
 * request, or comes in parts, becomes a stream there. */
#include "stream.h"

static CK_RV
ask_card(struct session *s, const struct params *p, struct check *c)
{
	struct msg_crypt_check_request in = {
		.function = c->function,
		.key = c->key,
		.mechanism = buf_bytes(&p->encoded),
	};
	struct msg_crypt_check_response out;

	TRY_RV(session_call(s, crypt_check, &in, &out));
	c->key_bits = (uint32_t)out.key_bits;
	slot_learns(s->slot, c);
	return CKR_OK;
}

CK_RV
stream_check(struct session *s, enum function f, const struct params *p,
    uint64_t key, uint32_t *out_key_bits)
{
	struct check c = {
		.key = key,
		.function = f,
		.type = (uint32_t)p->row->number,
	};

	mech_shape(&p->mech, &c.shape);
	if (!slot_knows(s->slot, &c))
		TRY_RV(ask_card(s, p, &c));
	*out_key_bits = c.key_bits;
	return CKR_OK;
}

static CK_RV
crypt_at_once(struct session *s, enum function f, struct bytes in,
    struct bytes signature)
{
	struct operation *o = &s->operations[f];
	struct msg_crypt_request ask = {
		.function = f,
		.key = o->key,
		.mechanism = buf_bytes(&o->params.encoded),
		.data = in,
		.signature = signature,
	};
	struct msg_crypt_response out;

	TRY_RV(session_call(s, crypt, &ask, &out));
	return rv_of(operation_put_result(o, out.data));
}

static CK_RV
begin(struct session *s, enum function f)
{
	struct operation *o = &s->operations[f];
	struct msg_stream_start_request in = {
		.function = f,
		.key = o->key,
		.mechanism = buf_bytes(&o->params.encoded),
	};
	struct msg_stream_start_response out;

	if (o->streams)
		return CKR_OK;
	TRY_RV(session_call(s, stream_start, &in, &out));
	o->streams = true;
	return CKR_OK;
}

static CK_RV
put_part(struct session *s, enum function f, struct bytes in, uint64_t key)
{
	struct msg_stream_update_request ask = { .function = f, .key = key, .data = in };
	struct msg_stream_update_response out;

	TRY_RV(session_call(s, stream_update, &ask, &out));
	return rv_of(operation_put_result(&s->operations[f], out.data));
}

/* However much it is. */
static CK_RV
put_parts(struct session *s, enum function f, struct bytes in)
{
	TRY_RV(begin(s, f));
	while (in.len > 0) {
		size_t n = in.len < LIMIT_DATA ? in.len : LIMIT_DATA;

		TRY_RV(put_part(s, f, bytes_of(in.ptr, n), 0));
		in = bytes_of(in.ptr + n, in.len - n);
	}
	return CKR_OK;
}

static CK_RV
end(struct session *s, enum function f, struct bytes signature)
{
	struct msg_stream_finish_request in = { .function = f, .signature = signature };
	struct msg_stream_finish_response out;

	do {
		TRY_RV(session_call(s, stream_finish, &in, &out));
		TRY_RV(rv_of(operation_put_result(&s->operations[f], out.data)));
	} while (out.more);
	s->operations[f].streams = false;
	return CKR_OK;
}

/* What was collected goes out before anything that follows it. */
static CK_RV
put_pending(struct session *s, enum function f)
{
	struct operation *o = &s->operations[f];

	TRY_RV(put_parts(s, f, buf_bytes(&o->pending)));
	buf_reset(&o->pending);
	return CKR_OK;
}

/* All of the input is here and nothing was sent: one round trip, if it fits. */
static CK_RV
run_whole(struct session *s, enum function f, struct bytes in, struct bytes signature)
{
	if (in.len <= LIMIT_DATA)
		return crypt_at_once(s, f, in, signature);
	TRY_RV(put_parts(s, f, in));
	return end(s, f, signature);
}

static CK_RV
run_final(struct session *s, enum function f, struct bytes signature)
{
	struct operation *o = &s->operations[f];

	if (!o->streams)
		return run_whole(s, f, buf_bytes(&o->pending), signature);
	TRY_RV(put_pending(s, f));
	return end(s, f, signature);
}

CK_RV
stream_step(struct session *s, enum function f, enum step step, struct bytes in,
    struct bytes signature)
{
	if (step == STEP_WHOLE)
		return run_whole(s, f, in, signature);
	if (step == STEP_FINAL)
		return run_final(s, f, signature);
	return put_parts(s, f, in);
}

/* As long as all parts fit into one request they wait for the end. */
CK_RV
stream_collect(struct session *s, enum function f, struct bytes in, uint64_t key)
{
	struct operation *o = &s->operations[f];

	o->pending.max = LIMIT_DATA;
	if (key == 0 && !o->streams && in.len <= LIMIT_DATA - o->pending.len)
		return rv_of(buf_put(&o->pending, in));
	TRY_RV(put_pending(s, f));
	if (key != 0)
		return put_part(s, f, in, key);
	return put_parts(s, f, in);
}

void
stream_cancel(struct session *s, enum function f)
{
	struct operation *o = &s->operations[f];
	struct msg_stream_cancel_request in = { .function = f };
	struct msg_stream_cancel_response out;

	if (o->streams && connection_is_alive(s->connection))
		(void)session_call(s, stream_cancel, &in, &out);
	operation_clear(o);
}
