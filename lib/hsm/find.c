/* SPDX-License-Identifier: Apache-2.0 */
/* Searches objects. A label or id in the template leads to a short chain;
 * otherwise all objects are compared, in the order of their handles. */
#include "hsm/find.h"

#include <stdlib.h>

#include "spec/pkcs11.h"
#include "base/mem.h"
#include "hsm/attribute.h"
#include "hsm/internal.h"
#include "hsm/object.h"
#include "hsm/session.h"
#include "hsm/sight.h"

/* Hidden values match nothing, or a search could guess them. */
static bool
matches_one(const struct session *s, const struct object *o,
    const struct attribute *wanted)
{
	const struct attribute_row *row;
	struct bytes value;

	if (wanted->type == CKA_CLASS && wanted->value.len == 8)
		return bytes_u64(wanted->value.ptr) == o->class;
	if (!object_value(o, wanted->type, &value) ||
	    value.len != wanted->value.len)
		return false;
	row = attribute_row(wanted->type, o->class, o->key_type);
	return row != NULL && !object_hides(s, o, row) &&
	    bytes_equal(value, wanted->value);
}

static bool
matches(const struct session *s, const struct object *o,
    const struct template *t)
{
	for (unsigned i = 0; i < t->n; i++)
		if (!matches_one(s, o, &t->rows[i]))
			return false;
	return object_visible(s, o);
}

struct found {
	uint64_t *handles;
	unsigned n, most;
	bool more;
};

static void
find_all(const struct session *s, const struct template *t, uint64_t after,
    struct found *f)
{
	const struct table *table = &s->access->partition->objects;

	for (size_t i = table_after(table, after); i < table->n; i++) {
		if (!matches(s, table->rows[i], t))
			continue;
		if (f->n == f->most) {
			f->more = true;
			return;
		}
		f->handles[f->n++] = table->rows[i]->handle;
	}
}

static void
handle_insert(struct found *f, uint64_t handle)
{
	unsigned at;

	if (f->n == f->most) {
		f->more = true;
		if (f->handles[f->n - 1] < handle)
			return;
		f->n--;
	}
	for (at = f->n++; at > 0 && f->handles[at - 1] > handle; at--)
		f->handles[at] = f->handles[at - 1];
	f->handles[at] = handle;
}

/* Collects the lowest handles above `after` of a chain. False if the chain is so
 * long that comparing all objects in order is as fast. */
static bool
find_chain(const struct session *s, const struct template *t, uint64_t after,
    const struct object *chain, int index, struct found *f)
{
	unsigned steps = 0;

	for (const struct object *o = chain; o != NULL; o = o->next[index]) {
		if (++steps > 256)
			return false;
		if (o->handle > after && matches(s, o, t))
			handle_insert(f, o->handle);
	}
	return true;
}

enum err
objects_find(const struct session *s, const struct template *t, uint64_t after,
    unsigned most, uint64_t *out, unsigned *out_n, bool *out_more)
{
	static const uint64_t indexed[] = { CKA_LABEL, CKA_ID, CKA_OUID };
	const struct table *table = &s->access->partition->objects;
	struct found f = { .handles = out, .most = most };
	bool done = false;

	if (most < 1)
		return ERR_ARGUMENT;
	TRY(session_may_use(s));
	for (int i = 0; i < N_INDEXES && !done; i++) {
		struct bytes key;

		/* An object without that attribute is in the chain of the empty value. */
		if (!template_get(t, indexed[i], &key) || key.len == 0)
			continue;
		f = (struct found){ .handles = out, .most = most };
		done = find_chain(s, t, after, table_chain(table, i, key), i,
		    &f);
	}
	if (!done) {
		f = (struct found){ .handles = out, .most = most };
		find_all(s, t, after, &f);
	}
	*out_n = f.n;
	*out_more = f.more;
	return ERR_OK;
}
