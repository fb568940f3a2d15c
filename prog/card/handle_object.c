/* SPDX-License-Identifier: Apache-2.0 */
/* Handlers of calls about objects and their attributes. */

#include "handlers.h"
#include "crypto/random.h"
#include "hsm/edit.h"
#include "hsm/find.h"
#include "hsm/make.h"
#include "hsm/read.h"

enum err
handle_object_create(struct request *r,
    const struct msg_object_create_request *in,
    struct msg_object_create_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	uint8_t uid[OBJECT_UID_LEN];
	struct template asked;
	struct change *c = NULL;

	TRY(template_read(in->template, &asked));
	TRY(crypto_random(uid, sizeof(uid)));
	TRY(card_enter_to_plan(r, &now));
	TRY(object_make_plan(now.session, BIRTH_CREATE, 0, &asked, NULL, NULL,
	    uid, &c));
	out->handle = change_handle(c, 0);
	return commit_later(r, &now, &c);
}

enum err
handle_object_copy(struct request *r, const struct msg_object_copy_request *in,
    struct msg_object_copy_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	uint8_t uid[OBJECT_UID_LEN];
	struct template asked;
	struct change *c = NULL;

	TRY(template_read(in->template, &asked));
	TRY(crypto_random(uid, sizeof(uid)));
	TRY(card_enter_to_plan(r, &now));
	TRY(object_copy_plan(now.session, in->handle, &asked, uid, &c));
	out->handle = change_handle(c, 0);
	return commit_later(r, &now, &c);
}

enum err
handle_object_destroy(struct request *r,
    const struct msg_object_destroy_request *in,
    struct msg_object_destroy_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	struct change *c = NULL;

	TRY(card_enter_to_plan(r, &now));
	TRY(object_destroy_plan(now.session, in->handle, &c));
	return commit_later(r, &now, &c);
}

enum err
handle_object_size(struct request *r, const struct msg_object_size_request *in,
    struct msg_object_size_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };

	TRY(card_enter(r, &now));
	return object_size(now.session, in->handle, &out->size);
}

/* An attribute that cannot be given is marked in its row; the call itself
 * succeeds. */
enum err
handle_attributes_get(struct request *r,
    const struct msg_attributes_get_request *in,
    struct msg_attributes_get_response *out)
{
	struct buf *rows = request_reply(r, 4096);
	CLEARED_BY(card_leave) struct inside now = { 0 };
	enum err all;

	TRY(card_enter(r, &now));
	TRY(attributes_get(now.session, in->handle, in->types, rows, &all));
	out->attributes = buf_bytes(rows);
	return ERR_OK;
}

enum err
handle_attributes_set(struct request *r,
    const struct msg_attributes_set_request *in,
    struct msg_attributes_set_response *out)
{
	CLEARED_BY(card_leave) struct inside now = { 0 };
	struct template asked;
	struct change *c = NULL;

	TRY(template_read(in->template, &asked));
	TRY(card_enter_to_plan(r, &now));
	TRY(attributes_set_plan(now.session, in->handle, &asked, &c));
	return commit_later(r, &now, &c);
}

static enum err
put_handles(struct buf *reply, const uint64_t *handles, unsigned n)
{
	TRY(buf_reserve(reply, 8 * (size_t)n));
	for (unsigned i = 0; i < n; i++)
		TRY(buf_put_u64(reply, handles[i]));
	return ERR_OK;
}

enum err
handle_objects_find(struct request *r,
    const struct msg_objects_find_request *in,
    struct msg_objects_find_response *out)
{
	struct buf *reply = request_reply(r, 64);
	CLEARED_BY(card_leave) struct inside now = { 0 };
	uint64_t handles[LIMIT_HANDLES];
	struct template asked;
	unsigned n = 0;
	bool more = false;

	if (in->most < 1 || in->most > LIMIT_HANDLES)
		return ERR_ARGUMENT;
	TRY(template_read(in->template, &asked));
	TRY(card_enter(r, &now));
	TRY(objects_find(now.session, &asked, in->after, (unsigned)in->most,
	    handles, &n, &more));
	TRY(put_handles(reply, handles, n));
	out->handles = buf_bytes(reply);
	out->more = more;
	return ERR_OK;
}
