/* SPDX-License-Identifier: Apache-2.0 */
/* Objects in use: changes in flight, storage, sessions, what keys may do. */
#include "crypto/crypt.h"
#include "crypto/key_ec.h"
#include "crypto/key_rsa.h"
#include "room.h"

static const struct template none;

/* --- storage and flight --- */

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
	enum err e;

	(void)state;
	room_open(&r, ROLE_NONE);
	par = fake_ready_partition(&r.f, "small", 5000);
	r.s = fake_session(&r.f, r.f.app, par, true);
	assert_ok(fake_login(&r.f, r.s, ROLE_CRYPTO_OFFICER, "co-password"));
	while ((e = aes_generate(&r, &asked, &handle)) == ERR_OK)
		n++;
	assert_int_equal(ERR_PARTITION_FULL, e);
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

/* ... or is emptied: what was planned before comes to nothing. */
static void
partition_emptied_meanwhile(void **state)
{
	CLEARED_BY(buf_clear) struct buf roles = buf_up_to(4096);
	struct template data = { 0 }, label = { 0 };
	uint64_t changed, destroyed, found[4];
	struct msg_partition_row row;
	struct change *c[3];
	struct room r;
	unsigned n;
	bool more;

	(void)state;
	room_open(&r, ROLE_NONE);
	add_flag(&data, CKA_TOKEN, true);
	add_number(&data, CKA_CLASS, CKO_DATA);
	add_text(&label, CKA_LABEL, "longer than before");
	assert_ok(create(&r, &data, &changed));
	assert_ok(create(&r, &data, &destroyed));
	assert_ok(object_make_plan(r.s, BIRTH_CREATE, 0, &data, NULL, NULL,
	    fake_uid(&r.f), &c[0]));
	assert_ok(attributes_set_plan(r.s, changed, &label, &c[1]));
	assert_ok(object_destroy_plan(r.s, destroyed, &c[2]));
	for (unsigned i = 0; i < 3; i++)
		fake_commit(&r.f, c[i]);
	assert_ok(fake_partition_init(&r.f, r.par, "again", "po-password", ""));
	for (unsigned i = 0; i < 3; i++)
		change_apply(r.f.hsm, &c[i]);
	assert_ok(objects_find(r.s, &none, 0, 4, found, &n, &more));
	assert_int_equal(0, n);
	assert_ok(partition_describe(r.f.hsm, r.f.app, r.par, &roles, &row));
	assert_int_equal(0, row.n_objects);
	assert_int_equal(0, row.used);
	assert_ok(create(&r, &data, &changed));
	room_close(&r);
}

/* --- session objects --- */

static void
session_objects(void **state)
{
	struct template asked = aes_asked(false), data = { 0 };
	struct link_what other = { .all_partitions = true };
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

/* --- use of keys --- */

static void
uses(void **state)
{
	uint8_t allowed[8];
	struct template asked = aes_asked(true), narrow = aes_asked(true);
	const struct object *o;
	uint64_t key, limited;
	struct key *k, *again;
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
	assert_ok(object_decode_key(o, &again));
	assert_ptr_equal(k, again);
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

/* Pairs as lib/crypto makes them: decoded, and used as their flags say. */

static struct change *
pair_plan(struct room *r, uint64_t mechanism, const struct template asked[2],
    const struct template made[2], uint64_t out[2])
{
	uint8_t uids[2][OBJECT_UID_LEN];
	struct change *c;

	memcpy(uids[0], fake_uid(&r->f), OBJECT_UID_LEN);
	memcpy(uids[1], fake_uid(&r->f), OBJECT_UID_LEN);
	assert_ok(pair_make_plan(r->s, mechanism, &asked[0], &made[0], &asked[1],
	    &made[1], (const uint8_t(*)[OBJECT_UID_LEN])uids, &c));
	out[0] = change_handle(c, 0);
	out[1] = change_handle(c, 1);
	return c;
}

static void
pair_store(struct room *r, uint64_t mechanism, const struct template asked[2],
    const struct template made[2], uint64_t out[2])
{
	struct change *c = pair_plan(r, mechanism, asked, made, out);

	assert_ok(fake_done(&r->f, &c));
}

static void
pair_works(struct room *r, struct crypto *crypto, const uint64_t pair[2],
    uint64_t mechanism, unsigned bits)
{
	const struct object *public, *private;
	CLEARED_BY(buf_clear) struct buf signature = buf_up_to(512);
	const struct mech m = { .type = mechanism };
	struct key *k, *again;

	assert_ok(key_use_check(r->s, pair[0], USE_VERIFY, mechanism, &public));
	assert_ok(key_use_check(r->s, pair[1], USE_SIGN, mechanism, &private));
	assert_err(ERR_KEY_FUNCTION,
	    key_use_check(r->s, pair[0], USE_SIGN, mechanism, &public));
	assert_err(ERR_KEY_FUNCTION,
	    key_use_check(r->s, pair[1], USE_VERIFY, mechanism, &public));
	assert_ok(object_decode_key(private, &k));
	assert_ok(crypt_sign(crypto, k, &m, bytes_of_text("x"), &signature));
	assert_ok(object_decode_key(private, &again));
	assert_ptr_equal(k, again);
	assert_ok(object_get(r->s, pair[0], &public));
	assert_ok(object_decode_key(public, &k));
	assert_int_equal(bits, key_bits(k));
	assert_ok(crypt_verify(crypto, k, &m, bytes_of_text("x"),
	    buf_bytes(&signature)));
}

static void
rsa_pair(void **state)
{
	CLEARED_BY(key_made_clear) struct key_made rsa = { 0 };
	struct template asked[2] = { 0 }, made[2] = { 0 };
	struct crypto *crypto;
	const struct object *o;
	uint64_t pair[2];
	struct room r;

	(void)state;
	assert_ok(crypto_open(&crypto));
	room_open(&r, ROLE_CRYPTO_OFFICER);
	assert_err(ERR_TEMPLATE_INCOMPLETE, pair_make_check(r.s,
	    CKM_RSA_PKCS_KEY_PAIR_GEN, &asked[0], &asked[1]));
	add_number(&asked[0], CKA_MODULUS_BITS, 1024);
	assert_err(ERR_KEY_SIZE, pair_make_check(r.s,
	    CKM_RSA_PKCS_KEY_PAIR_GEN, &asked[0], &asked[1]));
	asked[0].n = 0;
	add_number(&asked[0], CKA_MODULUS_BITS, 2048);
	add_flag(&asked[1], CKA_EXTRACTABLE, true);
	assert_ok(pair_make_check(r.s, CKM_RSA_PKCS_KEY_PAIR_GEN, &asked[0],
	    &asked[1]));
	assert_ok(key_rsa_generate(crypto, 2048, bytes_of(NULL, 0), &rsa));
	for (int i = 0; i < 2; i++) {
		assert_ok(template_add(&made[i], CKA_MODULUS,
		    key_made_value(&rsa, CKA_MODULUS)));
		assert_ok(template_add(&made[i], CKA_PUBLIC_EXPONENT,
		    key_made_value(&rsa, CKA_PUBLIC_EXPONENT)));
	}
	assert_ok(template_add(&made[1], CKA_PRIVATE_EXPONENT,
	    key_made_value(&rsa, CKA_PRIVATE_EXPONENT)));
	pair_store(&r, CKM_RSA_PKCS_KEY_PAIR_GEN, asked, made, pair);
	pair_works(&r, crypto, pair, CKM_SHA256_RSA_PKCS, 2048);
	assert_ok(key_use_check(r.s, pair[1], USE_DECRYPT, CKM_RSA_PKCS_OAEP,
	    &o));
	assert_err(ERR_KEY_TYPE,
	    key_use_check(r.s, pair[1], USE_SIGN, CKM_ECDSA, &o));
	/* Partition policy 1 is off: private keys are not wrapped. */
	assert_err(ERR_REFUSED, key_wrap_check(r.s, pair[1], o, &o));
	assert_err(ERR_KEY_NOT_WRAPPABLE, key_wrap_check(r.s, pair[0], o, &o));
	room_close(&r);
	crypto_free(&crypto);
}

static void
ec_templates(struct crypto *crypto, struct key_made *ec, struct template asked[2],
    struct template made[2])
{
	const struct curve *curve = curve_of_name("P-256");

	assert_ok(key_ec_generate(crypto, curve->params, ec));
	assert_ok(template_add(&asked[0], CKA_EC_PARAMS, curve->params));
	assert_ok(template_add(&made[0], CKA_EC_POINT, key_made_value(ec, CKA_EC_POINT)));
	assert_ok(template_add(&made[1], CKA_EC_PARAMS, curve->params));
	assert_ok(template_add(&made[1], CKA_VALUE, key_made_value(ec, CKA_VALUE)));
}

static void
ec_pair(void **state)
{
	CLEARED_BY(key_made_clear) struct key_made ec = { 0 };
	struct template asked[2] = { 0 }, made[2] = { 0 };
	struct crypto *crypto;
	uint64_t pair[2];
	struct room r;

	(void)state;
	assert_ok(crypto_open(&crypto));
	room_open(&r, ROLE_CRYPTO_OFFICER);
	ec_templates(crypto, &ec, asked, made);
	pair_store(&r, CKM_EC_KEY_PAIR_GEN, asked, made, pair);
	pair_works(&r, crypto, pair, CKM_ECDSA_SHA256, 256);
	room_close(&r);
	crypto_free(&crypto);
}

/* The private half of a session waits for the disk with the public one. */
static void
logged_out_meanwhile(void **state)
{
	CLEARED_BY(key_made_clear) struct key_made ec = { 0 };
	struct template asked[2] = { 0 }, made[2] = { 0 };
	CLEARED_BY(crypto_free) struct crypto *crypto = NULL;
	const struct object *o;
	uint64_t pair[2];
	struct change *c;
	struct room r;

	(void)state;
	assert_ok(crypto_open(&crypto));
	room_open(&r, ROLE_CRYPTO_OFFICER);
	add_flag(&asked[0], CKA_TOKEN, true);
	ec_templates(crypto, &ec, asked, made);
	c = pair_plan(&r, CKM_EC_KEY_PAIR_GEN, asked, made, pair);
	assert_ok(session_logout(r.s));
	assert_ok(fake_done(&r.f, &c));
	assert_ok(fake_login(&r.f, r.s, ROLE_CRYPTO_USER, "cu-password"));
	assert_ok(object_get(r.s, pair[0], &o));
	assert_err(ERR_OBJECT_INVALID, object_get(r.s, pair[1], &o));
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

/* --- the table --- */

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
		cmocka_unit_test(partition_emptied_meanwhile),
		cmocka_unit_test(logged_out_meanwhile),
		cmocka_unit_test(session_objects),
		cmocka_unit_test(uses),
		cmocka_unit_test(rsa_pair),
		cmocka_unit_test(ec_pair),
		cmocka_unit_test(logged_out_meanwhile),
		cmocka_unit_test(wrapping),
		cmocka_unit_test(attribute_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
