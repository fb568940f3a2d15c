/* SPDX-License-Identifier: Apache-2.0 */
/* What each rule of lib/hsm refuses by itself, even where the table of calls
 * has checked it before. */
#include "room.h"
#include "two.h"

static const struct template none;

/* --- partitions --- */

static void
a_link_sees_its_own(void **state)
{
	CLEARED_BY(buf_clear) struct buf roles = buf_up_to(4096);
	struct bytes label = bytes_of_text("label"), password = bytes_of_text("po-password");
	struct link_what what = { .n_serials = 1 };
	struct msg_partition_row row;
	enum init_kind kind;
	uint64_t par[2];
	struct link *l;
	struct fake f;

	fake_start(&f, "K7", 150718);
	fake_ready(&f);
	par[0] = fake_partition(&f, "mine", 0);
	par[1] = fake_partition(&f, "theirs", 0);
	what.serials = par;
	assert_ok(link_open(f.hsm, 20, &what));
	l = link_get(f.hsm, 20);
	assert_ok(partition_describe(f.hsm, l, par[0], &roles, &row));
	assert_ok(partition_init_check(f.hsm, l, par[0], label, password, label, &kind));
	assert_err(ERR_PARTITION_UNKNOWN,
	    partition_describe(f.hsm, l, par[1], &roles, &row));
	assert_err(ERR_PARTITION_UNKNOWN,
	    partition_init_check(f.hsm, l, par[1], label, password, label, &kind));
	fake_end(&f);
}

static void
the_so_has_to_be_there(void **state)
{
	struct change *c;
	struct two t;

	two_open(&t);
	for (int i = 0; i < 2; i++) {
		assert_ok(so_logout(t.f[i].hsm));
		assert_err(ERR_SO_NOT_LOGGED_IN, so_logout(t.f[i].hsm));
		assert_err(ERR_SO_NOT_LOGGED_IN,
		    partition_delete_plan(t.f[i].hsm, t.par[i], &c));
		assert_err(ERR_SO_NOT_LOGGED_IN,
		    partition_resize_plan(t.f[i].hsm, t.par[i], true,
			&c));
		assert_err(ERR_SO_NOT_LOGGED_IN, policy_change_hsm(t.f[i].hsm,
		    POLICY_HSM_FORCE_PIN_CHANGE, false, &c));
	}
	two_close(&t);
}

static void
assert_shreds(struct fake *f, struct change **c, enum step_kind kind, uint64_t serial)
{
	unsigned n = 0;

	for (unsigned i = 0; i < change_n_steps(*c); i++)
		n += change_step(*c, i)->kind == kind &&
		    change_step(*c, i)->partition == serial;
	assert_int_equal(1, n);
	(void)fake_done(f, c);
}

/* Deleted rows leave copies: what erases has to destroy the key. */
static void
erasing_destroys_the_key(void **state)
{
	CLEARED_BY(secret_clear) struct secret domain = { 0 };
	struct bytes label = bytes_of_text("label");
	struct change *c;
	struct room r;

	room_open(&r, ROLE_NONE);
	assert_ok(partition_init_plan(r.f.hsm, r.par, INIT_SOFT, label,
	    bytes_of(NULL, 0), NULL, &c));
	assert_shreds(&r.f, &c, STEP_SHRED_PARTITION, r.par);
	assert_ok(partition_delete_plan(r.f.hsm, r.par, &c));
	assert_shreds(&r.f, &c, STEP_SHRED_PARTITION, r.par);
	assert_ok(hsm_init_plan(r.f.hsm, INIT_SOFT, label, bytes_of(NULL, 0), NULL, &c));
	assert_shreds(&r.f, &c, STEP_SHRED_ALL, 0);
	assert_ok(hsm_zeroize_plan(r.f.hsm, &c));
	assert_shreds(&r.f, &c, STEP_SHRED_ALL, 0);
	assert_ok(secret_copy(&domain, label));
	assert_ok(hsm_init_plan(r.f.hsm, INIT_HARD, label, label, &domain, &c));
	assert_shreds(&r.f, &c, STEP_SHRED_ALL, 0);
	assert_ok(hsm_factory_reset_plan(r.f.hsm, NULL, &c));
	assert_shreds(&r.f, &c, STEP_SHRED_ALL, 0);
	room_close(&r);
}

/* --- sessions --- */

static void
read_only(void **state)
{
	struct template token = aes_asked(true), session = aes_asked(false);
	struct template over = { 0 }, label = { 0 };
	enum clone_result result;
	uint64_t kept, passing;
	struct change *c;
	struct room r;

	room_open(&r, ROLE_CRYPTO_OFFICER);
	assert_ok(aes_generate(&r, &token, &kept));
	assert_ok(aes_generate(&r, &session, &passing));
	add_flag(&over, CKA_TOKEN, true);
	add_text(&label, CKA_LABEL, "other");
	r.s = fake_session(&r.f, r.f.app, r.par, false);
	assert_err(ERR_SESSION_READ_ONLY,
	    object_copy_plan(r.s, passing, &over, fake_uid(&r.f), &c));
	assert_err(ERR_SESSION_READ_ONLY, attributes_set_plan(r.s, kept, &label, &c));
	assert_err(ERR_SESSION_READ_ONLY, object_destroy_plan(r.s, kept, &c));
	assert_err(ERR_SESSION_READ_ONLY, object_restore_plan(r.s,
	    bytes_of_text("x"), false, &result, &c));
	assert_ok(attributes_set_plan(r.s, passing, &label, &c));
	assert_ok(fake_done(&r.f, &c));
	room_close(&r);
}

static unsigned n_logins_ended;

static void
ended(void *ctx, uint32_t session, enum session_end why)
{
	n_logins_ended += why == END_LOGIN;
}

/* What was begun and what was made as somebody is nobody's afterwards. */
static void
logging_out_leaves_nothing(void **state)
{
	struct template asked = aes_asked(false);
	uint64_t key, n;
	struct room r;
	size_t len;

	room_open(&r, ROLE_CRYPTO_OFFICER);
	n_logins_ended = 0;
	hsm_on_session_end(r.f.hsm, ended, NULL);
	assert_ok(aes_generate(&r, &asked, &key));
	assert_attribute(&r, key, CKA_CLASS, CKO_SECRET_KEY);
	assert_ok(session_logout(r.s));
	assert_int_equal(1, n_logins_ended);
	assert_ok(fake_login(&r.f, r.s, ROLE_CRYPTO_OFFICER, "co-password"));
	assert_err(ERR_OBJECT_INVALID, get(&r, key, CKA_CLASS, &n, &len));
	room_close(&r);
}

/* --- objects --- */

/* What may not be seen is the answer, whatever else was asked for. */
static void
sensitive_comes_first(void **state)
{
	static const uint32_t orders[2][2] = { { CKA_VALUE, 0x80009999 },
		{ 0x80009999, CKA_VALUE } };
	struct template asked = aes_asked(true);
	uint8_t wanted[8];
	enum err all;
	struct room r;
	uint64_t key;

	room_open(&r, ROLE_CRYPTO_OFFICER);
	assert_ok(aes_generate(&r, &asked, &key));
	for (int i = 0; i < 2; i++) {
		CLEARED_BY(buf_clear) struct buf rows = buf_up_to(1000);

		bytes_set_u32(wanted, orders[i][0]);
		bytes_set_u32(wanted + 4, orders[i][1]);
		assert_ok(attributes_get(r.s, key, bytes_of(wanted, 8), &rows, &all));
		assert_err(ERR_ATTRIBUTE_SENSITIVE, all);
		assert_err(ERR_ARGUMENT,
		    attributes_get(r.s, key, bytes_of(wanted, 7), &rows, &all));
	}
	room_close(&r);
}

/* A key that was once outside does not wash itself clean by deriving. */
static void
derived_is_no_better_than_its_base(void **state)
{
	struct template asked = { 0 }, made = aes_made(), derived = { 0 };
	const struct object *base;
	struct change *c;
	struct room r;
	uint64_t key;

	room_open(&r, ROLE_CRYPTO_OFFICER);
	add_number(&asked, CKA_CLASS, CKO_SECRET_KEY);
	add_number(&asked, CKA_KEY_TYPE, CKK_GENERIC_SECRET);
	add_text(&asked, CKA_VALUE, "from outside");
	assert_ok(create(&r, &asked, &key));
	assert_ok(object_get(r.s, key, &base));
	assert_ok(object_make_plan(r.s, BIRTH_DERIVE, CKM_ECDH1_DERIVE, &derived,
	    &made, base, fake_uid(&r.f), &c));
	key = change_handle(c, 0);
	assert_ok(fake_done(&r.f, &c));
	assert_attribute(&r, key, CKA_SENSITIVE, 1);
	assert_attribute(&r, key, CKA_ALWAYS_SENSITIVE, 0);
	assert_attribute(&r, key, CKA_NEVER_EXTRACTABLE, 0);
	assert_attribute(&r, key, CKA_LOCAL, 0);
	room_close(&r);
}

static void
what_keys_are_made_of(void **state)
{
	struct template t = { 0 };
	unsigned len;
	uint8_t value[32];
	struct room r;
	uint64_t key;

	room_open(&r, ROLE_CRYPTO_OFFICER);
	assert_err(ERR_MECHANISM_INVALID, object_make_check(r.s, BIRTH_GENERATE,
	    CKM_AES_GCM, &none, &len));
	assert_err(ERR_MECHANISM_INVALID, object_make_check(r.s, BIRTH_GENERATE,
	    CKM_EC_KEY_PAIR_GEN, &none, &len));
	add_number(&t, CKA_CLASS, CKO_PUBLIC_KEY);
	add_number(&t, CKA_KEY_TYPE, CKK_RSA);
	assert_err(ERR_TEMPLATE_INCONSISTENT, object_make_check(r.s, BIRTH_UNWRAP,
	    CKM_AES_KEY_WRAP_KWP, &t, &len));
	t.n = 0;
	add_number(&t, CKA_CLASS, CKO_PRIVATE_KEY);
	add_number(&t, CKA_KEY_TYPE, CKK_EC);
	assert_ok(template_add(&t, CKA_EC_PARAMS,
	    bytes_of("\6\10\x2a\x86\x48\xce\x3d\3\1\7", 10)));
	add_text(&t, CKA_VALUE, "a private value of more than 32 bytes");
	assert_err(ERR_ATTRIBUTE_VALUE, create(&r, &t, &key));
	t.n--;
	memset(value, 0xff, sizeof(value)); /* more than the order */
	assert_ok(template_add(&t, CKA_VALUE, bytes_of(value, sizeof(value))));
	assert_err(ERR_ATTRIBUTE_VALUE, create(&r, &t, &key));
	value[0] = 0;
	assert_ok(create(&r, &t, &key));
	room_close(&r);
}

/* --- the Backup HSM --- */

static uint64_t
data_make(struct two *t, bool private)
{
	struct template asked = { 0 };
	struct change *c;
	uint64_t handle;

	add_number(&asked, CKA_CLASS, CKO_DATA);
	add_flag(&asked, CKA_TOKEN, true);
	add_flag(&asked, CKA_PRIVATE, private);
	add_text(&asked, CKA_VALUE, "of the owner only");
	assert_ok(object_make_plan(t->s[0], BIRTH_CREATE, 0, &asked, NULL, NULL,
	    fake_uid(&t->f[0]), &c));
	handle = change_handle(c, 0);
	assert_ok(fake_done(&t->f[0], &c));
	return handle;
}

/* It keeps what belongs to others: it shows, copies and changes nothing of it. */
static void
a_backup_is_only_kept(void **state)
{
	CLEARED_BY(buf_clear) struct buf rows = buf_up_to(1000);
	struct template label = { 0 };
	enum clone_result result;
	uint64_t there = 0;
	uint8_t wanted[4];
	struct change *c;
	struct shake k;
	struct two t;
	enum err all;

	two_open(&t);
	add_text(&label, CKA_LABEL, "other");
	assert_ok(shake(&t, 0, "domain", "domain", NULL, &k));
	assert_ok(pass(&t, 0, &k, data_make(&t, true), false, &there, &result));
	bytes_set_u32(wanted, CKA_VALUE);
	assert_ok(attributes_get(t.s[1], there, bytes_of(wanted, 4), &rows, &all));
	assert_err(ERR_ATTRIBUTE_SENSITIVE, all);
	assert_err(ERR_NON_BACKUP, object_copy_plan(t.s[1], there, &none,
	    fake_uid(&t.f[1]), &c));
	assert_err(ERR_NON_BACKUP, attributes_set_plan(t.s[1], there, &label, &c));
	/* A public one is seen by all and deleted by the SO. */
	assert_ok(pass(&t, 0, &k, data_make(&t, false), false, &there, &result));
	assert_ok(so_logout(t.f[1].hsm));
	assert_err(ERR_SO_NOT_LOGGED_IN, object_destroy_plan(t.s[1], there, &c));
	assert_ok(fake_so_login(&t.f[1], "so-password"));
	assert_ok(object_destroy_plan(t.s[1], there, &c));
	assert_ok(fake_done(&t.f[1], &c));
	shake_clear(&k);
	two_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_link_sees_its_own),
		cmocka_unit_test(the_so_has_to_be_there),
		cmocka_unit_test(erasing_destroys_the_key),
		cmocka_unit_test(read_only),
		cmocka_unit_test(logging_out_leaves_nothing),
		cmocka_unit_test(sensitive_comes_first),
		cmocka_unit_test(derived_is_no_better_than_its_base),
		cmocka_unit_test(what_keys_are_made_of),
		cmocka_unit_test(a_backup_is_only_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
