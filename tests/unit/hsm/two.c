/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Carries the messages of a clone between the two, and can damage one of them on
 * the way.
 */
#include "two.h"

void
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

void
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
	t->par[0] = fake_ready_partition(&t->f[0], "par1", 1000000);
	t->par[1] = fake_partition(&t->f[1], "backup", 0);
	t->s[0] = fake_session(&t->f[0], t->f[0].app, t->par[0], true);
	t->s[1] = fake_session(&t->f[1], t->f[1].admin, t->par[1], true);
	assert_ok(fake_login(&t->f[0], t->s[0], ROLE_CRYPTO_OFFICER,
	    "co-password"));
	identity_make(t, &t->who[0], 1, 150718);
	identity_make(t, &t->who[1], 2, 496771);
}

void
two_close(struct two *t)
{
	for (int i = 0; i < 2; i++) {
		identity_clear(&t->who[i]);
		fake_end(&t->f[i]);
	}
	secret_clear(&t->site_private);
	crypto_free(&t->crypto);
}

struct clone_fresh
fresh_make(struct two *t)
{
	struct clone_fresh fresh = { 0 };

	assert_ok(agree_generate(t->crypto, &fresh.private_key,
	    fresh.public_key));
	assert_ok(crypto_random(fresh.nonce, sizeof(fresh.nonce)));
	return fresh;
}

void
shake_clear(struct shake *k)
{
	buf_clear(&k->offer);
	buf_clear(&k->answer);
	buf_clear(&k->confirm);
	clone_free(&k->source);
	clone_free(&k->target);
}

static void
damage_do(const struct damage *d, int message, struct buf *b)
{
	if (d != NULL && d->message == message)
		b->ptr[d->at % b->len] ^= 1;
}

enum err
shake(struct two *t, int from, const char *source_domain,
    const char *target_domain, const struct damage *d, struct shake *k)
{
	struct clone_fresh a = fresh_make(t), b = fresh_make(t);
	enum err e;

	*k = (struct shake){ buf_up_to(4096), buf_up_to(4096),
		buf_up_to(4096), NULL, NULL };
	e = clone_target_init(t->crypto, &t->who[1 - from],
	    bytes_of_text(target_domain), &a, &k->offer, &k->target);
	damage_do(d, 0, &k->offer);
	if (e == ERR_OK)
		e = clone_source_begin(t->crypto, &t->who[from],
		    bytes_of_text(source_domain), &b, buf_bytes(&k->offer),
		    &k->answer, &k->source);
	secret_clear(&a.private_key);
	secret_clear(&b.private_key);
	TRY(e);
	damage_do(d, 1, &k->answer);
	TRY(clone_target_begin(t->crypto, k->target, buf_bytes(&k->answer),
	    &k->confirm));
	damage_do(d, 2, &k->confirm);
	return clone_source_confirm(t->crypto, k->source,
	    buf_bytes(&k->confirm));
}

uint64_t
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

enum err
pass(struct two *t, int from, struct shake *k, uint64_t handle, bool replace,
    uint64_t *out_handle, enum clone_result *out)
{
	CLEARED_BY(secret_clear) struct secret record = { 0 };
	CLEARED_BY(buf_clear) struct buf blob = buf_up_to(LIMIT_CLONE_BLOB);
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
