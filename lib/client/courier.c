/* SPDX-License-Identifier: Apache-2.0 */
/* Carries a clone: clone_target_init -> clone_source_begin -> clone_target_begin
 * -> clone_source_confirm, then clone_source_object -> clone_target_object for
 * each object. */
#include "client/courier.h"

/* --- the handshake --- */

static enum err
offer_to_answer(struct courier *c, struct buf *reply,
    struct msg_clone_source_begin_response *out)
{
	CLEARED_BY(buf_clear) struct buf offer_reply = {0};
	struct msg_clone_target_init_request in = {c->target->session};
	struct msg_clone_target_init_response offer;
	struct msg_clone_source_begin_request begin = {c->source->session};

	TRY(call_clone_target_init(c->target->card, &in, &offer, &offer_reply));
	begin.offer = offer.offer;
	return call_clone_source_begin(c->source->card, &begin, out, reply);
}

enum err
courier_begin(struct courier *c)
{
	CLEARED_BY(buf_clear) struct buf reply = {0}, confirm_reply = {0};
	struct msg_clone_source_begin_response answer;
	struct msg_clone_target_begin_request check = {c->target->session};
	struct msg_clone_target_begin_response proof;
	struct msg_clone_source_confirm_request confirm = {c->source->session};
	struct msg_clone_source_confirm_response done;

	TRY(offer_to_answer(c, &reply, &answer));
	check.answer = answer.answer;
	TRY(call_clone_target_begin(
	    c->target->card, &check, &proof, &confirm_reply));
	confirm.confirm = proof.confirm;
	return call_clone_source_confirm(
	    c->source->card, &confirm, &done, &reply);
}

/* --- objects --- */

static enum err
note_arrival(struct courier *c, const struct courier_object *object)
{
	c->n_arrived++;
	if (c->arrived != NULL)
		c->arrived(c->ctx, object);
	return buf_put_u64(&c->handles, object->on_target);
}

static enum err
carry_object(struct courier *c)
{
	CLEARED_BY(buf_clear) struct buf reply = {0}, target_reply = {0};
	struct msg_clone_source_object_request from = {
	    c->source->session, c->current};
	struct msg_clone_source_object_response sealed;
	struct msg_clone_target_object_request to = {c->target->session};
	struct msg_clone_target_object_response out;

	TRY(call_clone_source_object(c->source->card, &from, &sealed, &reply));
	to.blob = sealed.blob;
	to.replace = c->replace;
	TRY(call_clone_target_object(c->target->card, &to, &out, &target_reply));
	return note_arrival(
	    c, &(struct courier_object){sealed.label, c->current, out.handle,
		   (enum clone_result)out.result});
}

enum err
courier_carry(struct courier *c)
{
	CLEARED_BY(buf_clear) struct buf on_source = buf_up_to(CARD_SESSION_OBJECTS_MAX);

	TRY(card_session_objects(c->source, &on_source));
	c->n_objects = on_source.len / 8;
	c->handles.max = on_source.len;
	for (size_t i = 0; i < c->n_objects; i++) {
		c->current = bytes_u64(on_source.ptr + 8 * i);
		TRY(carry_object(c));
	}
	return ERR_OK;
}

bool
courier_has_brought(const struct courier *c, uint64_t handle)
{
	for (size_t i = 0; i + 8 <= c->handles.len; i += 8)
		if (bytes_u64(c->handles.ptr + i) == handle)
			return true;
	return false;
}

void
courier_clear(struct courier *c)
{
	buf_clear(&c->handles);
}
