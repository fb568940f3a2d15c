/* SPDX-License-Identifier: Apache-2.0 */
/* Answers questions about an object's attributes and size. */
#include "hsm/read.h"

#include "hsm/attribute.h"
#include "hsm/internal.h"
#include "hsm/object.h"
#include "hsm/sight.h"

static enum err
attribute_status(const struct session *s, const struct object *o, uint64_t type,
    struct bytes *out)
{
	const struct attribute_row *row =
	    attribute_row(type, o->class, o->key_type);

	if (row == NULL)
		return ERR_ATTRIBUTE_TYPE;
	if (object_hides(s, o, row))
		return ERR_ATTRIBUTE_SENSITIVE;
	return object_value(o, type, out) ? ERR_OK : ERR_ATTRIBUTE_TYPE;
}

enum err
attributes_get(const struct session *s, uint64_t handle, struct bytes types,
    struct buf *rows, enum err *out_all)
{
	enum err all = ERR_OK;
	struct object *o;

	if (types.len % 4 != 0 || types.len / 4 > LIMIT_ATTRIBUTES)
		return ERR_ARGUMENT;
	TRY(object_find(s, handle, &o));
	for (size_t i = 0; i < types.len; i += 4) {
		struct msg_attribute_answer answer = {
			.type = bytes_u32(types.ptr + i),
		};
		enum err e =
		    attribute_status(s, o, answer.type, &answer.value);

		answer.status = e;
		if (e != ERR_OK && all != ERR_ATTRIBUTE_SENSITIVE)
			all = e;
		TRY(rows_put(rows, &wire_attribute_answer, &answer));
	}
	*out_all = all;
	return ERR_OK;
}

enum err
object_size(const struct session *s, uint64_t handle, uint64_t *out)
{
	struct object *o;

	TRY(object_find(s, handle, &o));
	*out = o->size;
	return ERR_OK;
}
