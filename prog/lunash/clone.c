/* SPDX-License-Identifier: Apache-2.0 */
/* clone_target_init -> clone_source_begin -> clone_target_begin ->
 * clone_source_confirm, then clone_source_object -> clone_target_object. */
#include "clone.h"

#include <inttypes.h>

void
clone_clear(struct clone *c)
{
	buf_clear(&c->arrived);
}

/* ---- the handshake ---- */

static enum err
offer_to_answer(struct clone *c, struct buf *reply,
    struct msg_clone_source_begin_response *out)
{
	CLEARED_BY(buf_clear) struct buf reply_offer = { 0 };
	struct msg_clone_target_init_request in = { c->target->session };
	struct msg_clone_target_init_response offer;
	struct msg_clone_source_begin_request begin = { c->source->session };

	TRY(call_clone_target_init(c->target->card, &in, &offer, &reply_offer));
	begin.offer = offer.offer;
	return call_clone_source_begin(c->source->card, &begin, out, reply);
}

enum err
clone_begin(struct clone *c)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 }, reply_confirm = { 0 };
	struct msg_clone_source_begin_response answer;
	struct msg_clone_target_begin_request check = { c->target->session };
	struct msg_clone_target_begin_response proof;
	struct msg_clone_source_confirm_request confirm = { c->source->session };
	struct msg_clone_source_confirm_response done;

	TRY(offer_to_answer(c, &reply, &answer));
	check.answer = answer.answer;
	TRY(call_clone_target_begin(c->target->card, &check, &proof, &reply_confirm));
	confirm.confirm = proof.confirm;
	return call_clone_source_confirm(c->source->card, &confirm, &done, &reply);
}

/* ---- objects ---- */

static void
say_arrived(struct cmd_call *call, struct bytes label, uint64_t handle,
    const struct msg_clone_target_object_response *out)
{
	cmd_print(call, "Object \"%.*s\" (handle %" PRIu64 ") ",
	    (int)label.len, (const char *)label.ptr, handle);
	if (out->result == CLONE_KEPT)
		cmd_print(call, "is handle %" PRIu64 " on target already\n",
		    out->handle);
	else
		cmd_print(call, "cloned to handle %" PRIu64 " on target\n",
		    out->handle);
}

static enum err
clone_object(struct cmd_call *call, struct clone *c, uint64_t handle)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 }, reply_target = { 0 };
	struct msg_clone_source_object_request from = { c->source->session, handle };
	struct msg_clone_source_object_response sealed;
	struct msg_clone_target_object_request to = { c->target->session };
	struct msg_clone_target_object_response out;

	TRY(call_clone_source_object(c->source->card, &from, &sealed, &reply));
	to.blob = sealed.blob;
	to.replace = c->replace;
	TRY(call_clone_target_object(c->target->card, &to, &out, &reply_target));
	say_arrived(call, sealed.label, handle, &out);
	return buf_put_u64(&c->arrived, out.handle);
}

enum err
clone_objects(struct cmd_call *call, struct clone *c)
{
	CLEARED_BY(buf_clear) struct buf handles = buf_up_to(1u << 24);
	enum err e;

	TRY(role_objects(c->source, &handles));
	c->arrived.max = handles.len;
	for (size_t i = 0; i + 8 <= handles.len; i += 8) {
		e = clone_object(call, c, bytes_u64(handles.ptr + i));
		if (e != ERR_OK)
			cmd_print(call, "\nObject %zu of %zu (handle %" PRIu64
			    ") did not arrive; %zu before it did.\n",
			    i / 8 + 1, handles.len / 8,
			    bytes_u64(handles.ptr + i), i / 8);
		TRY(e);
	}
	return ERR_OK;
}
