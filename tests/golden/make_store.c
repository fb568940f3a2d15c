/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes a golden store: LUNETTE_CARD=build/prog/card/card make_store FOLDER
 *
 * Run once for each version, with the card of that version. The folder gets
 * store.db and root.key.
 */
#include "../fault/rig.h"

#include <stdio.h>

#include "base/file.h"
#include "golden.h"
#include "spec/pkcs11.h"

static const char *folder;

/* --- what the officer makes --- */

static void
make_sealed(struct rig_link *l, uint64_t key)
{
	CLEARED_BY(buf_clear) struct buf rows = buf_up_to(4096);
	CLEARED_BY(buf_clear) struct buf sealed = buf_up_to(256);
	struct msg_object_create_request in = { .session = l->session };
	struct msg_object_create_response out;

	assert_ok(gcm(l, FUNCTION_ENCRYPT, key, bytes_of_text(GOLDEN_TEXT),
	    &sealed));
	put_number(&rows, CKA_CLASS, CKO_DATA);
	put_flag(&rows, CKA_TOKEN, true);
	put_attribute(&rows, CKA_LABEL, bytes_of_text("sealed"));
	put_attribute(&rows, CKA_VALUE, buf_bytes(&sealed));
	in.template = buf_bytes(&rows);
	assert_ok(call_object_create(&l->c, &in, &out, &l->reply));
	assert_int_equal(GOLDEN_DATA, out.handle);
}

static void
make_token_pair(struct rig_link *l)
{
	static const uint8_t p256[] = { 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7 };
	CLEARED_BY(buf_clear) struct buf public = buf_up_to(4096);
	CLEARED_BY(buf_clear) struct buf private = buf_up_to(4096);
	CLEARED_BY(buf_clear) struct buf m = mechanism(CKM_EC_KEY_PAIR_GEN);
	struct msg_keypair_generate_request in = { .session = l->session };
	struct msg_keypair_generate_response out;

	put_flag(&public, CKA_TOKEN, true);
	put_flag(&public, CKA_VERIFY, true);
	put_attribute(&public, CKA_EC_PARAMS, bytes_of(p256, sizeof(p256)));
	put_flag(&private, CKA_TOKEN, true);
	put_flag(&private, CKA_SIGN, true);
	put_attribute(&private, CKA_LABEL, bytes_of_text("signer"));
	in.mechanism = buf_bytes(&m);
	in.public_template = buf_bytes(&public);
	in.private_template = buf_bytes(&private);
	assert_ok(call_keypair_generate(&l->c, &in, &out, &l->reply));
	assert_int_equal(GOLDEN_PUBLIC, out.public_handle);
	assert_int_equal(GOLDEN_PRIVATE, out.private_handle);
}

static void
make_user(struct rig_link *l)
{
	struct msg_role_init_request in = { l->session, ROLE_CRYPTO_USER,
		bytes_of_text(GOLDEN_USER) };
	struct msg_role_init_response out;
	struct msg_logout_request bye = { l->session };
	struct msg_logout_response gone;

	assert_ok(call_role_init(&l->c, &in, &out, &l->reply));
	assert_ok(call_logout(&l->c, &bye, &gone, &l->reply));
}

/* --- what the SO makes --- */

static void
set_policy(struct rig_link *admin)
{
	struct msg_hsm_policy_set_request in = { GOLDEN_POLICY, 0 };
	struct msg_hsm_policy_set_response out;

	assert_ok(call_hsm_policy_set(&admin->c, &in, &out, &admin->reply));
}

static void
make_empty_partition(struct rig_link *admin)
{
	struct msg_partition_create_request in = { .size = 1 << 20,
		.name = bytes_of_text(GOLDEN_EMPTY) };
	struct msg_partition_create_response out;

	assert_ok(call_partition_create(&admin->c, &in, &out, &admin->reply));
}

static void
guess(struct rig_link *l, enum role role, unsigned times)
{
	while (times-- > 0)
		assert_err(ERR_PIN_INCORRECT, try_login(l, role, "not-this-one"));
}

static void
guess_so(struct rig_link *admin)
{
	struct msg_hsm_logout_request bye;
	struct msg_hsm_logout_response gone;
	struct msg_hsm_login_request in = { bytes_of_text("not-this-one") };
	struct msg_hsm_login_response out;

	assert_ok(call_hsm_logout(&admin->c, &bye, &gone, &admin->reply));
	for (unsigned i = 0; i < GOLDEN_SO_FAILURES; i++)
		assert_err(ERR_PIN_INCORRECT,
		    call_hsm_login(&admin->c, &in, &out, &admin->reply));
}

static void
copy(const struct rig *rig, const char *name)
{
	CLEARED_BY(buf_clear) struct buf all = buf_up_to(1 << 20);
	char from[128], to[512];

	snprintf(from, sizeof(from), "%s/state/%s", rig->dir, name);
	snprintf(to, sizeof(to), "%s/%s", folder, name);
	assert_ok(file_read(from, &all));
	assert_ok(file_write(to, 0644, buf_bytes(&all)));
}

static void
make_store(void **state)
{
	struct rig_link admin, app;
	struct rig rig;

	(void)state;
	rig_make(&rig, GOLDEN_MODEL, GOLDEN_SERIAL);
	rig_link_open(&rig, &admin, ORIGIN_ADMIN, true);
	rig_link_open(&rig, &app, ORIGIN_APP, false);
	hsm_set_up(&admin);
	set_policy(&admin);
	assert_int_equal(GOLDEN_PARTITION,
	    partition_set_up(&admin, &app, GOLDEN_NAME, DOMAIN));
	make_empty_partition(&admin);
	assert_int_equal(GOLDEN_AES, make_aes_key(&app, "sealer"));
	make_sealed(&app, GOLDEN_AES);
	make_token_pair(&app);
	make_user(&app);
	guess(&app, ROLE_PARTITION_SO, GOLDEN_PARTITION_SO_FAILURES);
	guess(&app, ROLE_CRYPTO_OFFICER, GOLDEN_OFFICER_FAILURES);
	guess(&app, ROLE_CRYPTO_USER, GOLDEN_USER_FAILURES);
	guess_so(&admin);
	rig_link_close(&admin);
	rig_link_close(&app);
	assert_int_equal(0, rig_stop(&rig));
	copy(&rig, "store.db");
	copy(&rig, "root.key");
	rig_remove(&rig);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(make_store) };

	if (argc != 2) {
		fputs("usage: make_store FOLDER\n", stderr);
		return 2;
	}
	folder = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
