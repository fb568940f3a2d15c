/* SPDX-License-Identifier: Apache-2.0 */
/* Plans copies, changes and the destruction of existing objects. */
#include "hsm/edit.h"

#include "spec/pkcs11.h"
#include "hsm/attribute.h"
#include "hsm/check.h"
#include "hsm/draft.h"
#include "hsm/internal.h"
#include "hsm/sight.h"

/* Checks that this session may change the partition. On a Backup HSM only its SO
 * may, for public objects too. */
static enum err
session_may_write(const struct session *s, bool token, bool private)
{
	if (s->hsm->model->backup)
		TRY(session_officer(s));
	else if (private && s->access->role == ROLE_CRYPTO_USER)
		return ERR_NOT_AUTHORIZED;
	else if (private && s->access->role != ROLE_CRYPTO_OFFICER)
		return ERR_NOT_LOGGED_IN;
	return token && !s->read_write ? ERR_SESSION_READ_ONLY : ERR_OK;
}

/* The object's attributes, with those asked for in their place. */
static enum err
draft_over(struct draft *d, const struct object *o, enum attribute_given given)
{
	enum role role = d->session->access->role;

	for (unsigned i = 0; i < o->n; i++)
		d->t.rows[i] = o->attributes[i];
	d->t.n = o->n;
	d->class = o->class;
	d->key_type = o->key_type;
	for (unsigned i = 0; i < d->asked->n; i++) {
		const struct attribute *a = &d->asked->rows[i];
		const struct attribute_row *row =
		    attribute_row(a->type, o->class, o->key_type);
		struct bytes now = { 0 };

		if (row == NULL)
			return ERR_ATTRIBUTE_TYPE;
		(void)object_value(o, a->type, &now);
		TRY(change_rule(row, now, a->value, given, role));
		TRY(draft_set(d, a->type, a->value));
	}
	return ERR_OK;
}

static enum err
draft_copy(struct draft *d, const struct object *o, struct object **out)
{
	bool token, private;

	TRY(draft_over(d, o, GIVEN_COPY));
	TRY(draft_set_uid(d));
	token = template_number(&d->t, CKA_TOKEN, 0);
	private = template_number(&d->t, CKA_PRIVATE, 0);
	if (o->private && !private)
		return ERR_TEMPLATE_INCONSISTENT;
	TRY(session_may_write(d->session, token, private));
	TRY(object_new(&d->t, out));
	if (!token) {
		(*out)->owner = d->session->handle;
		(*out)->owner_link = d->session->access->link->id;
	}
	return ERR_OK;
}

/* Plans one object's change from `from` to `to` (taken over). */
static enum err
edit_finish(struct session *s, struct object *from, struct object **to,
    struct change **out)
{
	struct change *c;
	enum err e = change_new(&c);

	if (e == ERR_OK) {
		e = change_object(c, s->access->partition, from, to);
		e = change_finish(s->hsm, e, &c, out);
	}
	object_unref(to);
	return e;
}

enum err
object_copy_plan(struct session *s, uint64_t handle,
    const struct template *asked, const uint8_t uid[OBJECT_UID_LEN],
    struct change **out)
{
	struct draft d = { .session = s, .asked = asked, .uid = uid };
	struct object *o, *copy;

	TRY(session_may_compute(s));
	TRY(object_find(s, handle, &o));
	if (!object_flag(o, CKA_COPYABLE))
		return ERR_ACTION_PROHIBITED;
	TRY(draft_copy(&d, o, &copy));
	return edit_finish(s, NULL, &copy, out);
}

enum err
attributes_set_plan(struct session *s, uint64_t handle,
    const struct template *asked, struct change **out)
{
	struct draft d = { .session = s, .asked = asked };
	struct object *o, *changed;

	TRY(session_may_compute(s));
	TRY(object_find(s, handle, &o));
	if (!object_flag(o, CKA_MODIFIABLE))
		return ERR_ACTION_PROHIBITED;
	TRY(session_may_write(s, o->token, o->private));
	TRY(draft_over(&d, o, GIVEN_SET));
	TRY(object_new(&d.t, &changed));
	changed->owner = o->owner;
	changed->owner_link = o->owner_link;
	return edit_finish(s, o, &changed, out);
}

enum err
object_destroy_plan(struct session *s, uint64_t handle, struct change **out)
{
	struct object *o, *none = NULL;

	TRY(object_find(s, handle, &o));
	if (!object_flag(o, CKA_DESTROYABLE))
		return ERR_ACTION_PROHIBITED;
	TRY(session_may_write(s, o->token, o->private));
	return edit_finish(s, o, &none, out);
}
