/* SPDX-License-Identifier: Apache-2.0 */
/* The HSM's side of cloning: which objects may leave, and how one is taken in. */
#include "hsm/restore.h"

#include "spec/pkcs11.h"
#include "hsm/internal.h"
#include "hsm/object.h"
#include "hsm/session.h"
#include "hsm/sight.h"

/* Keys leave by cloning if the partition's policies permit it. */
static bool
may_leave(const struct session *s, const struct object *o)
{
	if (o->class == CKO_PRIVATE_KEY)
		return policy_permits(s->hsm, s->access->partition,
		    POLICY_PARTITION_PRIVATE_KEY_CLONING);
	if (o->class == CKO_SECRET_KEY)
		return policy_permits(s->hsm, s->access->partition,
		    POLICY_PARTITION_SECRET_KEY_CLONING);
	return true;
}

enum err
clone_object_check(const struct session *s, uint64_t handle,
    const struct object **out)
{
	enum err officer = session_officer(s);
	struct object *o;

	TRY(object_find(s, handle, &o));
	if (officer != ERR_OK &&
	    (o->private || s->access->role != ROLE_CRYPTO_USER))
		return officer;
	if (!o->token)
		return ERR_KEY_UNEXTRACTABLE;
	if (!may_leave(s, o))
		return ERR_REFUSED;
	*out = o;
	return ERR_OK;
}

/* The object with the same OUID; NULL if there is none. */
static struct object *
twin_of(const struct partition *p, const struct object *o)
{
	for (struct object *at = table_chain(&p->objects, BY_UID, o->uid);
	     at != NULL; at = at->next[BY_UID])
		if (at->token && bytes_equal(at->uid, o->uid))
			return at;
	return NULL;
}

static enum err
restore_steps(struct session *s, struct object **o, bool replace,
    enum clone_result *out_result, struct change *c)
{
	struct partition *p = s->access->partition;
	struct object *twin = twin_of(p, *o);

	if (twin != NULL && !replace) {
		c->handle = twin->handle;
		*out_result = CLONE_KEPT;
		return ERR_OK;
	}
	TRY(change_object(c, p, twin, o));
	*out_result = twin != NULL ? CLONE_REPLACED : CLONE_NEW;
	return ERR_OK;
}

enum err
object_restore_plan(struct session *s, struct bytes record, bool replace,
    enum clone_result *out_result, struct change **out)
{
	struct object *o;
	struct change *c;
	enum err e;

	TRY(session_officer(s));
	if (!s->read_write)
		return ERR_SESSION_READ_ONLY;
	e = object_record_read(record, &o);
	if (e == ERR_STORE_NEWER)
		return ERR_VERSION;
	if (e == ERR_CORRUPT)
		return ERR_MALFORMED;
	TRY(e);
	if (!o->token || o->uid.len != OBJECT_UID_LEN) {
		object_unref(&o);
		return ERR_MALFORMED;
	}
	e = change_new(&c);
	if (e == ERR_OK) {
		e = restore_steps(s, &o, replace, out_result, c);
		e = change_finish(s->hsm, e, &c, out);
	}
	object_unref(&o);
	return e;
}
