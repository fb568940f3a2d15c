/* SPDX-License-Identifier: Apache-2.0 */
/* The state of an operation; nothing here speaks with a card. */
#include "operation.h"

#include <string.h>

#include "mech/bound.h"
#include "spec/limits.h"

/* No call of an application has more; a bound for what is collected. */
#define RESULT_MAX ((size_t)1 << 40)

void
operation_begin(struct operation *o, struct params *p, uint64_t key,
    uint32_t key_bits)
{
	o->phase = PHASE_READY;
	o->params = *p;
	o->key = key;
	o->key_bits = key_bits;
	*p = (struct params){ 0 };
}

enum err
operation_put_result(struct operation *o, struct bytes data)
{
	o->result.max = RESULT_MAX;
	return buf_put(&o->result, data);
}

static enum mech_use
use_of(enum function f)
{
	enum mech_use use = 0;

	must(mech_use_of(f, &use) == ERR_OK);
	return use;
}

size_t
operation_bound(const struct operation *o, enum function f, enum step step,
    size_t in_len)
{
	const struct mech *m = &o->params.mech;
	bool ciphers = f == FUNCTION_ENCRYPT || f == FUNCTION_DECRYPT;

	if (step == STEP_UPDATE)
		return bound_part(m, in_len);
	if (step == STEP_FINAL && ciphers)
		return bound_rest(m, use_of(f), o->key_bits, o->total_in,
		    o->total_out);
	return bound_whole(m, use_of(f), o->key_bits, in_len);
}

bool
operation_bound_is_exact(const struct operation *o, enum function f)
{
	return bound_is_exact(&o->params.mech, use_of(f));
}

bool
operation_has_kept(const struct operation *o, enum step step, size_t in_len)
{
	return o->kept && o->kept_by == step && o->kept_len == in_len;
}

static void
keep(struct operation *o, enum step step, size_t in_len)
{
	o->kept = true;
	o->kept_by = step;
	o->kept_len = in_len;
}

CK_RV
operation_deliver(struct operation *o, enum step step, size_t in_len, CK_BYTE *out,
    CK_ULONG *out_len)
{
	CK_ULONG room = *out_len;

	*out_len = o->result.len;
	if (out == NULL || room < o->result.len) {
		keep(o, step, in_len);
		return out == NULL ? CKR_OK : CKR_BUFFER_TOO_SMALL;
	}
	if (o->result.len > 0)
		memcpy(out, o->result.ptr, o->result.len);
	o->kept = false;
	o->total_out += o->result.len;
	if (step == STEP_UPDATE)
		buf_reset(&o->result);
	else
		operation_finish(o);
	return CKR_OK;
}

/* Buffers of a usual size are kept for the next operation. */
void
operation_finish(struct operation *o)
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

void
operation_clear(struct operation *o)
{
	params_clear(&o->params);
	buf_clear(&o->pending);
	buf_clear(&o->result);
	memset(o, 0, sizeof(*o));
}
