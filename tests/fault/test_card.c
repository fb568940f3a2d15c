/* SPDX-License-Identifier: Apache-2.0 */
/* The real card over a socket pair: from the factory to a working partition,
 * three strikes, cloning, and rubbish on its channels. */
#include "rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "spec/pkcs11.h"
#include "wire/frame.h"

#define OUT_OF(l) (&(l)->reply)

static void
assert_bytes(const char *want, const struct buf *got)
{
	assert_int_equal(strlen(want), got->len);
	assert_memory_equal(want, got->ptr, got->len);
}

static void
hsm_info(struct rig_link *l, struct msg_hsm_info_response *out)
{
	struct msg_hsm_info_request in;

	assert_ok(call_hsm_info(&l->c, &in, out, &l->reply));
}

static void
test_first_day(void **state)
{
	CLEARED_BY(buf_clear) struct buf secret = buf_up_to(4096);
	CLEARED_BY(buf_clear) struct buf plain = buf_up_to(4096);
	struct msg_hsm_info_response info;
	struct rig rig;
	struct rig_link admin, app;
	uint64_t key, partition;

	(void)state;
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	hsm_info(&admin, &info);
	assert_false(info.initialized);
	assert_int_equal(123456, info.serial);
	hsm_set_up(&admin);
	hsm_info(&admin, &info);
	assert_true(info.initialized && info.so_logged_in);
	assert_int_equal(0, memcmp("bench", info.label.ptr, 5));
	partition = partition_set_up(&admin, &app, "par1", DOMAIN);
	key = make_aes_key(&app, "first");
	assert_ok(gcm(&app, FUNCTION_ENCRYPT, key, bytes_of_text("hello"), &secret));
	assert_int_equal(5 + 16, secret.len);
	assert_ok(gcm(&app, FUNCTION_DECRYPT, key, buf_bytes(&secret), &plain));
	assert_bytes("hello", &plain);
	assert_int_equal(1, count_objects(&app));
	rig_link_close(&app);
	/* Restart: all of it is there, nobody is logged in. */
	assert_int_equal(0, rig_stop(&rig));
	rig_link_close(&admin);
	rig_start(&rig);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	hsm_info(&app, &info);
	assert_true(info.initialized);
	assert_false(info.so_logged_in);
	officer_login(&app, partition);
	assert_int_equal(1, count_objects(&app));
	buf_reset(&plain);
	assert_ok(gcm(&app, FUNCTION_DECRYPT, key, buf_bytes(&secret), &plain));
	assert_bytes("hello", &plain);
	rig_link_close(&app);
	rig_remove(&rig);
}

static enum err
login_so(struct rig_link *l, const char *password)
{
	struct msg_hsm_login_request in = { bytes_of_text(password) };
	struct msg_hsm_login_response out;

	return call_hsm_login(&l->c, &in, &out, &l->reply);
}

static void
logout_so(struct rig_link *l)
{
	struct msg_hsm_logout_request in;
	struct msg_hsm_logout_response out;

	assert_ok(call_hsm_logout(&l->c, &in, &out, &l->reply));
}

/* Failures count through a kill -9; a success forgets them; the third in a row
 * destroys the key of everything. */
static void
test_three_strikes(void **state)
{
	struct msg_hsm_info_response info;
	struct rig_link admin, app;
	struct rig rig;

	(void)state;
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	hsm_set_up(&admin);
	partition_set_up(&admin, &app, "par1", DOMAIN);
	make_aes_key(&app, "doomed");
	logout_so(&admin);
	assert_err(ERR_PIN_INCORRECT, login_so(&admin, "wrong-one"));
	assert_err(ERR_PIN_INCORRECT, login_so(&admin, "wrong-two"));
	assert_ok(login_so(&admin, SO_PASSWORD));
	logout_so(&admin);
	assert_err(ERR_PIN_INCORRECT, login_so(&admin, "wrong-one"));
	assert_err(ERR_PIN_INCORRECT, login_so(&admin, "wrong-two"));
	rig_kill(&rig);
	CLEARED_BY(buf_clear) struct buf kek = rig_wrapped_kek(&rig);
	rig_start(&rig);
	rig_link_close(&admin);
	rig_link_close(&app);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	hsm_info(&admin, &info);
	assert_int_equal(1, info.so_attempts_left);
	assert_err(ERR_SO_THRESHOLD, login_so(&admin, "wrong-three"));
	hsm_info(&admin, &info);
	assert_false(info.initialized);
	assert_int_equal(0, info.n_partitions);
	assert_false(rig_files_hold(&rig, buf_bytes(&kek)));
	assert_err(ERR_HSM_ZEROIZED, login_so(&admin, SO_PASSWORD));
	hsm_set_up(&admin);
	rig_link_close(&admin);
	rig_remove(&rig);
}

static void
test_factory_reset(void **state)
{
	struct msg_hsm_factory_reset_request in;
	struct msg_hsm_factory_reset_response out;
	struct msg_hsm_info_response info;
	struct rig_link admin, console;
	struct rig rig;

	(void)state;
	rig_make(&rig, "BACKUP7", 475287);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	rig_link_open(&rig, &console, ORIGIN_ADMIN, true);
	hsm_set_up(&admin);
	assert_err(ERR_LOCAL_ONLY,
	    call_hsm_factory_reset(&admin.c, &in, &out, &admin.reply));
	assert_ok(call_hsm_factory_reset(&console.c, &in, &out, &console.reply));
	hsm_info(&admin, &info);
	assert_false(info.initialized);
	rig_link_close(&admin);
	rig_link_close(&console);
	rig_remove(&rig);
}

static void
test_refusals(void **state)
{
	struct msg_partition_create_request create = { .name = bytes_of_text("x") };
	struct msg_partition_create_response created;
	struct msg_hsm_login_request login = { bytes_of_text(SO_PASSWORD) };
	struct msg_hsm_login_response login_out;
	struct rig_link admin, app, nobody;
	uint64_t handle;
	struct rig rig;

	(void)state;
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	assert_err(ERR_SO_NOT_LOGGED_IN, call_partition_create(&admin.c, &create,
	    &created, &admin.reply));
	assert_err(ERR_REFUSED, call_hsm_login(&app.c, &login, &login_out,
	    &app.reply));
	app.session = 99;
	assert_err(ERR_SESSION_INVALID, make_data(&app, "x", &handle));
	nobody = app;
	nobody.c.link = 1234;
	assert_err(ERR_NOT_CONNECTED, make_data(&nobody, "x", &handle));
	rig_link_close(&admin);
	rig_link_close(&app);
	rig_remove(&rig);
}

static enum err
open_as(struct rig_link *l, uint32_t link, enum origin origin)
{
	struct msg_link_open_request in = { .origin = origin, .all_partitions = 1,
		.name = bytes_of_text("somebody"), .peer = bytes_of_text("") };
	struct msg_link_open_response out;

	l->c.link = link;
	return call_link_open(&l->c, &in, &out, &l->reply);
}

/* Who has taken over the gate of applications has not that of administrators. */
static void
test_a_gate_stays_one(void **state)
{
	struct msg_channel_attach_request attach = { ORIGIN_ADMIN };
	struct msg_channel_attach_response attached;
	struct rig_link app, both = { .reply = buf_up_to(LIMIT_FRAME_BODY) };
	struct rig rig;
	int fd;

	(void)state;
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	assert_err(ERR_REFUSED, open_as(&app, 8, ORIGIN_ADMIN));
	assert_err(ERR_REFUSED, open_as(&app, 7, ORIGIN_ADMIN));
	assert_err(ERR_ARGUMENT, open_as(&app, 8, ORIGIN_BOX));
	assert_err(ERR_ARGUMENT, open_as(&app, 8, ORIGIN_APP | ORIGIN_ADMIN));
	app.c.link = 7;
	assert_err(ERR_REFUSED,
	    call_channel_attach(&app.c, &attach, &attached, &app.reply));
	app.c.link = 0;
	assert_true(call_channel_attach(&app.c, &attach, &attached, &app.reply) !=
	    ERR_OK);
	/* Nor does a link become another where both may come. */
	fd = rig_attach(&rig, ORIGIN_APP | ORIGIN_ADMIN);
	ask_open(&both.ask, &fd, 10000);
	both.c = ask_caller(&both.ask, 7);
	assert_ok(open_as(&both, 7, ORIGIN_APP));
	assert_err(ERR_REFUSED, open_as(&both, 7, ORIGIN_ADMIN));
	rig_link_close(&both);
	rig_link_close(&app);
	rig_remove(&rig);
}

/* A partition is taken from a client: its sessions there are over, at once. */
static void
test_unassigned(void **state)
{
	struct msg_session_open_request open = { 0, 1 };
	struct msg_session_open_response opened;
	struct rig_link admin, app;
	uint64_t key, partition;
	struct rig rig;

	(void)state;
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	hsm_set_up(&admin);
	partition = partition_set_up(&admin, &app, "par1", DOMAIN);
	key = make_aes_key(&app, "key");
	rig_link_limit(&app, partition);
	assert_int_equal(1, count_objects(&app));
	rig_link_limit(&app, partition + 1);
	assert_err(ERR_SESSION_INVALID, gcm(&app, FUNCTION_ENCRYPT, key,
	    bytes_of_text("x"), &app.reply));
	open.partition = partition;
	assert_err(ERR_PARTITION_UNKNOWN,
	    call_session_open(&app.c, &open, &opened, &app.reply));
	rig_link_close(&admin);
	rig_link_close(&app);
	rig_remove(&rig);
}

/* --- cloning --- */

/* A Backup HSM with a partition for that domain, and a session on it. */
static void
backup_set_up(struct rig_link *admin, const char *domain)
{
	struct msg_partition_create_request create = {
		.name = bytes_of_text("par1_20260101"),
		.domain = bytes_of_text(domain) };
	struct msg_partition_create_response created;
	struct msg_session_open_request open = { 0, 1 };
	struct msg_session_open_response opened;

	hsm_set_up(admin);
	assert_ok(call_partition_create(&admin->c, &create, &created,
	    &admin->reply));
	open.partition = created.serial;
	assert_ok(call_session_open(&admin->c, &open, &opened, &admin->reply));
	admin->session = (uint32_t)opened.session;
}

static enum err
shake_hands(struct rig_link *source, struct rig_link *target)
{
	struct msg_clone_target_init_request init = { target->session };
	struct msg_clone_target_init_response offer;
	struct msg_clone_source_begin_request begin = { source->session };
	struct msg_clone_source_begin_response answer;
	struct msg_clone_target_begin_request check = { target->session };
	struct msg_clone_target_begin_response proof;
	struct msg_clone_source_confirm_request confirm = { source->session };
	struct msg_clone_source_confirm_response done;

	TRY(call_clone_target_init(&target->c, &init, &offer, &target->reply));
	begin.offer = offer.offer;
	TRY(call_clone_source_begin(&source->c, &begin, &answer, &source->reply));
	check.answer = answer.answer;
	TRY(call_clone_target_begin(&target->c, &check, &proof, &target->reply));
	confirm.confirm = proof.confirm;
	return call_clone_source_confirm(&source->c, &confirm, &done,
	    &source->reply);
}

static enum err
clone_one(struct rig_link *source, struct rig_link *target, uint64_t handle,
    struct msg_clone_target_object_response *out)
{
	struct msg_clone_source_object_request get = { source->session, handle };
	struct msg_clone_source_object_response got;
	struct msg_clone_target_object_request put = { .session = target->session };

	TRY(call_clone_source_object(&source->c, &get, &got, &source->reply));
	put.blob = got.blob;
	return call_clone_target_object(&target->c, &put, out, &target->reply);
}

/* The status of an object's value; what a search by it finds. */
static enum err
value_status(struct rig_link *l, uint64_t handle, bool *out_found)
{
	CLEARED_BY(buf_clear) struct buf rows = buf_up_to(256);
	uint8_t type[4];
	struct msg_attributes_get_request in = { l->session, handle,
		bytes_of(type, 4) };
	struct msg_attributes_get_response out;
	struct msg_attribute_answer answer;
	struct msg_objects_find_request find = { .session = l->session,
		.most = 10 };
	struct msg_objects_find_response found;

	put_attribute(&rows, CKA_VALUE, bytes_of_text("something to keep"));
	find.template = buf_bytes(&rows);
	assert_ok(call_objects_find(&l->c, &find, &found, &l->reply));
	*out_found = found.handles.len > 0;
	bytes_set_u32(type, CKA_VALUE);
	assert_ok(call_attributes_get(&l->c, &in, &out, &l->reply));
	assert_ok(rows_next(&out.attributes, &wire_attribute_answer, &answer));
	return err_from_number((unsigned)answer.status);
}

/* Who keeps a backup does not look into it: there is more than keys in it. */
static void
backup_keeps_secret(struct rig_link *app, struct rig_link *backup)
{
	struct msg_clone_target_object_response result;
	uint64_t data;
	bool found;

	assert_ok(make_data(app, "not for the keeper", &data));
	assert_ok(value_status(app, data, &found));
	assert_true(found);
	assert_ok(clone_one(app, backup, data, &result));
	assert_err(ERR_ATTRIBUTE_SENSITIVE,
	    value_status(backup, result.handle, &found));
	assert_false(found);
}

static void
test_cloning(void **state)
{
	struct msg_clone_target_object_response result;
	struct rig_link admin, app, backup, other;
	struct rig hsm, vault, wrong;
	uint64_t key;

	(void)state;
	rig_make(&hsm, "K7", 123456);
	rig_make(&vault, "BACKUP7", 475287);
	rig_make(&wrong, "BACKUP7", 475288);
	rig_link_open(&hsm, &admin, ORIGIN_ADMIN, false);
	rig_link_open(&hsm, &app, ORIGIN_APP, false);
	rig_link_open(&vault, &backup, ORIGIN_ADMIN, false);
	rig_link_open(&wrong, &other, ORIGIN_ADMIN, false);
	hsm_set_up(&admin);
	partition_set_up(&admin, &app, "par1", DOMAIN);
	key = make_aes_key(&app, "travels");
	backup_set_up(&backup, DOMAIN);
	backup_set_up(&other, "another domain");
	assert_err(ERR_DOMAIN_MISMATCH, shake_hands(&app, &other));
	assert_int_equal(0, count_objects(&other));
	assert_ok(shake_hands(&app, &backup));
	assert_ok(clone_one(&app, &backup, key, &result));
	assert_int_equal(0, result.result);
	assert_ok(clone_one(&app, &backup, key, &result));
	assert_int_equal(1, result.result);
	assert_int_equal(1, count_objects(&backup));
	backup_keeps_secret(&app, &backup);
	rig_link_close(&admin);
	rig_link_close(&app);
	rig_link_close(&backup);
	rig_link_close(&other);
	rig_remove(&hsm);
	rig_remove(&vault);
	rig_remove(&wrong);
}

/* --- rubbish --- */

static void
send_rubbish(int fd, unsigned *seed)
{
	uint8_t bytes[512];
	size_t len = 1 + (unsigned)rand_r(seed) % sizeof(bytes);

	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)rand_r(seed);
	(void)!send(fd, bytes, len, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* Whole frames of a real op, with a body of noise. */
static void
send_frames(int fd, unsigned *seed, uint32_t link)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(FRAME_MAX);
	uint8_t body[64];
	size_t n_messages;
	const struct message *const *all = wire_messages(&n_messages);
	struct frame f = { .link = link, .id = 1,
		.op = all[(unsigned)rand_r(seed) % n_messages]->op };

	for (size_t i = 0; i < sizeof(body); i++)
		body[i] = (uint8_t)(rand_r(seed) % 4 ? 0 : rand_r(seed));
	/* Not what ends the link, or erases the HSM by itself. */
	if (f.op == OP_link_close_request || f.op == OP_hsm_zeroize_request)
		return;
	f.body = bytes_of(body, (unsigned)rand_r(seed) % sizeof(body));
	assert_ok(frame_put(&out, &f));
	(void)!send(fd, out.ptr, out.len, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void
test_rubbish(void **state)
{
	struct msg_hsm_info_response info;
	struct rig_link good, bad;
	unsigned seed = 7;
	struct rig rig;

	(void)state;
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &good, ORIGIN_APP, false);
	for (unsigned round = 0; round < 40; round++) {
		int fd = rig_attach(&rig, ORIGIN_APP | ORIGIN_ADMIN);

		for (unsigned i = 0; i < 5; i++)
			send_rubbish(fd, &seed);
		close(fd);
		rig_link_open(&rig, &bad, round % 2 ? ORIGIN_APP : ORIGIN_ADMIN, false);
		for (unsigned i = 0; i < 50; i++)
			send_frames(bad.ask.fd, &seed, round % 3 ? 7 : 0);
		rig_link_close(&bad);
		hsm_info(&good, &info);
	}
	rig_link_close(&good);
	rig_remove(&rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first_day),
		cmocka_unit_test(test_three_strikes),
		cmocka_unit_test(test_factory_reset),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_a_gate_stays_one),
		cmocka_unit_test(test_unassigned),
		cmocka_unit_test(test_cloning),
		cmocka_unit_test(test_rubbish),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
