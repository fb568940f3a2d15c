/* SPDX-License-Identifier: Apache-2.0 */
/* Objects in use: changes in flight, storage, sessions, what keys may do. */
#include "room.h"

static const struct template none;

/* --- storage and flight ------------------------------------------------------------------ */

static void
many_in_flight(void **state)
{
	enum { MANY = 200 };
	struct template asked = aes_asked(true), made = aes_made();
	struct msg_partition_row row;
	CLEARED_BY(buf_clear) struct buf roles = buf_up_to(4096);
	struct change *c[MANY];
	uint64_t handles[MANY], found[MANY], size;
	unsigned n;
	struct room r;
	bool more;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	for (unsigned i = 0; i < MANY; i++) {
		assert_ok(object_make_plan(r.s, BIRTH_GENERATE, CKM_AES_KEY_GEN,
		    &asked, &made, NULL, fake_uid(&r.f), &c[i]));
		handles[i] = change_handle(c[i], 0);
	}
	/* Applied backwards; every third fails. */
	for (unsigned i = MANY; i-- > 0;) {
		if (i % 3 == 0)
			change_drop(r.f.hsm, &c[i]);
		else
			assert_ok(fake_done(&r.f, &c[i]));
	}
	assert_ok(objects_find(r.s, &none, 0, MANY, found, &n, &more));
	assert_int_equal(133, n);
	assert_false(more);
	for (unsigned i = 0, at = 0; i < MANY; i++)
		if (i % 3 != 0)
			assert_int_equal(handles[i], found[at++]);
	assert_ok(object_size(r.s, found[0], &size));
	assert_ok(partition_describe(r.f.hsm, r.f.app, r.par, &roles, &row));
	assert_int_equal(133 * size, row.used);
	assert_int_equal(133, row.n_objects);
	room_close(&r);
}

static void
partition_fills(void **state)
{
	struct template asked = aes_asked(true);
	uint64_t par, handle, size;
	unsigned n = 0;
	struct change *c;
	struct room r;
	enum err err;

	(void)state;
	room_open(&r, ROLE_NONE);
	par = fake_ready_partition(&r.f, "small", 5000);
	r.s = fake_session(&r.f, r.f.app, par, true);
	assert_ok(fake_login(&r.f, r.s, ROLE_CRYPTO_OFFICER, "co-password"));
	while ((err = aes_generate(&r, &asked, &handle)) == ERR_OK)
		n++;
	assert_int_equal(ERR_PARTITION_FULL, err);
	assert_ok(object_size(r.s, 1, &size));
	assert_int_equal(5000 / size, n);
	assert_ok(object_destroy_plan(r.s, 1, &c));
	assert_ok(fake_done(&r.f, &c));
	assert_ok(aes_generate(&r, &asked, &handle));
	room_close(&r);
}

/* The partition goes while a creation is under way. */
static void
partition_goes_meanwhile(void **state)
{
	struct template asked = aes_asked(true), made = aes_made();
	struct change *c, *gone;
	struct room r;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	assert_ok(object_make_plan(r.s, BIRTH_GENERATE, CKM_AES_KEY_GEN,
	    &asked, &made, NULL, fake_uid(&r.f), &c));
	assert_ok(partition_delete_plan(r.f.hsm, r.par, &gone));
	assert_ok(fake_done(&r.f, &gone));
	change_apply(r.f.hsm, &c);
	room_close(&r);
}

/* --- session objects ------------------------------------------------------------------------ */

static void
session_objects(void **state)
{
	struct template asked = aes_asked(false), data = { 0 };
	struct link_what other = { .origin = ORIGIN_APP, .all_partitions = true };
	struct session *second, *stranger;
	uint64_t handle, public, found[4];
	const struct object *o;
	unsigned n;
	struct room r;
	bool more;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	add_number(&data, CKA_CLASS, CKO_DATA);
	second = fake_session(&r.f, r.f.app, r.par, true);
	assert_ok(link_open(r.f.hsm, 99, &other));
	stranger = fake_session(&r.f, link_get(r.f.hsm, 99), r.par, true);
	assert_ok(fake_login(&r.f, stranger, ROLE_CRYPTO_OFFICER,
	    "co-password"));
	assert_ok(aes_generate(&r, &asked, &handle));
	assert_ok(create(&r, &data, &public));
	assert_int_equal(0, fake_count(&r.f, RECORD_OBJECT));
	assert_ok(object_get(second, handle, &o));
	assert_err(ERR_OBJECT_INVALID, object_get(stranger, handle, &o));
	assert_err(ERR_OBJECT_INVALID, object_get(stranger, public, &o));
	/* Logging out takes the private one, closing the session the other. */
	assert_ok(session_logout(second));
	assert_err(ERR_OBJECT_INVALID, object_get(second, handle, &o));
	assert_ok(object_get(second, public, &o));
	session_close(r.f.hsm, r.s);
	assert_err(ERR_OBJECT_INVALID, object_get(second, public, &o));
	assert_ok(objects_find(second, &none, 0, 4, found, &n, &more));
	assert_int_equal(0, n);
	room_close(&r);
}

/* --- use of keys ------------------------------------------------------------------------------- */

static void
uses(void **state)
{
	uint8_t allowed[8];
	struct template asked = aes_asked(true), narrow = aes_asked(true);
	const struct object *o;
	uint64_t key, limited;
	struct key *k;
	struct room r;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	assert_ok(aes_generate(&r, &asked, &key));
	bytes_set_u64(allowed, CKM_AES_CBC);
	assert_ok(template_add(&narrow, CKA_ALLOWED_MECHANISMS,
	    bytes_of(allowed, 8)));
	add_flag(&narrow, CKA_DECRYPT, false);
	assert_ok(aes_generate(&r, &narrow, &limited));
	assert_ok(key_use_check(r.s, key, USE_ENCRYPT, CKM_AES_GCM, &o));
	assert_ok(object_decode_key(o, &k));
	assert_ptr_equal(k, object_key(o));
	assert_int_equal(256, key_bits(k));
	assert_ok(key_use_check(r.s, limited, USE_ENCRYPT, CKM_AES_CBC, &o));
	assert_err(ERR_MECHANISM_INVALID,
	    key_use_check(r.s, limited, USE_ENCRYPT, CKM_AES_GCM, &o));
	assert_err(ERR_KEY_FUNCTION,
	    key_use_check(r.s, limited, USE_DECRYPT, CKM_AES_CBC, &o));
	assert_err(ERR_KEY_FUNCTION,
	    key_use_check(r.s, key, USE_WRAP, CKM_AES_KEY_WRAP, &o));
	assert_err(ERR_KEY_TYPE,
	    key_use_check(r.s, key, USE_SIGN, CKM_SHA256_HMAC, &o));
	assert_err(ERR_MECHANISM_INVALID,
	    key_use_check(r.s, key, USE_SIGN, CKM_AES_GCM, &o));
	assert_err(ERR_MECHANISM_INVALID,
	    key_use_check(r.s, key, USE_SIGN, 0x77777, &o));
	assert_err(ERR_KEY_INVALID,
	    key_use_check(r.s, 4711, USE_ENCRYPT, CKM_AES_GCM, &o));
	assert_ok(session_logout(r.s));
	assert_err(ERR_NOT_LOGGED_IN,
	    key_use_check(r.s, key, USE_ENCRYPT, CKM_AES_GCM, &o));
	assert_ok(fake_login(&r.f, r.s, ROLE_CRYPTO_USER, "cu-password"));
	assert_ok(key_use_check(r.s, key, USE_ENCRYPT, CKM_AES_GCM, &o));
	room_close(&r);
}

static void
wrapping(void **state)
{
	struct template plain = aes_asked(true), out = aes_asked(true);
	const struct object *o, *w;
	uint64_t key, extractable, trusted_only;
	struct room r;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	assert_ok(aes_generate(&r, &plain, &key));
	add_flag(&out, CKA_EXTRACTABLE, true);
	assert_ok(aes_generate(&r, &out, &extractable));
	add_flag(&out, CKA_WRAP_WITH_TRUSTED, true);
	assert_ok(aes_generate(&r, &out, &trusted_only));
	assert_ok(object_get(r.s, key, &w));
	assert_err(ERR_KEY_UNEXTRACTABLE, key_wrap_check(r.s, key, w, &o));
	assert_ok(key_wrap_check(r.s, extractable, w, &o));
	assert_err(ERR_KEY_NOT_WRAPPABLE,
	    key_wrap_check(r.s, trusted_only, w, &o));
	assert_err(ERR_KEY_INVALID, key_wrap_check(r.s, 999, w, &o));
	room_close(&r);
}

/* --- the table ------------------------------------------------------------------------------------ */

/* No row is hidden by an earlier one, and each has a rule that fits its kind. */
static void
attribute_table(void **state)
{
	const struct attribute_row *rows;
	unsigned n;

	(void)state;
	rows = attribute_rows(&n);
	for (unsigned i = 0; i < n; i++) {
		bool flag = rows[i].rule == RULE_ONLY_YES ||
		    rows[i].rule == RULE_ONLY_NO ||
		    rows[i].rule == RULE_RAISES ||
		    rows[i].rule == RULE_LOWERS || rows[i].rule == RULE_SO_YES;
		unsigned reached = 0;

		assert_true(rows[i].classes != 0 && rows[i].keys != 0);
		if (flag || rows[i].otherwise == OTHERWISE_YES)
			assert_int_equal(ATTRIBUTE_BOOL, rows[i].kind);
		for (uint64_t class = 0; class <= CKO_SECRET_KEY; class++)
			for (uint64_t key = 0; key <= 0x30; key++)
				reached += attribute_row(rows[i].type, class,
				    key) == &rows[i];
		if (reached == 0)
			fail_msg("%s: row %u is never reached", rows[i].name, i);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_in_flight),
		cmocka_unit_test(partition_fills),
		cmocka_unit_test(partition_goes_meanwhile),
		cmocka_unit_test(session_objects),
		cmocka_unit_test(uses),
		cmocka_unit_test(wrapping),
		cmocka_unit_test(attribute_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
