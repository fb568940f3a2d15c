/* SPDX-License-Identifier: Apache-2.0 */
/* Objects: every rule of attributes.def and of who may make and change what. */
#include "room.h"

static const struct template none;

static void
aes_key(void **state)
{
	struct room r;
	struct template t = aes_asked(true);
	uint64_t handle, size, n;
	size_t len;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	assert_ok(aes_generate(&r, &t, &handle));
	assert_attribute(&r, handle, CKA_CLASS, CKO_SECRET_KEY);
	assert_attribute(&r, handle, CKA_KEY_TYPE, CKK_AES);
	assert_attribute(&r, handle, CKA_SENSITIVE, 1);
	assert_attribute(&r, handle, CKA_PRIVATE, 1);
	assert_attribute(&r, handle, CKA_EXTRACTABLE, 0);
	assert_attribute(&r, handle, CKA_ALWAYS_SENSITIVE, 1);
	assert_attribute(&r, handle, CKA_NEVER_EXTRACTABLE, 1);
	assert_attribute(&r, handle, CKA_LOCAL, 1);
	assert_attribute(&r, handle, CKA_KEY_GEN_MECHANISM, CKM_AES_KEY_GEN);
	assert_attribute(&r, handle, CKA_VALUE_LEN, 32);
	assert_attribute(&r, handle, CKA_ENCRYPT, 1);
	assert_attribute(&r, handle, CKA_WRAP, 0);
	assert_err(ERR_ATTRIBUTE_SENSITIVE,
	    get(&r, handle, CKA_VALUE, &n, &len));
	assert_err(ERR_ATTRIBUTE_TYPE, get(&r, handle, CKA_MODULUS, &n, &len));
	assert_err(ERR_ATTRIBUTE_TYPE, get(&r, handle, 0x80009999, &n, &len));
	assert_ok(get(&r, handle, CKA_OUID, &n, &len));
	assert_int_equal(12, len);
	assert_ok(get(&r, handle, CKA_UNIQUE_ID, &n, &len));
	assert_int_equal(24, len);
	assert_ok(object_size(r.s, handle, &size));
	assert_true(size > 32);
	fake_restart(&r.f);
	r.s = fake_session(&r.f, r.f.app, r.par, true);
	assert_err(ERR_OBJECT_INVALID, get(&r, handle, CKA_CLASS, &n, &len));
	assert_ok(fake_login(&r.f, r.s, ROLE_CRYPTO_USER, "cu-password"));
	assert_attribute(&r, handle, CKA_CLASS, CKO_SECRET_KEY);
	room_close(&r);
}

struct bad_row {
	uint64_t type;
	int flag; /* -1: a number; -2: three bytes */
	uint64_t number;
	enum err wanted;
};

static void
generate_bad_templates(void **state)
{
	static const struct bad_row bad[] = {
		{ CKA_SENSITIVE, 0, 0, ERR_ATTRIBUTE_VALUE },
		{ CKA_LOCAL, 1, 0, ERR_ATTRIBUTE_READ_ONLY },
		{ CKA_ALWAYS_SENSITIVE, 1, 0, ERR_ATTRIBUTE_READ_ONLY },
		{ CKA_NEVER_EXTRACTABLE, 1, 0, ERR_ATTRIBUTE_READ_ONLY },
		{ CKA_KEY_GEN_MECHANISM, -1, 5, ERR_ATTRIBUTE_READ_ONLY },
		{ CKA_OUID, -2, 0, ERR_ATTRIBUTE_READ_ONLY },
		{ CKA_UNIQUE_ID, -2, 0, ERR_ATTRIBUTE_READ_ONLY },
		{ CKA_VALUE, -2, 0, ERR_ATTRIBUTE_READ_ONLY },
		{ CKA_MODULUS_BITS, -1, 2048, ERR_ATTRIBUTE_TYPE },
		{ 0x80009999, -2, 0, ERR_ATTRIBUTE_TYPE },
		{ CKA_TRUSTED, 1, 0, ERR_ATTRIBUTE_READ_ONLY },
		{ CKA_ENCRYPT, -1, 1, ERR_ATTRIBUTE_VALUE },
		{ CKA_ENCRYPT, -2, 1, ERR_ATTRIBUTE_VALUE },
		{ CKA_START_DATE, -2, 1, ERR_ATTRIBUTE_VALUE },
		{ CKA_ALLOWED_MECHANISMS, -2, 1, ERR_ATTRIBUTE_VALUE },
		{ CKA_CLASS, -1, CKO_DATA, ERR_TEMPLATE_INCONSISTENT },
		{ CKA_KEY_TYPE, -1, CKK_RSA, ERR_TEMPLATE_INCONSISTENT },
	};
	struct room r;
	uint64_t handle;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct template t = aes_asked(true);

		if (bad[i].flag >= 0)
			add_flag(&t, bad[i].type, bad[i].flag);
		else if (bad[i].flag == -1)
			add_number(&t, bad[i].type, bad[i].number);
		else
			add_text(&t, bad[i].type, "abc");
		assert_err(bad[i].wanted, aes_generate(&r, &t, &handle));
	}
	assert_err(ERR_TEMPLATE_INCOMPLETE, aes_generate(&r, &none, &handle));
	assert_int_equal(0, fake_count(&r.f, RECORD_OBJECT));
	room_close(&r);
}

static void
who_may_make(void **state)
{
	struct room r;
	struct template token = aes_asked(true), session = aes_asked(false);
	struct template data = { 0 };
	uint64_t handle;

	(void)state;
	room_open(&r, ROLE_NONE);
	add_number(&data, CKA_CLASS, CKO_DATA);
	add_flag(&data, CKA_TOKEN, true);
	assert_err(ERR_NOT_LOGGED_IN, aes_generate(&r, &token, &handle));
	assert_err(ERR_NOT_LOGGED_IN, aes_generate(&r, &session, &handle));
	assert_ok(create(&r, &data, &handle));
	assert_ok(fake_login(&r.f, r.s, ROLE_CRYPTO_USER, "cu-password"));
	assert_err(ERR_NOT_AUTHORIZED, aes_generate(&r, &token, &handle));
	assert_ok(create(&r, &data, &handle));
	assert_ok(session_logout(r.s));
	assert_ok(fake_login(&r.f, r.s, ROLE_CRYPTO_OFFICER, "co-password"));
	assert_ok(aes_generate(&r, &token, &handle));
	r.s = fake_session(&r.f, r.f.app, r.par, false);
	assert_err(ERR_SESSION_READ_ONLY, aes_generate(&r, &token, &handle));
	assert_ok(aes_generate(&r, &session, &handle));
	room_close(&r);
}

static void
created_secret(void **state)
{
	struct room r;
	struct template t = { 0 };
	uint64_t handle, n;
	size_t len;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	add_number(&t, CKA_CLASS, CKO_SECRET_KEY);
	assert_err(ERR_TEMPLATE_INCOMPLETE, create(&r, &t, &handle));
	add_number(&t, CKA_KEY_TYPE, CKK_AES);
	assert_err(ERR_TEMPLATE_INCOMPLETE, create(&r, &t, &handle));
	add_text(&t, CKA_VALUE, "0123456789abcdef");
	assert_ok(create(&r, &t, &handle));
	assert_attribute(&r, handle, CKA_LOCAL, 0);
	assert_attribute(&r, handle, CKA_ALWAYS_SENSITIVE, 0);
	assert_attribute(&r, handle, CKA_NEVER_EXTRACTABLE, 0);
	assert_attribute(&r, handle, CKA_VALUE_LEN, 16);
	assert_attribute(&r, handle, CKA_KEY_GEN_MECHANISM, ~0ull);
	assert_err(ERR_ATTRIBUTE_SENSITIVE,
	    get(&r, handle, CKA_VALUE, &n, &len));
	t.rows[2].value = bytes_of_text("0123456789abcde");
	assert_err(ERR_ATTRIBUTE_VALUE, create(&r, &t, &handle));
	t.rows[1].value = bytes_of_text("\0\0\0\0\0\0\0\1");
	add_number(&t, CKA_VALUE_LEN, 16);
	assert_err(ERR_ATTRIBUTE_VALUE, create(&r, &t, &handle));
	t.n = 1;
	add_number(&t, CKA_KEY_TYPE, CKK_RSA);
	assert_err(ERR_TEMPLATE_INCONSISTENT, create(&r, &t, &handle));
	/* FIPS mode: no clear keys from outside. */
	t.n = 1;
	add_number(&t, CKA_KEY_TYPE, CKK_GENERIC_SECRET);
	add_text(&t, CKA_VALUE, "x");
	assert_ok(create(&r, &t, &handle));
	fake_hsm_policy(&r.f, POLICY_HSM_NON_FIPS, false);
	assert_ok(fake_so_login(&r.f, "so-password"));
	r.par = fake_ready_partition(&r.f, "par2", 100000);
	r.s = fake_session(&r.f, r.f.app, r.par, true);
	assert_ok(fake_login(&r.f, r.s, ROLE_CRYPTO_OFFICER, "co-password"));
	assert_err(ERR_TEMPLATE_INCONSISTENT, create(&r, &t, &handle));
	room_close(&r);
}

static void
copies(void **state)
{
	struct room r;
	struct template asked = aes_asked(true), over = { 0 };
	uint64_t handle;
	struct change *c;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	add_flag(&asked, CKA_EXTRACTABLE, true);
	assert_ok(aes_generate(&r, &asked, &handle));
	assert_ok(object_copy_plan(r.s, handle, &none, fake_uid(&r.f), &c));
	assert_ok(fake_done(&r.f, &c));
	add_flag(&over, CKA_TOKEN, false);
	add_flag(&over, CKA_EXTRACTABLE, false);
	add_text(&over, CKA_LABEL, "second");
	assert_ok(object_copy_plan(r.s, handle, &over, fake_uid(&r.f), &c));
	assert_int_equal(0, change_n_steps(c));
	handle = change_handle(c, 0);
	assert_ok(fake_done(&r.f, &c));
	assert_attribute(&r, handle, CKA_EXTRACTABLE, 0);
	assert_attribute(&r, handle, CKA_LOCAL, 1);
	/* One way only. */
	over.n = 0;
	add_flag(&over, CKA_EXTRACTABLE, true);
	assert_err(ERR_ATTRIBUTE_READ_ONLY,
	    object_copy_plan(r.s, handle, &over, fake_uid(&r.f), &c));
	over.n = 0;
	add_flag(&over, CKA_SENSITIVE, false);
	assert_err(ERR_ATTRIBUTE_VALUE,
	    object_copy_plan(r.s, handle, &over, fake_uid(&r.f), &c));
	over.n = 0;
	add_flag(&over, CKA_PRIVATE, false);
	assert_err(ERR_TEMPLATE_INCONSISTENT,
	    object_copy_plan(r.s, handle, &over, fake_uid(&r.f), &c));
	over.n = 0;
	add_text(&over, CKA_VALUE, "0123456789abcdef");
	assert_err(ERR_ATTRIBUTE_READ_ONLY,
	    object_copy_plan(r.s, handle, &over, fake_uid(&r.f), &c));
	/* COPYABLE is lowered and never raised. */
	over.n = 0;
	add_flag(&over, CKA_COPYABLE, false);
	assert_ok(attributes_set_plan(r.s, handle, &over, &c));
	assert_ok(fake_done(&r.f, &c));
	assert_err(ERR_ACTION_PROHIBITED,
	    object_copy_plan(r.s, handle, &none, fake_uid(&r.f), &c));
	over.n = 0;
	add_flag(&over, CKA_COPYABLE, true);
	assert_err(ERR_ATTRIBUTE_READ_ONLY,
	    attributes_set_plan(r.s, handle, &over, &c));
	room_close(&r);
}

static void
changes_and_destroying(void **state)
{
	struct room r;
	struct template asked = aes_asked(true), over = { 0 };
	struct change *c, *second;
	uint64_t handle, found[4];
	unsigned n;
	bool more;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	assert_ok(aes_generate(&r, &asked, &handle));
	add_text(&over, CKA_LABEL, "other");
	add_text(&over, CKA_ID, "\1\2");
	assert_ok(attributes_set_plan(r.s, handle, &over, &c));
	assert_err(ERR_BUSY, attributes_set_plan(r.s, handle, &over, &second));
	assert_err(ERR_BUSY, object_destroy_plan(r.s, handle, &second));
	change_drop(r.f.hsm, &c);
	assert_ok(attributes_set_plan(r.s, handle, &over, &c));
	assert_ok(fake_done(&r.f, &c));
	fake_restart(&r.f);
	r.s = fake_session(&r.f, r.f.app, r.par, true);
	assert_ok(fake_login(&r.f, r.s, ROLE_CRYPTO_USER, "cu-password"));
	assert_ok(objects_find(r.s, &over, 0, 4, found, &n, &more));
	assert_int_equal(1, n);
	assert_int_equal(handle, found[0]);
	assert_err(ERR_NOT_AUTHORIZED,
	    attributes_set_plan(r.s, handle, &over, &c));
	assert_err(ERR_NOT_AUTHORIZED, object_destroy_plan(r.s, handle, &c));
	assert_ok(session_logout(r.s));
	assert_err(ERR_OBJECT_INVALID, object_destroy_plan(r.s, handle, &c));
	assert_ok(fake_login(&r.f, r.s, ROLE_CRYPTO_OFFICER, "co-password"));
	over.n = 0;
	add_flag(&over, CKA_TOKEN, false);
	assert_err(ERR_ATTRIBUTE_READ_ONLY,
	    attributes_set_plan(r.s, handle, &over, &c));
	over.n = 0;
	add_flag(&over, CKA_DESTROYABLE, false);
	assert_ok(attributes_set_plan(r.s, handle, &over, &c));
	assert_ok(fake_done(&r.f, &c));
	assert_err(ERR_ACTION_PROHIBITED, object_destroy_plan(r.s, handle, &c));
	over.n = 0;
	add_flag(&over, CKA_DESTROYABLE, true);
	assert_ok(attributes_set_plan(r.s, handle, &over, &c));
	assert_ok(fake_done(&r.f, &c));
	assert_ok(object_destroy_plan(r.s, handle, &c));
	assert_ok(fake_done(&r.f, &c));
	assert_int_equal(0, fake_count(&r.f, RECORD_OBJECT));
	assert_err(ERR_OBJECT_INVALID, object_destroy_plan(r.s, handle, &c));
	room_close(&r);
}

static void
not_modifiable(void **state)
{
	struct room r;
	struct template asked = aes_asked(true), over = { 0 };
	struct change *c;
	uint64_t handle;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	add_flag(&asked, CKA_MODIFIABLE, false);
	assert_ok(aes_generate(&r, &asked, &handle));
	add_text(&over, CKA_LABEL, "other");
	assert_err(ERR_ACTION_PROHIBITED,
	    attributes_set_plan(r.s, handle, &over, &c));
	room_close(&r);
}

/* --- pairs --- */

static const uint8_t p256_params[] = { 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
	0x3d, 0x03, 0x01, 0x07 };
static uint8_t p256_point[67] = { 0x04, 0x41, 0x04 };

static enum err
pair_generate(struct room *r, const struct template *public,
    const struct template *private, uint64_t out[2])
{
	struct template made_public = { 0 }, made_private = { 0 };
	uint8_t uids[2][OBJECT_UID_LEN];
	struct change *c;

	TRY(pair_make_check(r->s, CKM_EC_KEY_PAIR_GEN, public, private));
	assert_ok(template_add(&made_public, CKA_EC_POINT,
	    bytes_of(p256_point, sizeof(p256_point))));
	assert_ok(template_add(&made_private, CKA_EC_PARAMS,
	    bytes_of(p256_params, sizeof(p256_params))));
	assert_ok(template_add(&made_private, CKA_EC_POINT,
	    bytes_of(p256_point, sizeof(p256_point))));
	add_text(&made_private, CKA_VALUE, "0123456789abcdef0123456789abcdef");
	memcpy(uids[0], fake_uid(&r->f), OBJECT_UID_LEN);
	memcpy(uids[1], fake_uid(&r->f), OBJECT_UID_LEN);
	TRY(pair_make_plan(r->s, CKM_EC_KEY_PAIR_GEN, public, &made_public,
	    private, &made_private, (const uint8_t(*)[OBJECT_UID_LEN])uids, &c));
	out[0] = change_handle(c, 0);
	out[1] = change_handle(c, 1);
	return fake_done(&r->f, &c);
}

static void
pairs(void **state)
{
	struct room r;
	struct template public = { 0 }, private = { 0 };
	uint64_t pair[2], n;
	size_t len;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	add_flag(&public, CKA_TOKEN, true);
	add_flag(&private, CKA_TOKEN, true);
	assert_err(ERR_TEMPLATE_INCOMPLETE,
	    pair_generate(&r, &public, &private, pair));
	assert_ok(template_add(&public, CKA_EC_PARAMS,
	    bytes_of(p256_params, sizeof(p256_params))));
	assert_ok(pair_generate(&r, &public, &private, pair));
	assert_attribute(&r, pair[0], CKA_CLASS, CKO_PUBLIC_KEY);
	assert_attribute(&r, pair[0], CKA_PRIVATE, 0);
	assert_attribute(&r, pair[1], CKA_CLASS, CKO_PRIVATE_KEY);
	assert_attribute(&r, pair[1], CKA_PRIVATE, 1);
	assert_attribute(&r, pair[1], CKA_SIGN, 1);
	assert_attribute(&r, pair[1], CKA_DECRYPT, 0);
	assert_ok(get(&r, pair[0], CKA_EC_POINT, &n, &len));
	assert_int_equal(67, len);
	assert_ok(get(&r, pair[1], CKA_EC_POINT, &n, &len));
	assert_int_equal(67, len);
	assert_err(ERR_ATTRIBUTE_SENSITIVE,
	    get(&r, pair[1], CKA_VALUE, &n, &len));
	add_flag(&private, CKA_PRIVATE, false);
	assert_err(ERR_ATTRIBUTE_VALUE,
	    pair_generate(&r, &public, &private, pair));
	private.n = 1;
	add_flag(&private, CKA_ALWAYS_AUTHENTICATE, true);
	assert_err(ERR_ATTRIBUTE_VALUE,
	    pair_generate(&r, &public, &private, pair));
	private.n = 1;
	public.rows[1].value = bytes_of("\6\1\1", 3);
	assert_err(ERR_CURVE, pair_generate(&r, &public, &private, pair));
	assert_int_equal(2, fake_count(&r.f, RECORD_OBJECT));
	room_close(&r);
}

/* The second does not fit any more: neither is there. */
static void
pair_both_or_none(void **state)
{
	struct msg_partition_row row;
	CLEARED_BY(buf_clear) struct buf roles = buf_up_to(4096);
	struct template public = { 0 }, private = { 0 };
	uint64_t pair[2], par;
	struct room r;

	(void)state;
	room_open(&r, ROLE_NONE);
	par = fake_ready_partition(&r.f, "small", 400);
	r.s = fake_session(&r.f, r.f.app, par, true);
	assert_ok(fake_login(&r.f, r.s, ROLE_CRYPTO_OFFICER, "co-password"));
	add_flag(&public, CKA_TOKEN, true);
	add_flag(&private, CKA_TOKEN, true);
	assert_ok(template_add(&public, CKA_EC_PARAMS,
	    bytes_of(p256_params, sizeof(p256_params))));
	assert_err(ERR_PARTITION_FULL,
	    pair_generate(&r, &public, &private, pair));
	assert_ok(partition_describe(r.f.hsm, r.f.app, par, &roles, &row));
	assert_int_equal(0, row.used);
	assert_int_equal(0, row.n_objects);
	room_close(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(aes_key),
		cmocka_unit_test(generate_bad_templates),
		cmocka_unit_test(who_may_make),
		cmocka_unit_test(created_secret),
		cmocka_unit_test(copies),
		cmocka_unit_test(changes_and_destroying),
		cmocka_unit_test(not_modifiable),
		cmocka_unit_test(pairs),
		cmocka_unit_test(pair_both_or_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
