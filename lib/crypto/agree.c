/* SPDX-License-Identifier: Apache-2.0 */
/* What card-to-card agreement is built of: key.h and crypt.h on P-256. */
#include "crypto/agree.h"

#include "base/mem.h"
#include "crypto/crypt.h"
#include "crypto/key_ec.h"
#include "crypto/key_secret.h"
#include "crypto/mac.h"
#include "spec/pkcs11.h"

static const struct curve *
p256(void)
{
	return curve_of_name("P-256");
}

enum err
agree_generate(struct crypto *c, struct secret *out_private,
    uint8_t out_public[AGREE_PUBLIC_LEN])
{
	CLEARED_BY(key_made_clear) struct key_made made = { 0 };
	struct bytes raw;

	TRY(key_ec_generate(c, p256()->params, &made));
	TRY(ec_point_raw(p256(), key_made_value(&made, CKA_EC_POINT),
	    &raw));
	must(raw.len == AGREE_PUBLIC_LEN);
	memcpy(out_public, raw.ptr, raw.len);
	return secret_copy(out_private, key_made_value(&made, CKA_VALUE));
}

enum err
agree_sign(struct crypto *c, struct bytes private_key, struct bytes message,
    uint8_t out[AGREE_SIGNATURE_LEN])
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	CLEARED_BY(buf_clear) struct buf made = buf_up_to(AGREE_SIGNATURE_LEN);
	const struct mech m = { .type = MECH_ECDSA_SHA256 };

	TRY(key_ec_private(p256()->params, private_key, &k));
	TRY(crypt_sign(c, k, &m, message, &made));
	must(made.len == AGREE_SIGNATURE_LEN);
	memcpy(out, made.ptr, made.len);
	return ERR_OK;
}

enum err
agree_verify(struct crypto *c, struct bytes public_key, struct bytes message,
    struct bytes signature)
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	const struct mech m = { .type = MECH_ECDSA_SHA256 };

	/* Here a signature has one form only. */
	if (signature.len != AGREE_SIGNATURE_LEN ||
	    public_key.len != AGREE_PUBLIC_LEN ||
	    key_ec_public(p256()->params, public_key, &k) != ERR_OK)
		return ERR_SIGNATURE_INVALID;
	if (crypt_verify(c, k, &m, message, signature) != ERR_OK)
		return ERR_SIGNATURE_INVALID;
	return ERR_OK;
}

enum err
agree_secret(struct crypto *c, struct bytes private_key, struct bytes peer,
    struct secret *out)
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	const struct mech m = { .type = MECH_ECDH1_DERIVE, .kdf = 1,
		.peer = peer };
	enum err e;

	if (peer.len != AGREE_PUBLIC_LEN)
		return ERR_ATTRIBUTE_VALUE;
	TRY(key_ec_private(p256()->params, private_key, &k));
	e = crypt_derive(c, k, &m, out);
	return e == ERR_MECHANISM_PARAM ? ERR_ATTRIBUTE_VALUE : e;
}

enum err
agree_mac(struct crypto *c, struct bytes key, struct bytes message,
    uint8_t out[AGREE_MAC_LEN])
{
	CLEARED_BY(key_unref) struct key *k = NULL;
	uint8_t made[EVP_MAX_MD_SIZE];

	TRY(key_secret(key, &k));
	TRY(mac_make(c, k, HASH_SHA256, message, made));
	memcpy(out, made, AGREE_MAC_LEN);
	mem_wipe(made, sizeof(made));
	return ERR_OK;
}

/* RFC 5869, 2.3: T(n) = HMAC(prk, T(n-1) || info || n). */
static enum err
expand(struct crypto *c, struct bytes prk, struct bytes info,
    struct secret *out)
{
	CLEARED_BY(buf_clear) struct buf in =
	    buf_up_to(AGREE_MAC_LEN + info.len + 1);
	uint8_t t[AGREE_MAC_LEN];
	size_t done = 0;

	for (uint8_t n = 1; done < out->len; n++) {
		size_t part = out->len - done;

		buf_reset(&in);
		if (n > 1)
			TRY(buf_put(&in, bytes_of(t, sizeof(t))));
		TRY(buf_put(&in, info));
		TRY(buf_put_u8(&in, n));
		TRY(agree_mac(c, prk, buf_bytes(&in), t));
		if (part > sizeof(t))
			part = sizeof(t);
		memcpy(out->ptr + done, t, part);
		done += part;
	}
	mem_wipe(t, sizeof(t));
	return ERR_OK;
}

enum err
agree_derive(struct crypto *c, struct bytes secret, struct bytes salt,
    struct bytes info, size_t len, struct secret *out)
{
	static const uint8_t no_salt[AGREE_MAC_LEN];
	CLEARED_BY(secret_clear) struct secret prk = { 0 };
	CLEARED_BY(secret_clear) struct secret made = { 0 };

	if (len > 255 * AGREE_MAC_LEN)
		return ERR_TOO_LARGE;
	if (salt.len == 0)
		salt = bytes_of(no_salt, sizeof(no_salt));
	TRY(secret_make(&prk, AGREE_MAC_LEN));
	TRY(secret_make(&made, len));
	TRY(agree_mac(c, salt, secret, prk.ptr));
	TRY(expand(c, secret_bytes(&prk), info, &made));
	secret_move(out, &made);
	return ERR_OK;
}
