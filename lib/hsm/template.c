/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a template from a message. At most LIMIT_ATTRIBUTES rows, so a search
 * from the front is quick. */
#include "hsm/template.h"

#include "wire/messages.h"

enum err
template_add(struct template *t, uint64_t type, struct bytes value)
{
	if (t->n >= LIMIT_ATTRIBUTES)
		return ERR_TOO_LARGE;
	t->rows[t->n++] = (struct attribute){ type, value };
	return ERR_OK;
}

enum err
template_add_made(struct template *t, const struct key_made *made,
    enum key_half half)
{
	struct attribute rows[KEY_MADE_MAX];
	struct key_values v = key_made_half(made, half, rows);

	for (unsigned i = 0; i < v.n; i++)
		TRY(template_add(t, v.rows[i].type, v.rows[i].value));
	return ERR_OK;
}

bool
template_get(const struct template *t, uint64_t type, struct bytes *out)
{
	for (unsigned i = 0; t != NULL && i < t->n; i++) {
		if (t->rows[i].type != type)
			continue;
		*out = t->rows[i].value;
		return true;
	}
	return false;
}

uint64_t
template_number(const struct template *t, uint64_t type, uint64_t otherwise)
{
	struct bytes value;

	if (!template_get(t, type, &value))
		return otherwise;
	if (value.len == 1)
		return value.ptr[0];
	return value.len == 8 ? bytes_u64(value.ptr) : otherwise;
}

enum err
template_read(struct bytes rows, struct template *out)
{
	struct template t = { 0 };
	struct msg_attribute row;
	struct bytes twice;
	enum err e;

	while ((e = rows_next(&rows, &wire_attribute, &row)) == ERR_OK) {
		if (template_get(&t, row.type, &twice))
			return ERR_TEMPLATE_INCONSISTENT;
		TRY(template_add(&t, row.type, row.value));
	}
	if (e != ERR_NOT_FOUND)
		return e;
	*out = t;
	return ERR_OK;
}
