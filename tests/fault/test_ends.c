/* SPDX-License-Identifier: Apache-2.0 */
/* An operation ends with the login, the partition or the HSM whose keys it
 * uses: nothing goes on computing with a key that is gone. */
#include "rig.h"

#include <unistd.h>

#include "base/clock.h"
#include "spec/pkcs11.h"
#include "wire/frame.h"

static enum err
start(struct rig_link *l, unsigned function, uint64_t key)
{
	CLEARED_BY(buf_clear) struct buf encoded = buf_up_to(4096);
	struct mech m = { .type = key ? CKM_AES_CBC : CKM_SHA256,
		.iv = bytes_of_text(key ? "sixteen bytes iv" : "") };
	struct msg_stream_start_request in = { .session = l->session,
		.function = function, .key = key };
	struct msg_stream_start_response out;

	assert_ok(mech_encode(&m, &encoded));
	in.mechanism = buf_bytes(&encoded);
	return call_stream_start(&l->c, &in, &out, &l->reply);
}

static enum err
go_on(struct rig_link *l, unsigned function)
{
	struct msg_stream_update_request in = { .session = l->session,
		.function = function, .data = bytes_of_text("0123456789abcdef") };
	struct msg_stream_update_response out;

	return call_stream_update(&l->c, &in, &out, &l->reply);
}

static void
log_out(struct rig_link *l)
{
	struct msg_logout_request in = { l->session };
	struct msg_logout_response out;

	assert_ok(call_logout(&l->c, &in, &out, &l->reply));
}

static void
init_again(struct rig_link *l, uint64_t partition)
{
	struct msg_partition_init_request in = { partition,
		bytes_of_text("again"), bytes_of_text(PSO_PASSWORD) };
	struct msg_partition_init_response out;

	assert_ok(call_partition_init(&l->c, &in, &out, &l->reply));
}

static void
test_ends_with_the_login(void **state)
{
	struct rig_link admin, app;
	struct rig rig;
	uint64_t key;

	(void)state;
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	hsm_set_up(&admin);
	partition_set_up(&admin, &app, "par1", DOMAIN);
	key = make_aes_key(&app, "private");
	assert_ok(start(&app, FUNCTION_ENCRYPT, key));
	assert_ok(start(&app, FUNCTION_DIGEST, 0));
	assert_ok(go_on(&app, FUNCTION_ENCRYPT));
	log_out(&app);
	assert_err(ERR_OPERATION_NOT_INITIALIZED, go_on(&app, FUNCTION_ENCRYPT));
	assert_ok(go_on(&app, FUNCTION_DIGEST)); /* no key in it */
	assert_ok(try_login(&app, ROLE_CRYPTO_OFFICER, CO_PASSWORD));
	assert_err(ERR_OPERATION_NOT_INITIALIZED, go_on(&app, FUNCTION_ENCRYPT));
	assert_ok(start(&app, FUNCTION_ENCRYPT, key));
	rig_link_close(&admin);
	rig_link_close(&app);
	rig_remove(&rig);
}

static void
test_ends_with_the_partition(void **state)
{
	struct rig_link admin, app, other;
	uint64_t key, partition;
	struct rig rig;

	(void)state;
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	rig_link_open(&rig, &other, ORIGIN_APP, false);
	hsm_set_up(&admin);
	partition = partition_set_up(&admin, &app, "par1", DOMAIN);
	key = make_aes_key(&app, "doomed");
	assert_ok(start(&app, FUNCTION_ENCRYPT, key));
	assert_ok(go_on(&app, FUNCTION_ENCRYPT));
	init_again(&other, partition);
	assert_err(ERR_OPERATION_NOT_INITIALIZED, go_on(&app, FUNCTION_ENCRYPT));
	assert_err(ERR_NOT_LOGGED_IN, make_data(&app, "x", &key));
	rig_link_close(&admin);
	rig_link_close(&app);
	rig_link_close(&other);
	rig_remove(&rig);
}

static void
test_ends_with_the_hsm(void **state)
{
	struct msg_hsm_zeroize_request in;
	struct msg_hsm_zeroize_response out;
	struct rig_link admin, app;
	struct rig rig;
	uint64_t key;

	(void)state;
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	hsm_set_up(&admin);
	partition_set_up(&admin, &app, "par1", DOMAIN);
	key = make_aes_key(&app, "doomed");
	assert_ok(start(&app, FUNCTION_DECRYPT, key));
	assert_ok(call_hsm_zeroize(&admin.c, &in, &out, &admin.reply));
	assert_err(ERR_SESSION_INVALID, go_on(&app, FUNCTION_DECRYPT));
	rig_link_close(&admin);
	rig_link_close(&app);
	rig_remove(&rig);
}

/* Asks for the SO's password to be changed (to the same), and is gone. */
static void
change_and_leave(struct rig *rig, unsigned ms)
{
	struct msg_hsm_change_password_request in = {
		bytes_of_text(SO_PASSWORD), bytes_of_text(SO_PASSWORD) };
	CLEARED_BY(buf_clear) struct buf frame = buf_up_to(1024);
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(512);
	struct frame f = { .op = OP_hsm_change_password_request, .id = 900 };
	struct rig_link l;

	rig_link_open(rig, &l, ORIGIN_ADMIN, false);
	assert_ok(wire_encode(&wire_hsm_change_password_request, &in, &body));
	f.link = l.c.link;
	f.body = buf_bytes(&body);
	assert_ok(frame_put(&frame, &f));
	assert_int_equal(frame.len, write(l.ask.fd, frame.ptr, frame.len));
	clock_sleep_ms(ms);
	rig_link_close(&l);
}

/* A right password counts against nobody, whatever became of who gave it. */
static void
test_lost_link_charges_nothing(void **state)
{
	struct msg_hsm_logout_request in;
	struct msg_hsm_logout_response out;
	struct rig_link admin;
	struct rig rig;

	(void)state;
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	hsm_set_up(&admin);
	for (unsigned i = 0; i < 24; i++) {
		struct msg_hsm_info_request ask;
		struct msg_hsm_info_response info;

		change_and_leave(&rig, i * 10);
		/* The desk has one thread: this waits for it. */
		assert_ok(call_hsm_logout(&admin.c, &in, &out, &admin.reply));
		assert_ok(call_hsm_info(&admin.c, &ask, &info, &admin.reply));
		assert_int_equal(3, info.so_attempts_left);
		so_login(&admin);
	}
	rig_link_close(&admin);
	rig_remove(&rig);
}

/* The gate takes a partition from a client whose initializing is under way. */
static void
test_revoked_meanwhile(void **state)
{
	struct msg_partition_init_request in = { .label = bytes_of_text("mine"),
		.password = bytes_of_text(PSO_PASSWORD) };
	CLEARED_BY(buf_clear) struct buf frame = buf_up_to(1024);
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(512);
	struct frame f = { .op = OP_partition_init_request, .id = 900 };
	struct rig_link admin, app, other;
	uint64_t partition;
	int64_t takes_ms;
	struct rig rig;

	(void)state;
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	hsm_set_up(&admin);
	partition = partition_set_up(&admin, &app, "par1", DOMAIN);
	make_aes_key(&app, "stays");
	rig_link_open(&rig, &other, ORIGIN_APP, false);
	takes_ms = clock_ms();
	officer_login(&other, partition);
	takes_ms = clock_ms() - takes_ms;
	rig_link_limit(&app, partition);
	in.serial = partition;
	assert_ok(wire_encode(&wire_partition_init_request, &in, &body));
	f.link = app.c.link;
	f.body = buf_bytes(&body);
	assert_ok(frame_put(&frame, &f));
	assert_int_equal(frame.len, write(app.ask.fd, frame.ptr, frame.len));
	clock_sleep_ms(takes_ms / 3);
	rig_link_limit(&app, partition + 1);
	rig_link_close(&other);
	rig_link_open(&rig, &other, ORIGIN_APP, false);
	/* The desk has one thread: this waits for it. */
	officer_login(&other, partition);
	assert_int_equal(1, count_objects(&other));
	rig_link_close(&other);
	rig_link_close(&admin);
	rig_link_close(&app);
	rig_remove(&rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ends_with_the_login),
		cmocka_unit_test(test_ends_with_the_partition),
		cmocka_unit_test(test_ends_with_the_hsm),
		cmocka_unit_test(test_lost_link_charges_nothing),
		cmocka_unit_test(test_revoked_meanwhile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
