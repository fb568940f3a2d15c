/* SPDX-License-Identifier: Apache-2.0 */
/* Everything at once: links on channels of their own compute, make and destroy
 * objects and sessions, while an admin makes and deletes partitions and other
 * links come and go. Meant for the thread sanitizer, true without it. */
#include "../fault/rig.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "spec/pkcs11.h"

#define ROUNDS 40

struct player {
	struct rig *rig;
	uint64_t partition;
	unsigned number;
	pthread_t thread;
};

static void
destroy(struct rig_link *l, uint64_t handle)
{
	struct msg_object_destroy_request in = { l->session, handle };
	struct msg_object_destroy_response out;

	assert_ok(call_object_destroy(&l->c, &in, &out, &l->reply));
}

static void
label(struct rig_link *l, uint64_t handle, unsigned n)
{
	CLEARED_BY(buf_clear) struct buf rows = buf_up_to(256);
	struct msg_attributes_set_request in = { l->session, handle };
	struct msg_attributes_set_response out;
	char text[32];

	snprintf(text, sizeof(text), "label %u", n);
	put_attribute(&rows, CKA_LABEL, bytes_of_text(text));
	in.template = buf_bytes(&rows);
	assert_ok(call_attributes_set(&l->c, &in, &out, &l->reply));
}

static void
encrypt(struct rig_link *l, uint64_t key)
{
	CLEARED_BY(buf_clear) struct buf secret = buf_up_to(4096);
	CLEARED_BY(buf_clear) struct buf plain = buf_up_to(4096);

	assert_ok(gcm(l, FUNCTION_ENCRYPT, key, bytes_of_text("text"), &secret));
	assert_ok(gcm(l, FUNCTION_DECRYPT, key, buf_bytes(&secret), &plain));
	assert_int_equal(4, plain.len);
}

static void
random_bytes(struct rig_link *l)
{
	struct msg_random_request in = { l->session, 100 };
	struct msg_random_response out;

	assert_ok(call_random(&l->c, &in, &out, &l->reply));
}

/* An application. */
static void *
use_keys(void *ctx)
{
	struct player *p = ctx;
	struct rig_link l;
	uint64_t key, data;
	char name[16];

	rig_link_open(p->rig, &l, ORIGIN_APP, false);
	officer_login(&l, p->partition);
	snprintf(name, sizeof(name), "key %u", p->number);
	key = make_aes_key(&l, name);
	for (unsigned i = 0; i < ROUNDS; i++) {
		encrypt(&l, key);
		assert_ok(make_data(&l, name, &data));
		label(&l, data, i);
		count_objects(&l);
		random_bytes(&l);
		destroy(&l, data);
	}
	rig_link_close(&l);
	return NULL;
}

/* Clients that come, log in and are cut off. */
static void *
come_and_go(void *ctx)
{
	struct player *p = ctx;
	struct rig_link l;

	for (unsigned i = 0; i < ROUNDS / 8; i++) {
		rig_link_open(p->rig, &l, ORIGIN_APP, false);
		officer_login(&l, p->partition);
		rig_link_close(&l);
	}
	return NULL;
}

static void *
make_pairs(void *ctx)
{
	struct player *p = ctx;
	struct rig_link l;

	rig_link_open(p->rig, &l, ORIGIN_APP, false);
	officer_login(&l, p->partition);
	for (unsigned i = 0; i < ROUNDS / 2; i++)
		make_p256_pair(&l);
	rig_link_close(&l);
	return NULL;
}

static void
make_and_delete(struct rig_link *admin)
{
	struct msg_partition_create_request create = { .size = 100000,
		.name = bytes_of_text("passing") };
	struct msg_partition_create_response created;
	struct msg_partition_delete_request delete;
	struct msg_partition_delete_response deleted;

	assert_ok(call_partition_create(&admin->c, &create, &created,
	    &admin->reply));
	delete.serial = created.serial;
	assert_ok(call_partition_delete(&admin->c, &delete, &deleted,
	    &admin->reply));
}

static void
test_everything_at_once(void **state)
{
	void *(*const parts[])(void *) = { use_keys, use_keys, use_keys,
		come_and_go, make_pairs };
	struct player players[5];
	struct rig_link admin, app;
	struct rig rig;

	(void)state;
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	hsm_set_up(&admin);
	uint64_t partition = partition_set_up(&admin, &app, "par1", DOMAIN);

	for (unsigned i = 0; i < 5; i++) {
		players[i] = (struct player){ &rig, partition, i };
		pthread_create(&players[i].thread, NULL, parts[i], &players[i]);
	}
	for (unsigned i = 0; i < ROUNDS; i++)
		make_and_delete(&admin);
	for (unsigned i = 0; i < 5; i++)
		pthread_join(players[i].thread, NULL);
	assert_int_equal(3, count_objects(&app));
	rig_link_close(&admin);
	rig_link_close(&app);
	rig_remove(&rig);
}

/* --- what is erased while others write --- */

static void *
write_until_refused(void *ctx)
{
	struct player *p = ctx;
	struct rig_link l;
	uint64_t handle;

	rig_link_open(p->rig, &l, ORIGIN_APP, false);
	officer_login(&l, p->partition);
	for (unsigned i = 0; i < 20000; i++)
		if (make_data(&l, "soon gone", &handle) != ERR_OK)
			break;
	assert_int_not_equal(ERR_OK, make_data(&l, "soon gone", &handle));
	rig_link_close(&l);
	return NULL;
}

static void
delete_partition(struct rig_link *admin, uint64_t serial)
{
	struct msg_partition_delete_request in = { serial };
	struct msg_partition_delete_response out;

	assert_ok(call_partition_delete(&admin->c, &in, &out, &admin->reply));
}

static void
init_again(struct rig_link *l, uint64_t serial)
{
	struct msg_partition_init_request in = { serial, bytes_of_text("again"),
		bytes_of_text(PSO_PASSWORD) };
	struct msg_partition_init_response out;

	assert_ok(call_partition_init(&l->c, &in, &out, &l->reply));
}

static void
zeroize(struct rig_link *admin)
{
	struct msg_hsm_zeroize_request in;
	struct msg_hsm_zeroize_response out;

	assert_ok(call_hsm_zeroize(&admin->c, &in, &out, &admin->reply));
}

static void
erase_under_writers(struct rig *rig, struct rig_link *admin, unsigned how)
{
	struct player players[3];
	struct rig_link app;
	uint64_t partition;

	rig_link_open(rig, &app, ORIGIN_APP, false);
	partition = partition_set_up(admin, &app, "doomed", DOMAIN);
	for (unsigned i = 0; i < 3; i++) {
		players[i] = (struct player){ rig, partition, i };
		pthread_create(&players[i].thread, NULL, write_until_refused,
		    &players[i]);
	}
	while (count_objects(&app) < 100)
		clock_sleep_ms(2);
	if (how == 0)
		delete_partition(admin, partition);
	else if (how == 1)
		init_again(&app, partition);
	else
		zeroize(admin);
	for (unsigned i = 0; i < 3; i++)
		pthread_join(players[i].thread, NULL);
	rig_link_close(&app);
	if (how == 1)
		delete_partition(admin, partition);
}

/* No record comes after the key of its partition: the card starts again. */
static void
test_erased_under_writers(void **state)
{
	struct rig_link admin;
	struct rig rig;

	(void)state;
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	hsm_set_up(&admin);
	for (unsigned how = 0; how < 3; how++)
		erase_under_writers(&rig, &admin, how);
	rig_link_close(&admin);
	assert_int_equal(0, rig_stop(&rig));
	rig_start(&rig);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	hsm_set_up(&admin);
	rig_link_close(&admin);
	rig_remove(&rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_everything_at_once),
		cmocka_unit_test(test_erased_under_writers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
