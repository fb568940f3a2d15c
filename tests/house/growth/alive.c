/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asks a real card for what growth.py has added to its tables: LUNETTE_CARD=card
 * alive NAME, where NAME is one of the tests below.
 */
#include "../../fault/rig.h"

#include <stdio.h>

#include "spec/pkcs11.h"
#include "wire/personality.h"

#define SERIAL 700001

/* A card with a partition, its HSM SO and its Crypto Officer logged in. */
struct bench {
	struct rig rig;
	struct rig_link admin, app;
};

static void
bench_open(struct bench *b)
{
	rig_make(&b->rig, "K7", SERIAL);
	rig_link_open(&b->rig, &b->admin, ORIGIN_ADMIN, true);
	rig_link_open(&b->rig, &b->app, ORIGIN_APP, false);
	hsm_set_up(&b->admin);
	partition_set_up(&b->admin, &b->app, "grown", DOMAIN);
}

static void
bench_close(struct bench *b)
{
	rig_link_close(&b->app);
	rig_link_close(&b->admin);
	assert_int_equal(0, rig_stop(&b->rig));
	rig_remove(&b->rig);
}

/* A call that nobody but the tables and one handler know. */
static void
call(void **state)
{
	struct msg_grown_request in = { .number = 21 };
	struct msg_grown_response out;
	struct rig_link app;
	struct rig rig;

	rig_make(&rig, "K7", SERIAL);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	assert_ok(call_grown(&app.c, &in, &out, &app.reply));
	assert_int_equal(out.doubled, 42);
	rig_link_close(&app);
	assert_int_equal(0, rig_stop(&rig));
	rig_remove(&rig);
}

static void
error(void **state)
{
	const struct err_row *row = err_row(ERR_GROWN);

	assert_string_equal(row->name, "GROWN");
	assert_string_equal(row->words, "the house has grown");
	assert_int_equal(ERR_GROWN, 999);
}

/* --- an attribute --- */

static uint64_t
make_with_type(struct rig_link *app, struct bytes type)
{
	CLEARED_BY(buf_clear) struct buf rows = buf_up_to(4096);
	struct msg_object_create_request in = { .session = app->session };
	struct msg_object_create_response out;

	put_number(&rows, CKA_CLASS, CKO_DATA);
	put_attribute(&rows, CKA_MIME_TYPES, type);
	in.template = buf_bytes(&rows);
	assert_ok(call_object_create(&app->c, &in, &out, &app->reply));
	return out.handle;
}

static void
check_type(struct rig_link *app, uint64_t handle, struct bytes type)
{
	uint8_t number[4] = { 0 };
	struct msg_attributes_get_request in = { .session = app->session,
		.handle = handle, .types = bytes_of(number, sizeof(number)) };
	struct msg_attributes_get_response out;
	struct msg_attribute_answer row;

	bytes_set_u32(number, CKA_MIME_TYPES);
	assert_ok(call_attributes_get(&app->c, &in, &out, &app->reply));
	assert_ok(rows_next(&out.attributes, &wire_attribute_answer, &row));
	assert_int_equal(row.status, ERR_OK);
	assert_true(bytes_equal(row.value, type));
}

/* It is taken with an object, kept, and given back. */
static void
attribute(void **state)
{
	struct bytes type = bytes_of_text("text/plain");
	struct bench b;

	bench_open(&b);
	check_type(&b.app, make_with_type(&b.app, type), type);
	bench_close(&b);
}

/* --- a policy --- */

static enum err
find(struct rig_link *app)
{
	struct msg_objects_find_request in = { .session = app->session, .most = 1 };
	struct msg_objects_find_response out;

	return call_objects_find(&app->c, &in, &out, &app->reply);
}

/* It permits at first, is changed by its number, and bites. */
static void
policy(void **state)
{
	struct msg_hsm_policy_set_request in = { .number = 200, .value = 0 };
	struct msg_hsm_policy_set_response out;
	struct bench b;

	bench_open(&b);
	assert_ok(find(&b.app));
	assert_ok(call_hsm_policy_set(&b.admin.c, &in, &out, &b.admin.reply));
	assert_err(ERR_REFUSED, find(&b.app));
	bench_close(&b);
}

/* --- what a card can be --- */

static void
check_model(const char *model, const char *firmware)
{
	struct msg_hello_request in = { PROTOCOL_VERSION };
	struct msg_hello_response out;
	struct rig_link app;
	struct rig rig;

	rig_make(&rig, model, SERIAL);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	assert_ok(call_hello(&app.c, &in, &out, &app.reply));
	assert_true(bytes_equal(out.model, bytes_of_text(model)));
	assert_true(bytes_equal(out.firmware, bytes_of_text(firmware)));
	rig_link_close(&app);
	assert_int_equal(0, rig_stop(&rig));
	rig_remove(&rig);
}

static void
model(void **state)
{
	check_model("GROWN", "9.9.9");
}

static void
personality(void **state)
{
	const struct personality_row *row = personality_of_name("luna8");

	assert_non_null(row);
	assert_int_equal(row->number, PERSONALITY_LUNA8);
	check_model(row->model, "8.0.0");
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(call),
		cmocka_unit_test(error),
		cmocka_unit_test(attribute),
		cmocka_unit_test(policy),
		cmocka_unit_test(model),
		cmocka_unit_test(personality),
	};

	if (argc != 2) {
		fputs("usage: alive NAME\n", stderr);
		return 2;
	}
	cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
