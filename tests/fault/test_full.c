/* SPDX-License-Identifier: Apache-2.0 */
/* A full disk is an error of the call that met it: nothing is half written,
 * what is there can be used, and room makes everything well again. */
#include "rig.h"

#include "spec/pkcs11.h"

static unsigned
fill(struct rig_link *l)
{
	enum err e = ERR_OK;
	uint64_t handle;
	unsigned n = 0;

	while (n < 5000 && (e = make_data(l, "fills the disk", &handle)) == ERR_OK)
		n++;
	assert_int_equal(ERR_DISK_FULL, e);
	assert_err(ERR_DISK_FULL, make_data(l, "not this one either", &handle));
	return n;
}

static enum err
try_so(struct rig_link *admin, const char *password)
{
	struct msg_hsm_login_request in = { bytes_of_text(password) };
	struct msg_hsm_login_response out;

	return call_hsm_login(&admin->c, &in, &out, &admin->reply);
}

static void
test_disk_full(void **state)
{
	CLEARED_BY(buf_clear) struct buf secret = buf_up_to(4096);
	struct rig_link admin, app;
	uint64_t partition, key;
	struct rig rig;
	unsigned n;

	(void)state;
	rig_make(&rig, "K7", 123456);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	hsm_set_up(&admin);
	partition = partition_set_up(&admin, &app, "par1", DOMAIN);
	key = make_aes_key(&app, "works on");
	rig_link_close(&admin);
	rig_link_close(&app);
	assert_int_equal(0, rig_stop(&rig));

	rig_start_limited(&rig, 600 * 1024);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	officer_login(&app, partition);
	n = fill(&app);
	assert_true(n > 20);
	assert_int_equal(n + 1, count_objects(&app));
	assert_ok(gcm(&app, FUNCTION_ENCRYPT, key, bytes_of_text("x"), &secret));
	/* No try without a durable count of it, not even the right one. */
	assert_err(ERR_DISK_FULL, try_so(&admin, SO_PASSWORD));
	assert_err(ERR_DISK_FULL, try_so(&admin, "a wrong one"));
	rig_link_close(&admin);
	rig_link_close(&app);
	assert_int_equal(0, rig_stop(&rig));

	rig_start(&rig);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, false);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	officer_login(&app, partition);
	assert_int_equal(n + 1, count_objects(&app));
	so_login(&admin);
	rig_link_close(&admin);
	rig_link_close(&app);
	rig_remove(&rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_disk_full) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
