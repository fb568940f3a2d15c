/* SPDX-License-Identifier: Apache-2.0 */
/* kill -9 in the middle of writing: what was acknowledged is there, what was not
 * is there whole or not at all. */
#include "rig.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "spec/pkcs11.h"
#include "wire/frame.h"

#define ROUNDS 8
#define WRITERS 3
#define HANDLES_MAX 65536

/* What the card acknowledged. */
static uint64_t handles[HANDLES_MAX];
static unsigned n_handles;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *
write_until_dead(void *ctx)
{
	struct rig_link *l = ctx;
	uint64_t handle;

	while (make_data(l, "kept", &handle) == ERR_OK) {
		pthread_mutex_lock(&lock);
		if (n_handles < HANDLES_MAX)
			handles[n_handles++] = handle;
		pthread_mutex_unlock(&lock);
	}
	return NULL;
}

static bool
is_there(struct rig_link *l, uint64_t handle)
{
	struct msg_object_size_request in = { l->session, handle };
	struct msg_object_size_response out;

	return call_object_size(&l->c, &in, &out, &l->reply) == ERR_OK;
}

static void
one_round(struct rig *rig, uint64_t partition, unsigned ms)
{
	struct rig_link lines[WRITERS];
	pthread_t threads[WRITERS];

	for (unsigned i = 0; i < WRITERS; i++) {
		rig_link_open(rig, &lines[i], ORIGIN_APP, false);
		officer_login(&lines[i], partition);
	}
	for (unsigned i = 0; i < WRITERS; i++)
		pthread_create(&threads[i], NULL, write_until_dead, &lines[i]);
	clock_sleep_ms(ms);
	rig_kill(rig);
	for (unsigned i = 0; i < WRITERS; i++) {
		pthread_join(threads[i], NULL);
		rig_link_close(&lines[i]);
	}
}

static void
check_all(struct rig *rig, uint64_t partition)
{
	struct rig_link l;

	rig_start(rig);
	rig_link_open(rig, &l, ORIGIN_APP, false);
	officer_login(&l, partition);
	for (unsigned i = 0; i < n_handles; i++)
		if (!is_there(&l, handles[i]))
			fail_msg("object %llu was acknowledged and is lost",
			    (unsigned long long)handles[i]);
	rig_link_close(&l);
}

static void
test_killed_while_writing(void **state)
{
	struct rig_link admin, app;
	uint64_t partition;
	struct rig rig;

	(void)state;
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	hsm_set_up(&admin);
	partition = partition_set_up(&admin, &app, "par1", DOMAIN);
	rig_link_close(&admin);
	rig_link_close(&app);
	for (unsigned i = 0; i < ROUNDS; i++) {
		one_round(&rig, partition, 20 + 25 * i);
		check_all(&rig, partition);
	}
	print_message("%u objects acknowledged in %u rounds, none lost\n",
	    n_handles, ROUNDS);
	assert_true(n_handles > 100);
	rig_remove(&rig);
}

/* The counter of failures never goes down by killing the card. */
static void
test_killed_while_guessing(void **state)
{
	struct msg_hsm_info_request ask;
	struct msg_hsm_info_response info;
	struct rig_link admin;
	struct rig rig;
	uint64_t left = 3;

	(void)state;
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	hsm_set_up(&admin);
	for (unsigned i = 0; i < 12 && left > 0; i++) {
		struct msg_hsm_login_request in = { bytes_of_text("not-this-one") };
		CLEARED_BY(buf_clear) struct buf frame = buf_up_to(1024);
		CLEARED_BY(buf_clear) struct buf body = buf_up_to(512);

		assert_ok(wire_encode(&wire_hsm_login_request, &in, &body));
		struct frame f = { .op = OP_hsm_login_request, .link = 7,
			.id = 900 + i, .body = buf_bytes(&body) };
		assert_ok(frame_put(&frame, &f));
		assert_int_equal(frame.len,
		    write(admin.ask.fd, frame.ptr, frame.len));
		clock_sleep_ms(i * 3);
		rig_kill(&rig);
		rig_link_close(&admin);
		rig_start(&rig);
		rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
		assert_ok(call_hsm_info(&admin.c, &ask, &info, &admin.reply));
		assert_true(info.so_attempts_left <= left);
		left = info.so_attempts_left;
	}
	assert_int_equal(0, left);
	rig_link_close(&admin);
	rig_remove(&rig);
}

/* Sends a zeroize; was it answered before the plug was pulled? */
static bool
zeroize_and_pull(struct rig *rig, struct rig_link *admin, unsigned us)
{
	CLEARED_BY(buf_clear) struct buf frame = buf_up_to(64);
	struct frame f = { .op = OP_hsm_zeroize_request, .id = 900,
		.link = admin->c.link };
	char answer[64];
	bool answered;

	assert_ok(frame_put(&frame, &f));
	assert_int_equal(frame.len, write(admin->ask.fd, frame.ptr, frame.len));
	usleep(us);
	answered = recv(admin->ask.fd, answer, sizeof(answer), MSG_DONTWAIT) > 0;
	rig_kill(rig);
	return answered;
}

/* The HSM is as it was, or zeroized: then nothing of its KEK is on the disk. */
static bool
check_whole(struct rig *rig, uint64_t partition, uint64_t key, struct bytes kek,
    bool answered)
{
	CLEARED_BY(buf_clear) struct buf secret = buf_up_to(4096);
	struct msg_hsm_info_request ask;
	struct msg_hsm_info_response info;
	struct rig_link admin, app;

	rig_start(rig);
	rig_link_open(rig, &admin, ORIGIN_ADMIN, false);
	assert_ok(call_hsm_info(&admin.c, &ask, &info, &admin.reply));
	if (info.initialized) {
		assert_false(answered);
		rig_link_open(rig, &app, ORIGIN_APP, false);
		officer_login(&app, partition);
		assert_ok(gcm(&app, FUNCTION_ENCRYPT, key, bytes_of_text("x"),
		    &secret));
		rig_link_close(&app);
	} else {
		assert_int_equal(0, info.n_partitions);
		assert_false(rig_files_hold(rig, kek));
	}
	rig_link_close(&admin);
	return !info.initialized;
}

static void
test_killed_while_zeroizing(void **state)
{
	unsigned n_zeroized = 0;

	(void)state;
	for (unsigned i = 0; i < 12; i++) {
		struct rig_link admin, app;
		struct rig rig;
		struct buf kek;
		uint64_t partition, key;
		bool answered;

		rig_make(&rig, "K7", 123456);
		rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
		rig_link_open(&rig, &app, ORIGIN_APP, false);
		hsm_set_up(&admin);
		partition = partition_set_up(&admin, &app, "par1", DOMAIN);
		key = make_aes_key(&app, "whole or gone");
		rig_link_close(&admin);
		rig_link_close(&app);
		assert_int_equal(0, rig_stop(&rig));
		kek = rig_wrapped_kek(&rig);
		assert_true(rig_files_hold(&rig, buf_bytes(&kek)));
		rig_start(&rig);
		rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
		answered = zeroize_and_pull(&rig, &admin, i * 250);
		rig_link_close(&admin);
		n_zeroized += check_whole(&rig, partition, key, buf_bytes(&kek),
		    answered);
		buf_clear(&kek);
		rig_remove(&rig);
	}
	print_message("%u of 12 zeroized, the others whole\n", n_zeroized);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_killed_while_writing),
		cmocka_unit_test(test_killed_while_guessing),
		cmocka_unit_test(test_killed_while_zeroizing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
