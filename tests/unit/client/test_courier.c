/* SPDX-License-Identifier: Apache-2.0 */
/* The courier between two cards that write down what they are asked: what goes
 * to whom, what is reported, and what is known after a failure. */
#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "client/courier.h"

#define SOURCE 1
#define TARGET 2
#define REPLACED 12 /* handle on the source */

/* The two cards: objects 11, 12, 13 become 111, 112, 113. */
static struct world {
	char asked[512];
	uint16_t fails_at; /* op, or 0 */
	uint64_t fails_for; /* handle on the source, or 0: any */
	uint64_t carried;   /* handle of the last object that left the source */
	bool replace;
	char arrived[256];
} world;

static void
note(uint32_t link, const char *what)
{
	size_t at = strlen(world.asked);

	(void)snprintf(world.asked + at, sizeof(world.asked) - at, "%s:%s ",
	    link == SOURCE ? "source" : "target", what);
}

static enum err
list_objects(struct bytes body, struct buf *reply)
{
	CLEARED_BY(buf_clear) struct buf handles = buf_up_to(64);
	struct msg_objects_find_request in;
	struct msg_objects_find_response out = { .more = true };

	TRY(wire_decode(&wire_objects_find_request, body, &in));
	if (in.after == 0) {
		TRY(buf_put_u64(&handles, 11));
		TRY(buf_put_u64(&handles, 12));
	} else {
		assert_int_equal(in.after, 12);
		TRY(buf_put_u64(&handles, 13));
		out.more = false;
	}
	out.handles = buf_bytes(&handles);
	return wire_encode(&wire_objects_find_response, &out, reply);
}

static enum err
give_object(struct bytes body, struct buf *reply)
{
	struct msg_clone_source_object_request in;
	struct msg_clone_source_object_response out = {
		.label = bytes_of_text("key"), .blob = bytes_of_text("sealed") };

	TRY(wire_decode(&wire_clone_source_object_request, body, &in));
	world.carried = in.handle;
	return wire_encode(&wire_clone_source_object_response, &out, reply);
}

static enum err
take_object(struct bytes body, struct buf *reply)
{
	struct msg_clone_target_object_request in;
	struct msg_clone_target_object_response out = {
		.handle = world.carried + 100,
		.result = world.carried == REPLACED ? CLONE_KEPT : CLONE_NEW };

	TRY(wire_decode(&wire_clone_target_object_request, body, &in));
	assert_true(bytes_equal(in.blob, bytes_of_text("sealed")));
	world.replace = in.replace != 0;
	return wire_encode(&wire_clone_target_object_response, &out, reply);
}

/* Each message of the handshake carries the name of the one before. */
static enum err
shake(uint16_t op, struct bytes body, struct buf *reply)
{
	struct msg_clone_target_init_response offer = { bytes_of_text("offer") };
	struct msg_clone_source_begin_request begin;
	struct msg_clone_source_begin_response answer = { bytes_of_text("answer") };
	struct msg_clone_target_begin_request check;
	struct msg_clone_target_begin_response proof = { bytes_of_text("proof") };
	struct msg_clone_source_confirm_request confirm;

	if (op == OP_clone_target_init_request)
		return wire_encode(&wire_clone_target_init_response, &offer, reply);
	if (op == OP_clone_source_begin_request) {
		TRY(wire_decode(&wire_clone_source_begin_request, body, &begin));
		assert_true(bytes_equal(begin.offer, offer.offer));
		return wire_encode(&wire_clone_source_begin_response, &answer, reply);
	}
	if (op == OP_clone_target_begin_request) {
		TRY(wire_decode(&wire_clone_target_begin_request, body, &check));
		assert_true(bytes_equal(check.answer, answer.answer));
		return wire_encode(&wire_clone_target_begin_response, &proof, reply);
	}
	assert_int_equal(op, OP_clone_source_confirm_request);
	TRY(wire_decode(&wire_clone_source_confirm_request, body, &confirm));
	assert_true(bytes_equal(confirm.confirm, proof.confirm));
	return ERR_OK;
}

static enum err
exchange(void *ctx, uint32_t link, uint16_t op, struct bytes body, struct buf *reply)
{
	static const struct {
		uint16_t op;
		const char *name;
	} names[] = { { OP_clone_target_init_request, "init" },
		{ OP_clone_source_begin_request, "begin" },
		{ OP_clone_target_begin_request, "check" },
		{ OP_clone_source_confirm_request, "confirm" },
		{ OP_objects_find_request, "find" },
		{ OP_clone_source_object_request, "give" },
		{ OP_clone_target_object_request, "take" } };

	(void)ctx;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].op == op)
			note(link, names[i].name);
	if (op == world.fails_at &&
	    (world.fails_for == 0 || world.fails_for == world.carried))
		return ERR_DEVICE_REMOVED;
	if (op == OP_objects_find_request)
		return list_objects(body, reply);
	if (op == OP_clone_source_object_request)
		return give_object(body, reply);
	if (op == OP_clone_target_object_request)
		return take_object(body, reply);
	return shake(op, body, reply);
}

static void
arrived(void *ctx, const struct courier_object *o)
{
	size_t at = strlen(world.arrived);

	assert_ptr_equal(ctx, &world);
	(void)snprintf(world.arrived + at, sizeof(world.arrived) - at,
	    "%.*s %u>%u%s ", (int)o->label.len, (const char *)o->label.ptr,
	    (unsigned)o->on_source, (unsigned)o->on_target,
	    o->result == CLONE_KEPT ? " kept" : "");
}

static struct caller on_source = { exchange, NULL, SOURCE },
    on_target = { exchange, NULL, TARGET };
static struct card_session source = { &on_source, 5 }, target = { &on_target, 6 };

static struct courier
fresh(uint16_t fails_at, uint64_t fails_for)
{
	world = (struct world){ .fails_at = fails_at, .fails_for = fails_for };
	return (struct courier){ .source = &source, .target = &target,
		.replace = true, .arrived = arrived, .ctx = &world };
}

static void
the_handshake_goes_between_the_cards(void **state)
{
	struct courier c = fresh(0, 0);

	assert_ok(courier_begin(&c));
	assert_string_equal(world.asked,
	    "target:init source:begin target:check source:confirm ");
	c = fresh(OP_clone_target_begin_request, 0);
	assert_err(ERR_DEVICE_REMOVED, courier_begin(&c));
	assert_string_equal(world.asked, "target:init source:begin target:check ");
}

static void
every_object_is_carried_and_reported(void **state)
{
	CLEARED_BY(courier_clear) struct courier c = fresh(0, 0);

	assert_ok(courier_carry(&c));
	assert_string_equal(world.asked, "source:find source:find "
	    "source:give target:take source:give target:take "
	    "source:give target:take ");
	assert_string_equal(world.arrived, "key 11>111 key 12>112 kept key 13>113 ");
	assert_true(world.replace);
	assert_int_equal(c.n_objects, 3);
	assert_int_equal(c.n_arrived, 3);
	assert_true(courier_has_brought(&c, 112));
	assert_false(courier_has_brought(&c, 12));
}

static void
a_failure_tells_how_far_it_came(void **state)
{
	CLEARED_BY(courier_clear) struct courier c =
	    fresh(OP_clone_target_object_request, 12);

	assert_err(ERR_DEVICE_REMOVED, courier_carry(&c));
	assert_int_equal(c.n_objects, 3);
	assert_int_equal(c.n_arrived, 1);
	assert_int_equal(c.current, 12);
	assert_string_equal(world.arrived, "key 11>111 ");
}

static void
nobody_need_be_told(void **state)
{
	CLEARED_BY(courier_clear) struct courier c = fresh(0, 0);

	c.arrived = NULL;
	assert_ok(courier_carry(&c));
	assert_int_equal(c.n_arrived, 3);
	courier_clear(&c);
	c = fresh(OP_objects_find_request, 0);
	assert_err(ERR_DEVICE_REMOVED, courier_carry(&c));
	assert_int_equal(c.n_objects, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_handshake_goes_between_the_cards),
		cmocka_unit_test(every_object_is_carried_and_reported),
		cmocka_unit_test(a_failure_tells_how_far_it_came),
		cmocka_unit_test(nobody_need_be_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
