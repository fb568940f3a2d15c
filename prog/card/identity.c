/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes and loads the card's identity: a key of its own, which the site's key
 * certifies when the card is made. By its certificate another card knows that it
 * talks to a card, and not to a program that wants keys. The site key is needed
 * only that once and is not kept.
 */

#include "identity.h"

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "commit.h"
#include "crypto/key_ec.h"
#include "hsm/life.h"

#define P256_PARAMS "\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07"

/* Reads the site key file: a private P-256 key as 64 hexadecimal digits. */
static enum err
read_site_key(const char *path, struct secret *out)
{
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(80);
	CLEARED_BY(buf_clear) struct buf raw = buf_up_to(AGREE_PRIVATE_LEN);

	TRY(file_read(path, &text));
	while (text.len > 0 && text.ptr[text.len - 1] <= ' ')
		text.len--;
	TRY(text_from_hex(&raw, buf_bytes(&text)));
	if (raw.len != AGREE_PRIVATE_LEN)
		return ERR_MALFORMED;
	return secret_copy(out, buf_bytes(&raw));
}

static enum err
public_of(struct crypto *crypto, const struct secret *private_key,
    uint8_t out[AGREE_PUBLIC_LEN])
{
	CLEARED_BY(buf_clear) struct buf point = buf_up_to(256);
	struct bytes params = bytes_of(P256_PARAMS, sizeof(P256_PARAMS) - 1);
	struct bytes raw;

	TRY(key_ec_point(crypto, params, secret_bytes(private_key), &point));
	TRY(ec_point_raw(curve_of_params(params), buf_bytes(&point), &raw));
	if (raw.len != AGREE_PUBLIC_LEN)
		return ERR_CRYPTO;
	memcpy(out, raw.ptr, AGREE_PUBLIC_LEN);
	return ERR_OK;
}

static enum err
certify(struct crypto *crypto, const struct secret *site, struct identity *me)
{
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(1024);

	TRY(public_of(crypto, site, me->site_key));
	TRY(certificate_body(me->model, me->serial,
	    bytes_of(me->public_key, sizeof(me->public_key)), &body));
	return agree_sign(crypto, secret_bytes(site), buf_bytes(&body),
	    me->signature);
}

static enum err
make_identity(struct card *c, struct crypto *crypto, const struct secret *site)
{
	CLEARED_BY(secret_clear) struct secret blob = { 0 };
	struct change *change = NULL;
	struct identity *me = &c->identity;

	me->model = hsm_model(c->hsm)->number;
	me->serial = hsm_serial(c->hsm);
	TRY(agree_generate(crypto, &me->private_key, me->public_key));
	TRY(certify(crypto, site, me));
	TRY(identity_put(me, &blob));
	TRY(hsm_identity_plan(c->hsm, secret_bytes(&blob), &change));
	return commit_now(c, &change);
}

static enum err
manufacture(struct card *c, const char *site_key)
{
	CLEARED_BY(secret_clear) struct secret site = { 0 };
	CLEARED_BY(crypto_free) struct crypto *crypto = NULL;
	enum err e;

	if (site_key == NULL) {
		log_error("the first start needs --site-key FILE");
		return ERR_ARGUMENT;
	}
	e = read_site_key(site_key, &site);
	if (e != ERR_OK) {
		log_error("site key %s: %s", site_key, err_words(e));
		return e;
	}
	TRY(crypto_open(&crypto));
	return make_identity(c, crypto, &site);
}

enum err
identity_open(struct card *c, const char *site_key)
{
	struct bytes blob = hsm_identity(c->hsm);
	enum err e;

	e = blob.len > 0 ? identity_read(blob, &c->identity)
			 : manufacture(c, site_key);
	if (e != ERR_OK)
		log_error("this card has no identity: %s", err_words(e));
	return e;
}

enum err
site_key_make(const char *path)
{
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(80);
	CLEARED_BY(secret_clear) struct secret key = { 0 };
	CLEARED_BY(crypto_free) struct crypto *crypto = NULL;
	uint8_t public_key[AGREE_PUBLIC_LEN];

	if (file_is_there(path))
		return ERR_EXISTS;
	TRY(crypto_open(&crypto));
	TRY(agree_generate(crypto, &key, public_key));
	TRY(text_put_hex(&text, secret_bytes(&key)));
	TRY(buf_put_text(&text, "\n"));
	return file_write(path, 0600, buf_bytes(&text));
}
