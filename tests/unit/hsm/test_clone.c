/* SPDX-License-Identifier: Apache-2.0 */
/* Cloning between two cards: backup, restore, and everything that must fail. */
#include "two.h"

/* All is lost: the partition is initialized again, with a new officer. */
static void
lose_all(struct two *t)
{
	assert_ok(fake_partition_init(&t->f[0], t->par[0], "new", "po-password",
	    ""));
	assert_int_equal(0, fake_count(&t->f[0], RECORD_OBJECT));
	assert_err(ERR_ROLE_NOT_INITIALIZED, fake_login(&t->f[0], t->s[0],
	    ROLE_CRYPTO_OFFICER, "co-password"));
	assert_ok(fake_login(&t->f[0], t->s[0], ROLE_PARTITION_SO,
	    "po-password"));
	fake_hsm_policy(&t->f[0], POLICY_HSM_FORCE_PIN_CHANGE, false);
	assert_ok(fake_role_init(&t->f[0], t->s[0], ROLE_CRYPTO_OFFICER,
	    "co-password"));
	assert_ok(session_logout(t->s[0]));
	assert_ok(fake_login(&t->f[0], t->s[0], ROLE_CRYPTO_OFFICER,
	    "co-password"));
}

static void
backup_and_restore(void **state)
{
	struct two t;
	struct shake k;
	uint64_t keys[3], there[3], back;
	enum clone_result result;
	const struct object *o;
	struct bytes value;

	(void)state;
	two_open(&t);
	keys[0] = key_make(&t, "one", "value number one");
	keys[1] = key_make(&t, "two", "value number two");
	keys[2] = key_make(&t, "three", "value number three");
	assert_ok(shake(&t, 0, "domain", "domain", NULL, &k));
	for (int i = 0; i < 3; i++) {
		assert_ok(pass(&t, 0, &k, keys[i], false, &there[i], &result));
		assert_int_equal(CLONE_NEW, result);
	}
	/* The same once more is kept, or replaced under its handle. */
	assert_ok(pass(&t, 0, &k, keys[0], false, &back, &result));
	assert_int_equal(CLONE_KEPT, result);
	assert_int_equal(there[0], back);
	assert_ok(pass(&t, 0, &k, keys[0], true, &back, &result));
	assert_int_equal(CLONE_REPLACED, result);
	assert_int_equal(there[0], back);
	assert_int_equal(3, fake_count(&t.f[1], RECORD_OBJECT));
	shake_clear(&k);

	lose_all(&t);
	fake_restart(&t.f[1]);
	assert_ok(fake_so_login(&t.f[1], "so-password"));
	t.s[1] = fake_session(&t.f[1], t.f[1].admin, t.par[1], true);
	assert_ok(shake(&t, 1, "domain", "domain", NULL, &k));
	for (int i = 0; i < 3; i++)
		assert_ok(pass(&t, 1, &k, there[i], false, &back, &result));
	assert_ok(object_get(t.s[0], back, &o));
	assert_true(object_value(o, CKA_VALUE, &value));
	assert_true(bytes_equal(value, bytes_of_text("value number three")));
	shake_clear(&k);
	two_close(&t);
}

static void
wrong_domain(void **state)
{
	struct two t;
	struct shake k;

	(void)state;
	two_open(&t);
	assert_err(ERR_DOMAIN_MISMATCH,
	    shake(&t, 0, "domain", "other", NULL, &k));
	shake_clear(&k);
	assert_err(ERR_DOMAIN_MISMATCH, /* of the same length */
	    shake(&t, 0, "domain", "domaim", NULL, &k));
	shake_clear(&k);
	assert_err(ERR_NO_DOMAIN, shake(&t, 0, "", "other", NULL, &k));
	shake_clear(&k);
	two_close(&t);
}

static void
wrong_site(void **state)
{
	struct two t;
	struct shake k;
	struct secret other = { 0 };
	uint8_t public[AGREE_PUBLIC_LEN];

	(void)state;
	two_open(&t);
	/* No signature of the site at all. */
	memset(t.who[1].signature, 0, AGREE_SIGNATURE_LEN);
	assert_err(ERR_CARD_NOT_TRUSTED,
	    shake(&t, 0, "domain", "domain", NULL, &k));
	shake_clear(&k);
	assert_err(ERR_CARD_NOT_TRUSTED,
	    shake(&t, 1, "domain", "domain", NULL, &k));
	shake_clear(&k);
	/* Another site's card, the same domain. */
	assert_ok(agree_generate(t.crypto, &other, public));
	memcpy(t.site, public, sizeof(public));
	secret_clear(&t.site_private);
	secret_move(&t.site_private, &other);
	identity_clear(&t.who[1]);
	identity_make(&t, &t.who[1], 2, 496771);
	assert_err(ERR_CARD_NOT_TRUSTED,
	    shake(&t, 0, "domain", "domain", NULL, &k));
	shake_clear(&k);
	/* A certificate for another serial. */
	identity_clear(&t.who[0]);
	identity_make(&t, &t.who[0], 1, 150718);
	t.who[0].serial = 150719;
	assert_err(ERR_CARD_NOT_TRUSTED,
	    shake(&t, 0, "domain", "domain", NULL, &k));
	shake_clear(&k);
	two_close(&t);
}

/* Every byte of every message of the hand-shake matters. */
static void
damaged_handshake(void **state)
{
	struct two t;
	struct shake k;

	(void)state;
	two_open(&t);
	for (int message = 0; message < 3; message++)
		for (size_t at = 0; at < 420; at += message == 2 ? 7 : 13) {
			struct damage d = { message, at };

			if (shake(&t, 0, "domain", "domain", &d, &k) == ERR_OK)
				fail_msg("byte %zu of message %d", at, message);
			shake_clear(&k);
		}
	two_close(&t);
}

/* A certificate is public, and the domain may be known to more than cards: who
 * says another's hello with a nonce of his own has not signed it. */
static void
borrowed_hellos(void **state)
{
	struct two t;
	struct shake k;

	(void)state;
	two_open(&t);
	assert_ok(shake(&t, 0, "domain", "domain", NULL, &k));
	for (int message = 0; message < 2; message++) {
		size_t len = k.offer.len - AGREE_SIGNATURE_LEN;
		struct damage d = { message, len - 1 };
		struct shake bad;

		assert_err(ERR_CARD_NOT_TRUSTED,
		    shake(&t, 0, "domain", "domain", &d, &bad));
		shake_clear(&bad);
	}
	shake_clear(&k);
	two_close(&t);
}

/* What failed once is over: no second answer, no second proof. */
static void
no_second_try(void **state)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(4096);
	struct damage d = { 1, 100 };
	struct two t;
	struct shake k;

	(void)state;
	two_open(&t);
	for (d.message = 1; d.message < 3; d.message++) {
		assert_true(shake(&t, 0, "domain", "domain", &d, &k) != ERR_OK);
		if (d.message == 1) {
			k.answer.ptr[d.at % k.answer.len] ^= 1;
			assert_err(ERR_OPERATION_NOT_INITIALIZED,
			    clone_target_begin(t.crypto, k.target,
			    buf_bytes(&k.answer), &out));
		} else {
			k.confirm.ptr[d.at % k.confirm.len] ^= 1;
			assert_err(ERR_OPERATION_NOT_INITIALIZED,
			    clone_source_confirm(t.crypto, k.source,
			    buf_bytes(&k.confirm)));
		}
		shake_clear(&k);
	}
	two_close(&t);
}

static void
wrong_lengths_and_order(void **state)
{
	CLEARED_BY(secret_clear) struct secret record = { 0 };
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(4096);
	struct clone_fresh fresh;
	struct clone *clone = NULL;
	struct shake k;
	struct two t;

	(void)state;
	two_open(&t);
	assert_ok(shake(&t, 0, "domain", "domain", NULL, &k));
	for (size_t len = 0; len < k.offer.len; len += 16) {
		fresh = fresh_make(&t);
		assert_err(ERR_MALFORMED, clone_source_begin(t.crypto,
		    &t.who[0], bytes_of_text("domain"), &fresh,
		    bytes_of(k.offer.ptr, len), &out, &clone));
		secret_clear(&fresh.private_key);
	}
	assert_err(ERR_OPERATION_NOT_INITIALIZED, clone_target_begin(t.crypto,
	    k.target, buf_bytes(&k.answer), &out));
	assert_err(ERR_OPERATION_NOT_INITIALIZED, clone_source_confirm(
	    t.crypto, k.source, buf_bytes(&k.confirm)));
	assert_err(ERR_OPERATION_NOT_INITIALIZED, clone_target_open(t.crypto,
	    k.source, buf_bytes(&k.answer), &record));
	shake_clear(&k);
	two_close(&t);
}

static void
blobs_in_order(void **state)
{
	CLEARED_BY(secret_clear) struct secret record = { 0 };
	struct buf blob[3];
	const struct object *o;
	struct shake k;
	struct two t;
	uint64_t key;

	(void)state;
	two_open(&t);
	key = key_make(&t, "key", "value");
	assert_ok(shake(&t, 0, "domain", "domain", NULL, &k));
	assert_ok(clone_object_check(t.s[0], key, &o));
	for (int i = 0; i < 3; i++) {
		blob[i] = buf_up_to(10000);
		assert_ok(clone_source_seal(t.crypto, k.source, o, &blob[i]));
	}
	assert_err(ERR_ENCRYPTED_INVALID, clone_target_open(t.crypto, k.target,
	    buf_bytes(&blob[1]), &record));
	for (size_t at = 0; at < blob[0].len; at++) {
		blob[0].ptr[at] ^= 0x80;
		assert_err(ERR_ENCRYPTED_INVALID, clone_target_open(t.crypto,
		    k.target, buf_bytes(&blob[0]), &record));
		blob[0].ptr[at] ^= 0x80;
	}
	assert_ok(clone_target_open(t.crypto, k.target, buf_bytes(&blob[0]),
	    &record));
	assert_err(ERR_ENCRYPTED_INVALID, clone_target_open(t.crypto, k.target,
	    buf_bytes(&blob[0]), &record));
	assert_err(ERR_ENCRYPTED_INVALID, clone_target_open(t.crypto, k.target,
	    buf_bytes(&blob[2]), &record));
	assert_ok(clone_target_open(t.crypto, k.target, buf_bytes(&blob[1]),
	    &record));
	for (int i = 0; i < 3; i++)
		buf_clear(&blob[i]);
	shake_clear(&k);
	two_close(&t);
}

static void
grow(struct two *t, uint64_t handle, uint64_t type, size_t len)
{
	static uint8_t bytes[60000];
	struct template more = { 0 };
	struct change *c;

	assert_ok(template_add(&more, type, bytes_of(bytes, len)));
	assert_ok(attributes_set_plan(t->s[0], handle, &more, &c));
	assert_ok(fake_done(&t->f[0], &c));
}

/* As large as the store takes. It needs no login, and is made bit by bit. */
static uint64_t
largest_make(struct two *t)
{
	struct template data = { 0 };
	uint64_t handle, size;
	struct change *c;

	add_number(&data, CKA_CLASS, CKO_DATA);
	add_flag(&data, CKA_TOKEN, true);
	assert_ok(object_make_plan(t->s[0], BIRTH_CREATE, 0, &data, NULL, NULL,
	    fake_uid(&t->f[0]), &c));
	handle = change_handle(c, 0);
	assert_ok(fake_done(&t->f[0], &c));
	grow(t, handle, CKA_VALUE, 60000);
	grow(t, handle, CKA_APPLICATION, 60000);
	assert_ok(object_size(t->s[0], handle, &size));
	grow(t, handle, CKA_OBJECT_ID, SECRET_MAX - size - 4);
	return handle;
}

static void
the_largest_travels(void **state)
{
	CLEARED_BY(buf_clear) struct buf frame = buf_up_to(LIMIT_FRAME_BODY);
	CLEARED_BY(buf_clear) struct buf blob = buf_up_to(LIMIT_FRAME_BODY);
	struct msg_clone_source_object_response out = { 0 };
	enum clone_result result;
	const struct object *o;
	uint64_t largest;
	struct shake k;
	struct two t;

	(void)state;
	two_open(&t);
	largest = largest_make(&t);
	assert_ok(shake(&t, 0, "domain", "domain", NULL, &k));
	assert_ok(clone_object_check(t.s[0], largest, &o));
	assert_ok(clone_source_seal(t.crypto, k.source, o, &blob));
	out.blob = buf_bytes(&blob);
	assert_ok(wire_encode(&wire_clone_source_object_response, &out, &frame));
	shake_clear(&k);
	assert_ok(shake(&t, 0, "domain", "domain", NULL, &k));
	assert_ok(pass(&t, 0, &k, largest, false, &largest, &result));
	shake_clear(&k);
	two_close(&t);
}

static void
who_may_clone(void **state)
{
	struct template asked = { 0 };
	const struct object *o;
	uint64_t key, data, session;
	enum clone_result result;
	struct change *c;
	struct two t;

	(void)state;
	two_open(&t);
	key = key_make(&t, "key", "value");
	add_number(&asked, CKA_CLASS, CKO_DATA);
	assert_ok(object_make_plan(t.s[0], BIRTH_CREATE, 0, &asked, NULL, NULL,
	    fake_uid(&t.f[0]), &c));
	session = change_handle(c, 0);
	assert_ok(fake_done(&t.f[0], &c));
	add_flag(&asked, CKA_TOKEN, true);
	assert_ok(object_make_plan(t.s[0], BIRTH_CREATE, 0, &asked, NULL, NULL,
	    fake_uid(&t.f[0]), &c));
	data = change_handle(c, 0);
	assert_ok(fake_done(&t.f[0], &c));
	assert_err(ERR_KEY_UNEXTRACTABLE,
	    clone_object_check(t.s[0], session, &o));
	assert_ok(clone_object_check(t.s[0], key, &o));
	assert_ok(session_logout(t.s[0]));
	assert_err(ERR_NOT_LOGGED_IN, session_officer(t.s[0]));
	assert_err(ERR_OBJECT_INVALID, clone_object_check(t.s[0], key, &o));
	assert_err(ERR_NOT_LOGGED_IN, clone_object_check(t.s[0], data, &o));
	assert_ok(fake_login(&t.f[0], t.s[0], ROLE_CRYPTO_USER, "cu-password"));
	assert_err(ERR_NOT_LOGGED_IN, clone_object_check(t.s[0], key, &o));
	assert_ok(clone_object_check(t.s[0], data, &o));
	assert_ok(so_logout(t.f[1].hsm));
	assert_err(ERR_SO_NOT_LOGGED_IN, object_restore_plan(t.s[1],
	    bytes_of_text("x"), false, &result, &c));
	two_close(&t);
}

/* What a card of the same site might send all the same. */
static void
records_refused(void **state)
{
	CLEARED_BY(secret_clear) struct secret record = { 0 };
	enum clone_result result;
	const struct object *o;
	struct change *c;
	struct two t;
	uint64_t key;

	(void)state;
	two_open(&t);
	key = key_make(&t, "key", "value");
	assert_ok(object_get(t.s[0], key, &o));
	assert_ok(object_record_put(o, &record));
	for (size_t len = 0; len < record.len; len++)
		if (object_restore_plan(t.s[1], bytes_of(record.ptr, len),
		    false, &result, &c) != ERR_MALFORMED) {
			/* Cut between attributes, nothing needed is missing. */
			assert_true(len > 30);
			change_drop(t.f[1].hsm, &c);
		}
	/* A key that is not sensitive is none of ours. */
	for (size_t at = 1; at + 4 < record.len; at++)
		if (memcmp(record.ptr + at, "\2\0\1\1\1", 5) == 0)
			record.ptr[at + 4] = 0; /* behind an empty CKA_ID */
	assert_err(ERR_MALFORMED, object_restore_plan(t.s[1],
	    secret_bytes(&record), false, &result, &c));
	assert_ok(object_record_put(o, &record));
	record.ptr[0] = 9;
	assert_err(ERR_VERSION, object_restore_plan(t.s[1],
	    secret_bytes(&record), false, &result, &c));
	assert_int_equal(0, fake_count(&t.f[1], RECORD_OBJECT));
	two_close(&t);
}

static void
identity_blob(void **state)
{
	CLEARED_BY(secret_clear) struct secret blob = { 0 };
	struct identity back = { 0 };
	struct change *c;
	struct two t;

	(void)state;
	two_open(&t);
	assert_ok(identity_put(&t.who[0], &blob));
	assert_ok(hsm_identity_plan(t.f[0].hsm, secret_bytes(&blob), &c));
	assert_ok(fake_done(&t.f[0], &c));
	assert_ok(hsm_zeroize_plan(t.f[0].hsm, &c)); /* it stays */
	assert_ok(fake_done(&t.f[0], &c));
	fake_restart(&t.f[0]);
	assert_ok(identity_read(hsm_identity(t.f[0].hsm), &back));
	assert_int_equal(150718, back.serial);
	assert_true(secret_equal(secret_bytes(&back.private_key),
	    secret_bytes(&t.who[0].private_key)));
	identity_clear(&back);
	assert_err(ERR_CORRUPT, identity_read(bytes_of(blob.ptr, blob.len - 1),
	    &back));
	blob.ptr[0] = 2;
	assert_err(ERR_STORE_NEWER, identity_read(secret_bytes(&blob), &back));
	two_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(backup_and_restore),
		cmocka_unit_test(wrong_domain),
		cmocka_unit_test(wrong_site),
		cmocka_unit_test(damaged_handshake),
		cmocka_unit_test(borrowed_hellos),
		cmocka_unit_test(no_second_try),
		cmocka_unit_test(wrong_lengths_and_order),
		cmocka_unit_test(blobs_in_order),
		cmocka_unit_test(the_largest_travels),
		cmocka_unit_test(who_may_clone),
		cmocka_unit_test(records_refused),
		cmocka_unit_test(identity_blob),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
