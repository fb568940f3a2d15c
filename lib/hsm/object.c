/* SPDX-License-Identifier: Apache-2.0 */
/* Makes an object in memory and reads it. */
#include "hsm/object.h"

#include "spec/pkcs11.h"
#include "base/mem.h"
#include "crypto/key_type.h"
#include "hsm/attribute.h"
#include "hsm/blob.h"
#include "hsm/internal.h"

/* --- making one --- */

static void
attributes_sort(struct template *t)
{
	for (unsigned i = 1; i < t->n; i++)
		for (unsigned j = i; j > 0 &&
		    t->rows[j - 1].type > t->rows[j].type; j--) {
			struct attribute moved = t->rows[j];

			t->rows[j] = t->rows[j - 1];
			t->rows[j - 1] = moved;
		}
}

static bool
is_hidden(const struct attribute *a, uint64_t class, uint64_t key_type)
{
	const struct attribute_row *row =
	    attribute_row(a->type, class, key_type);

	return row != NULL && row->rule == RULE_HIDDEN;
}

/* Copies the values behind the attributes; hidden values go into the secret. */
static void
values_copy(struct object *o, const struct template *t)
{
	uint8_t *clear = (uint8_t *)&o->attributes[t->n];
	uint8_t *hidden = o->hidden.ptr;

	for (unsigned i = 0; i < t->n; i++) {
		struct bytes value = t->rows[i].value;
		bool hide = is_hidden(&t->rows[i], o->class, o->key_type);
		uint8_t **to = hide ? &hidden : &clear;

		if (value.len > 0)
			memcpy(*to, value.ptr, value.len);
		o->attributes[i].type = t->rows[i].type;
		o->attributes[i].value = bytes_of(*to, value.len);
		*to += value.len;
	}
	o->n = t->n;
}

static unsigned
object_bits(const struct object *o)
{
	const struct key_values v = { o->attributes, o->n };
	const struct key_type *t = key_type(o->key_type);

	if (t == NULL || attribute_half(o->class) == KEY_NO_HALF)
		return 0;
	return key_type_bits(t, &v);
}

/* Fills the members for values that are asked for often. */
static void
object_remember(struct object *o)
{
	o->token = object_flag(o, CKA_TOKEN);
	o->private = object_flag(o, CKA_PRIVATE);
	o->bits = object_bits(o);
	(void)object_value(o, CKA_LABEL, &o->label);
	(void)object_value(o, CKA_ID, &o->id);
	(void)object_value(o, CKA_OUID, &o->uid);
	o->size = blob_len(o->attributes, o->n);
}

enum err
object_new(const struct template *t, struct object **out)
{
	struct template sorted = *t;
	uint64_t class = template_number(t, CKA_CLASS, ~0ull);
	uint64_t key_type = template_number(t, CKA_KEY_TYPE, 0);
	size_t clear = 0, hidden = 0;
	struct object *o;

	for (unsigned i = 0; i < t->n; i++) {
		if (is_hidden(&t->rows[i], class, key_type))
			hidden += t->rows[i].value.len;
		else
			clear += t->rows[i].value.len;
	}
	attributes_sort(&sorted);
	o = mem_alloc(1, sizeof(*o) + t->n * sizeof(o->attributes[0]) + clear);
	if (o == NULL)
		return ERR_NO_MEMORY;
	atomic_init(&o->n_refs, 1);
	o->class = class;
	o->key_type = key_type;
	if (hidden > 0) {
		enum err e = secret_make(&o->hidden, hidden);

		if (e != ERR_OK) {
			object_unref(&o);
			return e;
		}
	}
	values_copy(o, &sorted);
	object_remember(o);
	*out = o;
	return ERR_OK;
}

enum err
object_record_read(struct bytes in, struct object **out)
{
	struct template t = { 0 };

	TRY(blob_read(in, &t));
	return object_new(&t, out);
}

enum err
object_record_put(const struct object *o, struct secret *out)
{
	return blob_put(o->attributes, o->n, out);
}

struct object *
object_ref(const struct object *o)
{
	struct object *mine = (struct object *)(uintptr_t)o;

	atomic_fetch_add_explicit(&mine->n_refs, 1, memory_order_relaxed);
	return mine;
}

void
object_unref(struct object **o)
{
	struct object *gone = *o;
	struct key *key;

	*o = NULL;
	if (gone == NULL || atomic_fetch_sub(&gone->n_refs, 1) != 1)
		return;
	key = atomic_load(&gone->key);
	key_unref(&key);
	secret_clear(&gone->hidden);
	mem_free(gone);
}

/* --- looking at one --- */

uint64_t
object_class(const struct object *o)
{
	return o->class;
}

bool
object_value(const struct object *o, uint64_t type, struct bytes *out)
{
	unsigned low = 0, high = o->n;

	while (low < high) {
		unsigned mid = (low + high) / 2;

		if (o->attributes[mid].type == type) {
			*out = o->attributes[mid].value;
			return true;
		}
		if (o->attributes[mid].type < type)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

bool
object_flag(const struct object *o, uint64_t type)
{
	struct bytes value;

	return object_value(o, type, &value) && value.len == 1 && value.ptr[0];
}
