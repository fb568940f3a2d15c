/* SPDX-License-Identifier: Apache-2.0 */
/* Cloning between two cards: backup, restore, and everything that must fail. */
#include "crypto/random.h"
#include "fake.h"
#include "hsm/clone.h"
#include "pkcs11.h"

struct two {
	struct crypto *crypto;
	struct secret site_private;
	uint8_t site[AGREE_PUBLIC_LEN];
	struct fake f[2]; /* 0: K7, 1: Backup HSM */
	struct identity who[2];
	uint64_t par[2];
	struct session *s[2];
};

static void
identity_make(struct two *t, struct identity *i, uint64_t model,
    uint64_t serial)
{
	struct buf body = buf_up_to(512);

	i->model = model;
	i->serial = serial;
	memcpy(i->site_key, t->site, sizeof(t->site));
	assert_ok(agree_generate(t->crypto, &i->private_key, i->public_key));
	assert_ok(certificate_body(model, serial,
	    bytes_of(i->public_key, AGREE_PUBLIC_LEN), &body));
	assert_ok(agree_sign(t->crypto, secret_bytes(&t->site_private),
	    buf_bytes(&body), i->signature));
	buf_clear(&body);
}

static void
two_open(struct two *t)
{
	*t = (struct two){ 0 };
	assert_ok(crypto_open(&t->crypto));
	assert_ok(agree_generate(t->crypto, &t->site_private, t->site));
	fake_start(&t->f[0], "K7", 150718);
	fake_start(&t->f[1], "BACKUP7", 496771);
	fake_ready(&t->f[0]);
	fake_ready(&t->f[1]);
	t->f[1].n_uids = 1000000;
	t->par[0] = fake_ready_partition(&t->f[0], "par1", 100000);
	t->par[1] = fake_partition(&t->f[1], "backup", 0);
	t->s[0] = fake_session(&t->f[0], t->f[0].app, t->par[0], true);
	t->s[1] = fake_session(&t->f[1], t->f[1].admin, t->par[1], true);
	assert_ok(fake_login(&t->f[0], t->s[0], ROLE_CRYPTO_OFFICER,
	    "co-password"));
	identity_make(t, &t->who[0], 1, 150718);
	identity_make(t, &t->who[1], 2, 496771);
}

static void
two_close(struct two *t)
{
	for (int i = 0; i < 2; i++) {
		identity_clear(&t->who[i]);
		fake_end(&t->f[i]);
	}
	secret_clear(&t->site_private);
	crypto_free(&t->crypto);
}

static struct clone_fresh
fresh_make(struct two *t)
{
	struct clone_fresh fresh = { 0 };

	assert_ok(agree_generate(t->crypto, &fresh.private_key,
	    fresh.public_key));
	assert_ok(crypto_random(fresh.nonce, sizeof(fresh.nonce)));
	return fresh;
}

struct shake {
	struct buf offer, answer, confirm;
	struct clone *source, *target;
};

static void
shake_clear(struct shake *k)
{
	buf_clear(&k->offer);
	buf_clear(&k->answer);
	buf_clear(&k->confirm);
	clone_free(&k->source);
	clone_free(&k->target);
}

/* Which message to damage, and where; -1: none. */
struct damage {
	int message;
	size_t at;
};

static void
damage_do(const struct damage *d, int message, struct buf *b)
{
	if (d != NULL && d->message == message)
		b->ptr[d->at % b->len] ^= 1;
}

static enum err
shake(struct two *t, int from, const char *source_domain,
    const char *target_domain, const struct damage *d, struct shake *k)
{
	struct clone_fresh a = fresh_make(t), b = fresh_make(t);
	enum err err;

	*k = (struct shake){ buf_up_to(4096), buf_up_to(4096),
		buf_up_to(4096), NULL, NULL };
	err = clone_target_init(t->crypto, &t->who[1 - from],
	    bytes_of_text(target_domain), &a, &k->offer, &k->target);
	damage_do(d, 0, &k->offer);
	if (err == ERR_OK)
		err = clone_source_begin(t->crypto, &t->who[from],
		    bytes_of_text(source_domain), &b, buf_bytes(&k->offer),
		    &k->answer, &k->source);
	secret_clear(&a.private_key);
	secret_clear(&b.private_key);
	TRY(err);
	damage_do(d, 1, &k->answer);
	TRY(clone_target_begin(t->crypto, k->target, buf_bytes(&k->answer),
	    &k->confirm));
	damage_do(d, 2, &k->confirm);
	return clone_source_confirm(t->crypto, k->source,
	    buf_bytes(&k->confirm));
}

static uint64_t
key_make(struct two *t, const char *label, const char *value)
{
	struct template asked = { 0 };
	struct change *c;
	uint64_t handle;

	add_number(&asked, CKA_CLASS, CKO_SECRET_KEY);
	add_number(&asked, CKA_KEY_TYPE, CKK_GENERIC_SECRET);
	add_flag(&asked, CKA_TOKEN, true);
	add_text(&asked, CKA_LABEL, label);
	add_text(&asked, CKA_VALUE, value);
	assert_ok(object_make_plan(t->s[0], BIRTH_CREATE, 0, &asked, NULL,
	    NULL, fake_uid(&t->f[0]), &c));
	handle = change_handle(c, 0);
	assert_ok(fake_done(&t->f[0], &c));
	return handle;
}

/* One object over the agreed key, into the other HSM. */
static enum err
pass(struct two *t, int from, struct shake *k, uint64_t handle, bool replace,
    uint64_t *out_handle, enum clone_result *out)
{
	CLEARED_BY(secret_clear) struct secret record = { 0 };
	CLEARED_BY(buf_clear) struct buf blob = buf_up_to(100000);
	const struct object *o;
	struct change *c;

	TRY(clone_object_check(t->s[from], handle, &o));
	TRY(clone_source_seal(t->crypto, k->source, o, &blob));
	TRY(clone_target_open(t->crypto, k->target, buf_bytes(&blob),
	    &record));
	TRY(object_restore_plan(t->s[1 - from], secret_bytes(&record), replace,
	    out, &c));
	*out_handle = change_handle(c, 0);
	return fake_done(&t->f[1 - from], &c);
}

static void
backup_and_restore(void **state)
{
	struct two t;
	struct shake k;
	uint64_t keys[3], there[3], back, model, serial;
	enum clone_result result;
	const struct object *o;
	struct bytes value;
	struct change *c;

	(void)state;
	two_open(&t);
	keys[0] = key_make(&t, "one", "value number one");
	keys[1] = key_make(&t, "two", "value number two");
	keys[2] = key_make(&t, "three", "value number three");
	assert_ok(shake(&t, 0, "domain", "domain", NULL, &k));
	clone_peer(k.target, &model, &serial);
	assert_int_equal(150718, serial);
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

	/* All is lost, and comes back. */
	assert_ok(fake_partition_init(&t.f[0], t.par[0], "new", "po-password",
	    ""));
	assert_int_equal(0, fake_count(&t.f[0], RECORD_OBJECT));
	assert_err(ERR_ROLE_NOT_INITIALIZED, fake_login(&t.f[0], t.s[0],
	    ROLE_CRYPTO_OFFICER, "co-password"));
	assert_ok(fake_login(&t.f[0], t.s[0], ROLE_PARTITION_SO,
	    "po-password"));
	assert_ok(hsm_policy_plan(t.f[0].hsm, POLICY_FORCE_PIN_CHANGE, false,
	    &c));
	assert_ok(fake_done(&t.f[0], &c));
	assert_ok(fake_role_init(&t.f[0], t.s[0], ROLE_CRYPTO_OFFICER,
	    "co-password"));
	assert_ok(session_logout(t.s[0]));
	assert_ok(fake_login(&t.f[0], t.s[0], ROLE_CRYPTO_OFFICER,
	    "co-password"));
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
	assert_ok(object_record(o, &record));
	for (size_t len = 0; len < record.len; len++)
		if (object_restore_plan(t.s[1], bytes_of(record.ptr, len),
		    false, &result, &c) != ERR_MALFORMED) {
			/* Cut between attributes, nothing needed is missing. */
			assert_true(len > 60);
			change_drop(t.f[1].hsm, &c);
		}
	/* A key that is not sensitive is none of ours. */
	for (size_t at = 1; at + 9 <= record.len;
	     at += 8 + bytes_u32(record.ptr + at + 4))
		if (bytes_u32(record.ptr + at) == CKA_SENSITIVE)
			record.ptr[at + 8] = 0;
	assert_err(ERR_MALFORMED, object_restore_plan(t.s[1],
	    secret_bytes(&record), false, &result, &c));
	assert_ok(object_record(o, &record));
	record.ptr[0] = 9;
	assert_err(ERR_MALFORMED, object_restore_plan(t.s[1],
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
		cmocka_unit_test(wrong_lengths_and_order),
		cmocka_unit_test(blobs_in_order),
		cmocka_unit_test(who_may_clone),
		cmocka_unit_test(records_refused),
		cmocka_unit_test(identity_blob),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
