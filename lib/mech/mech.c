/* SPDX-License-Identifier: Apache-2.0 */
/* Converts mechanisms from and to messages. The `mechanism` message holds another
 * one, whose form the mechanism's row names. */
#include "mech/mech.h"

#include "mech/parameter.h"
#include "wire/messages.h"

enum err
mech_use_of(uint64_t function, enum mech_use *out)
{
	static const enum mech_use uses[] = {
		[FUNCTION_ENCRYPT] = USE_ENCRYPT,
		[FUNCTION_DECRYPT] = USE_DECRYPT,
		[FUNCTION_SIGN] = USE_SIGN,
		[FUNCTION_VERIFY] = USE_VERIFY,
		[FUNCTION_DIGEST] = USE_DIGEST,
	};

	if (function < FUNCTION_ENCRYPT || function > FUNCTION_DIGEST)
		return ERR_ARGUMENT;
	*out = uses[function];
	return ERR_OK;
}

enum err
mech_decode(struct bytes encoded, struct mech *out)
{
	const struct mech_row *row;
	struct msg_mechanism w;
	struct mech m;

	if (wire_decode(&wire_mechanism, encoded, &w) != ERR_OK)
		return ERR_MECHANISM_PARAM;
	row = mech_row(w.type);
	if (row == NULL)
		return ERR_MECHANISM_INVALID;
	TRY(parameter_decode(row, w.parameter, &m));
	m.type = w.type;
	*out = m;
	return ERR_OK;
}

/* A row and a field of bytes look alike, which spares a copy of the values. */
enum err
mech_encode(const struct mech *m, struct buf *out)
{
	const struct mech_row *row = mech_row(m->type);
	size_t before = out->len;
	enum err e;

	if (row == NULL)
		return ERR_MECHANISM_INVALID;
	TRY(parameter_check(row, m));
	TRY(buf_put_u32(out, (uint32_t)m->type));
	e = parameter_encode(row, m, out);
	if (e != ERR_OK)
		out->len = before;
	return e;
}

enum err
mech_check(const struct mech *m)
{
	const struct mech_row *row = mech_row(m->type);

	return row == NULL ? ERR_MECHANISM_INVALID : parameter_check(row, m);
}

void
mech_shape(const struct mech *m, struct mech_shape *out)
{
	*out = (struct mech_shape){ .given = m->given };
	parameter_shape(mech_row(m->type), m, out->values);
}

enum err
mech_keep(const struct mech *m, struct buf *own, struct mech *out)
{
	buf_clear(own);
	*own = buf_up_to(LIMIT_FRAME_BODY);
	TRY(mech_encode(m, own));
	return mech_decode(buf_bytes(own), out);
}

void
mech_moved(struct mech *m, const uint8_t *from, const uint8_t *to)
{
	wire_moved(&parameters[mech_row(m->type)->parameter].message, m, from,
	    to);
}
