/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what a session may see, by its login, its link, and whether a value is
 * sensitive. Called before an object is described or used. */
#include "hsm/sight.h"

#include "spec/pkcs11.h"
#include "hsm/attribute.h"
#include "hsm/internal.h"
#include "hsm/object.h"
#include "hsm/session.h"

/* A Backup HSM's SO keeps objects that belong to others, so the values of private
 * objects are hidden even from it. */
bool
object_hides(const struct session *s, const struct object *o,
    const struct attribute_row *row)
{
	if (s->hsm->model->backup && o->private &&
	    (row->rule == RULE_HIDDEN || row->type == CKA_VALUE))
		return true;
	return row->rule == RULE_HIDDEN && (object_flag(o, CKA_SENSITIVE) ||
	    !object_flag(o, CKA_EXTRACTABLE));
}

bool
object_visible(const struct session *s, const struct object *o)
{
	enum role role = s->access->role;

	if (!o->token && o->owner_link != s->access->link->id)
		return false;
	if (!o->private)
		return true;
	if (s->hsm->model->backup)
		return s->hsm->so_logged_in;
	return role == ROLE_CRYPTO_OFFICER || role == ROLE_CRYPTO_USER;
}

enum err
object_find(const struct session *s, uint64_t handle, struct object **out)
{
	struct object *o;

	TRY(session_may_use(s));
	o = table_get(&s->access->partition->objects, handle);
	if (o == NULL || !object_visible(s, o))
		return ERR_OBJECT_INVALID;
	*out = o;
	return ERR_OK;
}

enum err
object_get(const struct session *s, uint64_t handle, const struct object **out)
{
	struct object *o;

	TRY(object_find(s, handle, &o));
	*out = o;
	return ERR_OK;
}
