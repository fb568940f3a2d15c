/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys: their components, their references, and a place for every thread.
 */
#include "crypto/internal.h"

#include "base/mem.h"

#define RSA_BITS_MIN 512
#define RSA_BITS_MAX 8192
#define EC_PARTS 2

static void
put_reversed(uint8_t *out, struct bytes in)
{
	for (size_t i = 0; i < in.len; i++)
		out[in.len - 1 - i] = in.ptr[i];
}

/* A key whose parts are copies of `parts`; the first n_reversed of them are
 * turned little-endian. */
static enum err
key_make(enum key_kind kind, const struct bytes *parts, unsigned n_parts,
    unsigned n_reversed, struct key **out)
{
	struct key *k = mem_alloc(1, sizeof(*k));
	size_t len = 0, at = 0;

	if (k == NULL)
		return ERR_NO_MEMORY;
	for (unsigned i = 0; i < n_parts; i++)
		len += parts[i].len;
	if (secret_make(&k->all, len) != ERR_OK) {
		mem_free(k);
		return ERR_NO_MEMORY;
	}
	for (unsigned i = 0; i < n_parts; i++) {
		k->part[i] = bytes_of(k->all.ptr + at, parts[i].len);
		if (i < n_reversed)
			put_reversed(k->all.ptr + at, parts[i]);
		else if (parts[i].len > 0)
			memcpy(k->all.ptr + at, parts[i].ptr, parts[i].len);
		at += parts[i].len;
	}
	atomic_init(&k->n_refs, 1);
	k->kind = kind;
	*out = k;
	return ERR_OK;
}

enum err
key_from_secret(struct bytes value, struct key **out)
{
	if (value.len > SECRET_MAX)
		return ERR_KEY_SIZE;
	TRY(key_make(KEY_SECRET, &value, 1, 0, out));
	(*out)->bits = (unsigned)value.len * 8;
	return ERR_OK;
}

static enum err
rsa_check_public(struct bytes n, struct bytes e)
{
	unsigned bits = bytes_bits(n);

	if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX)
		return ERR_KEY_SIZE;
	/* libcrypto's arithmetic wants an odd modulus and a short exponent. */
	if ((n.ptr[n.len - 1] & 1) == 0 || bytes_bits(e) < 2 || e.len > 32 ||
	    (e.ptr[e.len - 1] & 1) == 0)
		return ERR_ATTRIBUTE_VALUE;
	return ERR_OK;
}

enum err
key_from_rsa_public(struct bytes n, struct bytes e, struct key **out)
{
	struct bytes parts[2] = { bytes_without_zeros(n), bytes_without_zeros(e) };

	TRY(rsa_check_public(parts[PART_N], parts[PART_E]));
	TRY(key_make(KEY_RSA_PUBLIC, parts, 2, 2, out));
	(*out)->bits = bytes_bits(parts[PART_N]);
	return ERR_OK;
}

enum err
key_from_rsa_private(const struct rsa_parts *p, struct key **out)
{
	const struct bytes given[N_RSA_PARTS] = { p->n, p->e, p->d, p->p, p->q,
		p->dp, p->dq, p->qinv };
	struct bytes parts[N_RSA_PARTS];
	unsigned n_primes = 0;

	for (unsigned i = 0; i < N_RSA_PARTS; i++) {
		parts[i] = bytes_without_zeros(given[i]);
		if (parts[i].len > RSA_BITS_MAX / 8)
			return ERR_KEY_SIZE;
		n_primes += i >= PART_P && parts[i].len > 0;
	}
	TRY(rsa_check_public(parts[PART_N], parts[PART_E]));
	if (parts[PART_D].len == 0 || (n_primes != 0 && n_primes != 5))
		return ERR_ATTRIBUTE_VALUE;
	TRY(key_make(KEY_RSA_PRIVATE, parts, N_RSA_PARTS, N_RSA_PARTS, out));
	(*out)->bits = bytes_bits(parts[PART_N]);
	return ERR_OK;
}

static enum err
key_make_ec(enum key_kind kind, const struct curve *curve, struct bytes value,
    struct bytes point, struct key **out)
{
	const struct bytes parts[EC_PARTS] = { value, point };

	TRY(key_make(kind, parts, EC_PARTS, 1, out));
	(*out)->curve = curve;
	(*out)->bits = curve->bits;
	return ERR_OK;
}

enum err
key_from_ec_private(struct bytes params, struct bytes value, struct key **out)
{
	const struct curve *curve = curve_of_params(params);

	if (curve == NULL)
		return ERR_CURVE;
	TRY(ec_value_check(curve, value));
	return key_make_ec(KEY_EC_PRIVATE, curve, bytes_without_zeros(value),
	    bytes_of(NULL, 0), out);
}

enum err
key_from_ec_public(struct bytes params, struct bytes point, struct key **out)
{
	const struct curve *curve = curve_of_params(params);
	struct bytes raw;

	if (curve == NULL)
		return ERR_CURVE;
	TRY(ec_point_raw(curve, point, &raw));
	return key_make_ec(KEY_EC_PUBLIC, curve, bytes_of(NULL, 0), raw, out);
}

struct key *
key_ref(struct key *k)
{
	atomic_fetch_add_explicit(&k->n_refs, 1, memory_order_relaxed);
	return k;
}

static void
slot_free(struct key_slot *s)
{
	if (s == NULL)
		return;
	EVP_PKEY_free(s->pkey);
	EVP_CIPHER_CTX_free(s->cipher);
	EVP_MAC_CTX_free(s->mac);
	mem_free(s);
}

void
key_unref(struct key **k)
{
	struct key *dead = *k;

	*k = NULL;
	if (dead == NULL || atomic_fetch_sub_explicit(&dead->n_refs, 1,
	    memory_order_acq_rel) != 1)
		return;
	for (unsigned i = 0; i < CRYPTO_MAX; i++)
		slot_free(dead->slot[i]);
	secret_clear(&dead->all);
	mem_free(dead);
}

unsigned
key_bits(const struct key *k)
{
	return k->bits;
}

/* Only the thread that owns c ever touches its slot, so no lock. */
enum err
key_slot(struct crypto *c, struct key *k, struct key_slot **out)
{
	if (k->slot[c->slot] == NULL) {
		k->slot[c->slot] = mem_alloc(1, sizeof(struct key_slot));
		if (k->slot[c->slot] == NULL)
			return ERR_NO_MEMORY;
	}
	*out = k->slot[c->slot];
	return ERR_OK;
}

enum err
key_pkey(struct crypto *c, struct key *k, EVP_PKEY **out)
{
	struct key_slot *slot;

	TRY(key_slot(c, k, &slot));
	if (slot->pkey == NULL)
		TRY(pkey_make(c, k, &slot->pkey));
	*out = slot->pkey;
	return ERR_OK;
}
