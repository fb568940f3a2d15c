/* SPDX-License-Identifier: Apache-2.0 */
/* The families of mechanisms, and the calls that end in them. */
#include "crypto/internal.h"

#include "base/mem.h"

/* Room for n bytes behind what the buffer holds; they count only when done. */
static enum err
out_begin(struct buf *out, size_t n, uint8_t **place)
{
	static uint8_t nowhere[1];

	TRY(buf_reserve(out, n));
	*place = out->ptr ? out->ptr + out->len : nowhere;
	return ERR_OK;
}

/* What a failed operation left behind the end is wiped. */
static enum err
out_end(struct buf *out, enum err e, uint8_t *place, size_t room, size_t len)
{
	if (e != ERR_OK) {
		if (room > 0)
			mem_wipe(place, room);
		return e;
	}
	must(len <= room);
	out->len += len;
	return ERR_OK;
}

static enum err
crypt_bare(struct crypto *c, struct key *k, const struct mech *m, bool encrypt,
    struct bytes in, uint8_t *out, size_t *out_len)
{
	switch (mech_row(m->type)->family) {
	case FAMILY_AES_ECB:
	case FAMILY_AES_CBC:
	case FAMILY_AES_CBC_PAD:
	case FAMILY_AES_CTR:
		return aes_crypt(c, k, m, encrypt, in, out, out_len);
	case FAMILY_AES_GCM:
		return aes_gcm_crypt(c, k, m, encrypt, in, out, out_len);
	case FAMILY_AES_KW:
	case FAMILY_AES_KWP:
		return aes_wrap_crypt(c, k, m, encrypt, in, out, out_len);
	case FAMILY_RSA_PKCS:
	case FAMILY_RSA_X509:
	case FAMILY_RSA_OAEP:
		return rsa_crypt(c, k, m, encrypt, in, out, out_len);
	default:
		return ERR_MECHANISM_INVALID;
	}
}

static enum err
crypt_into_buf(struct crypto *c, struct key *k, const struct mech *m,
    enum mech_use use, struct bytes in, struct buf *out)
{
	bool encrypt = use == USE_ENCRYPT || use == USE_WRAP;
	size_t room, len = 0;
	uint8_t *place;
	enum err e;

	TRY(crypt_check(m, k, use));
	room = crypt_size(m, k, use, in.len);
	TRY(out_begin(out, room, &place));
	e = crypt_bare(c, k, m, encrypt, in, place, &len);
	return out_end(out, e, place, room, len);
}

enum err
crypt_encrypt(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes plain, struct buf *out)
{
	return crypt_into_buf(c, k, m, USE_ENCRYPT, plain, out);
}

enum err
crypt_decrypt(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes encrypted, struct buf *out)
{
	return crypt_into_buf(c, k, m, USE_DECRYPT, encrypted, out);
}

enum err
crypt_wrap(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes key_material, struct buf *out)
{
	return crypt_into_buf(c, k, m, USE_WRAP, key_material, out);
}

enum err
crypt_unwrap(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes wrapped, struct secret *out)
{
	CLEARED_BY(secret_clear) struct secret made = { 0 };
	size_t len = 0;
	enum err e;

	TRY(crypt_check(m, k, USE_UNWRAP));
	TRY(secret_make(&made, crypt_size(m, k, USE_UNWRAP, wrapped.len)));
	e = crypt_bare(c, k, m, false, wrapped, made.ptr, &len);
	if (e == ERR_ENCRYPTED_INVALID || e == ERR_ENCRYPTED_LENGTH)
		return ERR_WRAPPED_KEY_INVALID;
	TRY(e);
	secret_shorten(&made, len);
	secret_move(out, &made);
	return ERR_OK;
}

enum err
sign_prepared(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes in, uint8_t *out, size_t *out_len)
{
	const struct mech_row *row = mech_row(m->type);
	enum hash h = row->hash;

	if (row->family == FAMILY_ECDSA || row->family == FAMILY_ECDSA_HASH)
		return ecdsa_sign(c, k, in, out, out_len);
	if (m->type == MECH_RSA_PKCS_PSS)
		h = hash_of_mech(m->hash);
	return rsa_sign(c, k, m, h, in, out, out_len);
}

enum err
verify_prepared(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes in, struct bytes signature)
{
	const struct mech_row *row = mech_row(m->type);
	enum hash h = row->hash;

	if (row->family == FAMILY_ECDSA || row->family == FAMILY_ECDSA_HASH)
		return ecdsa_verify(c, k, in, signature);
	if (m->type == MECH_RSA_PKCS_PSS)
		h = hash_of_mech(m->hash);
	return rsa_verify(c, k, m, h, in, signature);
}

bool
is_mac(const struct mech_row *row)
{
	return row->family == FAMILY_HMAC || row->family == FAMILY_CMAC ||
	    row->family == FAMILY_HMAC_GENERAL ||
	    row->family == FAMILY_CMAC_GENERAL;
}

static enum err
sign_bare(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes data, uint8_t *out, size_t *out_len)
{
	const struct mech_row *row = mech_row(m->type);
	uint8_t made[EVP_MAX_MD_SIZE];
	size_t len;

	if (is_mac(row)) {
		TRY(mac_compute(c, k, row->hash, data, made, &len));
		*out_len = bound_mac(m);
		memcpy(out, made, *out_len);
		return ERR_OK;
	}
	if (row->hash == HASH_NONE)
		return sign_prepared(c, k, m, data, out, out_len);
	TRY(digest_compute(c, row->hash, data, made, &len));
	return sign_prepared(c, k, m, bytes_of(made, len), out, out_len);
}

enum err
crypt_sign(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes data, struct buf *out)
{
	size_t room, len = 0;
	uint8_t *place;
	enum err e;

	TRY(crypt_check(m, k, USE_SIGN));
	room = crypt_size(m, k, USE_SIGN, data.len);
	TRY(out_begin(out, room, &place));
	e = sign_bare(c, k, m, data, place, &len);
	return out_end(out, e, place, room, len);
}

enum err
crypt_verify(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes data, struct bytes signature)
{
	const struct mech_row *row = mech_row(m->type);
	uint8_t made[EVP_MAX_MD_SIZE];
	size_t len;

	TRY(crypt_check(m, k, USE_VERIFY));
	if (is_mac(row)) {
		if (signature.len != bound_mac(m))
			return ERR_SIGNATURE_LENGTH;
		TRY(mac_compute(c, k, row->hash, data, made, &len));
		return secret_equal(bytes_of(made, signature.len), signature) ?
		    ERR_OK : ERR_SIGNATURE_INVALID;
	}
	if (row->hash == HASH_NONE)
		return verify_prepared(c, k, m, data, signature);
	TRY(digest_compute(c, row->hash, data, made, &len));
	return verify_prepared(c, k, m, bytes_of(made, len), signature);
}

enum err
crypt_digest(struct crypto *c, const struct mech *m, struct bytes data,
    struct buf *out)
{
	size_t room, len = 0;
	uint8_t *place;
	enum err e;

	TRY(crypt_check(m, NULL, USE_DIGEST));
	room = crypt_size(m, NULL, USE_DIGEST, data.len);
	TRY(out_begin(out, room, &place));
	e = digest_compute(c, mech_row(m->type)->hash, data, place, &len);
	return out_end(out, e, place, room, len);
}

enum err
crypt_derive(struct crypto *c, struct key *k, const struct mech *m,
    struct secret *out)
{
	CLEARED_BY(secret_clear) struct secret made = { 0 };
	size_t len;

	TRY(crypt_check(m, k, USE_DERIVE));
	TRY(secret_make(&made, crypt_size(m, k, USE_DERIVE, 0)));
	TRY(ecdh_derive(c, k, m, made.ptr, &len));
	secret_move(out, &made);
	return ERR_OK;
}
