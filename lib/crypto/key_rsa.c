/* SPDX-License-Identifier: Apache-2.0 */
/* RSA keys: their components, checked, generated and given to libcrypto. */
#include "crypto/key_rsa.h"

#include <openssl/core_names.h>

#include "crypto/key_kind.h"
#include "crypto/pkey.h"
#include "spec/pkcs11.h"

#define BITS_MIN 512
#define BITS_MAX 8192
#define EXPONENT_MAX 32 /* bytes */

/* Of objects: bytes of the modulus, a zero before it included. */
#define MODULUS_MIN 128
#define MODULUS_MAX 513

/* libcrypto computes with longer exponents only up to this modulus. */
#define LONG_EXPONENT_BITS 64
#define LONG_EXPONENT_MODULUS 3072

enum part { N, E, D, P, Q, DP, DQ, QINV, N_PARTS };
#define PUBLIC_PARTS 2 /* N and E */

static const struct {
	uint64_t type; /* CKA_* */
	unsigned halves;
	const char *name; /* libcrypto's */
} parts[N_PARTS] = {
	[N] = { CKA_MODULUS, KEY_PUBLIC | KEY_PRIVATE,
	    OSSL_PKEY_PARAM_RSA_N },
	[E] = { CKA_PUBLIC_EXPONENT, KEY_PUBLIC | KEY_PRIVATE,
	    OSSL_PKEY_PARAM_RSA_E },
	[D] = { CKA_PRIVATE_EXPONENT, KEY_PRIVATE, OSSL_PKEY_PARAM_RSA_D },
	[P] = { CKA_PRIME_1, KEY_PRIVATE, OSSL_PKEY_PARAM_RSA_FACTOR1 },
	[Q] = { CKA_PRIME_2, KEY_PRIVATE, OSSL_PKEY_PARAM_RSA_FACTOR2 },
	[DP] = { CKA_EXPONENT_1, KEY_PRIVATE, OSSL_PKEY_PARAM_RSA_EXPONENT1 },
	[DQ] = { CKA_EXPONENT_2, KEY_PRIVATE, OSSL_PKEY_PARAM_RSA_EXPONENT2 },
	[QINV] = { CKA_COEFFICIENT, KEY_PRIVATE,
	    OSSL_PKEY_PARAM_RSA_COEFFICIENT1 },
};

static bool
is_odd(struct bytes number)
{
	return number.len > 0 && (number.ptr[number.len - 1] & 1) != 0;
}

enum err
key_rsa_exponent_check(struct bytes exponent, bool fips)
{
	unsigned least = fips ? 17 : 2; /* bits: 65537, 3 */

	exponent = bytes_without_zeros(exponent);
	return is_odd(exponent) && bytes_bits(exponent) >= least &&
	    exponent.len <= EXPONENT_MAX ? ERR_OK : ERR_ATTRIBUTE_VALUE;
}

/* --- from components --- */

/* libcrypto's arithmetic wants an odd modulus. */
static enum err
check_public(struct bytes n, struct bytes e)
{
	unsigned bits = bytes_bits(n);

	if (bits < BITS_MIN || bits > BITS_MAX)
		return ERR_KEY_SIZE;
	return is_odd(n) ? key_rsa_exponent_check(e, false) :
	    ERR_ATTRIBUTE_VALUE;
}

enum err
key_rsa_public(struct bytes n, struct bytes e, struct key **out)
{
	struct bytes given[] = { bytes_without_zeros(n), bytes_without_zeros(e) };

	TRY(check_public(given[N], given[E]));
	TRY(key_from_parts(&key_kind_rsa, KEY_PUBLIC, given, PUBLIC_PARTS,
	    PUBLIC_PARTS, out));
	(*out)->bits = bytes_bits(given[N]);
	return ERR_OK;
}

static enum err
private_of(const struct bytes all[N_PARTS], struct key **out)
{
	struct bytes given[N_PARTS];
	unsigned n_primes = 0;

	for (unsigned i = 0; i < N_PARTS; i++) {
		given[i] = bytes_without_zeros(all[i]);
		if (given[i].len > BITS_MAX / 8)
			return ERR_KEY_SIZE;
		n_primes += i >= P && given[i].len > 0;
	}
	TRY(check_public(given[N], given[E]));
	if (given[D].len == 0 || (n_primes != 0 && n_primes != N_PARTS - P))
		return ERR_ATTRIBUTE_VALUE;
	TRY(key_from_parts(&key_kind_rsa, KEY_PRIVATE, given, N_PARTS, N_PARTS,
	    out));
	(*out)->bits = bytes_bits(given[N]);
	return ERR_OK;
}

enum err
key_rsa_private(const struct rsa_parts *p, struct key **out)
{
	const struct bytes all[N_PARTS] = { p->n, p->e, p->d, p->p, p->q,
		p->dp, p->dq, p->qinv };

	return private_of(all, out);
}

/* --- values of objects --- */

static enum err
rsa_from_values(enum key_half half, const struct key_values *v,
    struct key **out)
{
	struct bytes all[N_PARTS];

	for (unsigned i = 0; i < N_PARTS; i++)
		all[i] = key_value(v, parts[i].type);
	return half == KEY_PUBLIC ? key_rsa_public(all[N], all[E], out) :
	    private_of(all, out);
}

static unsigned
rsa_bits(const struct key_values *v)
{
	return bytes_bits(key_value(v, CKA_MODULUS));
}

static enum err
rsa_sound(const struct key_type *t, enum key_half half,
    const struct key_values *v, bool fips)
{
	struct bytes modulus = key_value(v, CKA_MODULUS), prime;
	unsigned n_primes = 0;

	if (modulus.len < MODULUS_MIN || modulus.len > MODULUS_MAX)
		return ERR_ATTRIBUTE_VALUE;
	TRY(key_rsa_exponent_check(key_value(v, CKA_PUBLIC_EXPONENT), fips));
	for (unsigned i = P; i < N_PARTS; i++)
		n_primes += key_values_get(v, parts[i].type, &prime);
	return n_primes == 0 || n_primes == N_PARTS - P ? ERR_OK :
	    ERR_TEMPLATE_INCOMPLETE;
}

/* --- generation --- */

static enum err
rsa_may_generate(const struct key_type *t, const struct mech_row *row,
    const struct key_values *asked, bool fips)
{
	uint64_t bits = key_value_number(asked, CKA_MODULUS_BITS);
	struct bytes exponent;

	if (bits == 0)
		return ERR_TEMPLATE_INCOMPLETE;
	if (bits < row->min_key || bits > row->max_key)
		return ERR_KEY_SIZE;
	if (!key_values_get(asked, CKA_PUBLIC_EXPONENT, &exponent))
		return ERR_OK;
	return exponent.len == 0 ? ERR_OK :
	    key_rsa_exponent_check(exponent, fips);
}

static enum err
rsa_values(const EVP_PKEY *pkey, struct key_made *out)
{
	for (unsigned i = 0; i < N_PARTS; i++)
		TRY(pkey_take_number(pkey, parts[i].name, 0, parts[i].type,
		    parts[i].halves, out));
	return ERR_OK;
}

static enum err
generate(struct crypto *c, unsigned bits, struct bytes exponent,
    EVP_PKEY **out)
{
	uint8_t little_endian[EXPONENT_MAX];
	OSSL_PARAM params[3];

	for (size_t i = 0; i < exponent.len; i++)
		little_endian[i] = exponent.ptr[exponent.len - 1 - i];
	params[0] = OSSL_PARAM_construct_uint(OSSL_PKEY_PARAM_RSA_BITS, &bits);
	params[1] = pkey_number(OSSL_PKEY_PARAM_RSA_E,
	    bytes_of(little_endian, exponent.len));
	params[2] = OSSL_PARAM_construct_end();
	return pkey_generate(c, "RSA", params, out);
}

enum err
key_rsa_generate(struct crypto *c, unsigned bits, struct bytes exponent,
    struct key_made *out)
{
	static const uint8_t f4[] = { 1, 0, 1 };
	EVP_PKEY *pkey;
	enum err e;

	if (bits < 2048 || bits > 4096 || bits % 64 != 0)
		return ERR_KEY_SIZE;
	exponent = bytes_without_zeros(exponent);
	if (exponent.len == 0)
		exponent = bytes_of(f4, sizeof(f4));
	TRY(key_rsa_exponent_check(exponent, false));
	if (bytes_bits(exponent) > LONG_EXPONENT_BITS &&
	    bits > LONG_EXPONENT_MODULUS)
		return ERR_ATTRIBUTE_VALUE;
	TRY(generate(c, bits, exponent, &pkey));
	e = rsa_values(pkey, out);
	EVP_PKEY_free(pkey);
	return e;
}

static enum err
rsa_generate(struct crypto *c, const struct key_values *asked,
    struct key_made *out)
{
	uint64_t bits = key_value_number(asked, CKA_MODULUS_BITS);

	return key_rsa_generate(c, bits > BITS_MAX ? 0 : (unsigned)bits,
	    key_value(asked, CKA_PUBLIC_EXPONENT), out);
}

/* --- libcrypto's form --- */

static enum err
rsa_to_pkey(struct crypto *c, const struct key *k, EVP_PKEY **out)
{
	OSSL_PARAM params[N_PARTS + 1];
	unsigned n = 0;

	for (unsigned i = 0; i < N_PARTS; i++)
		if (k->part[i].len > 0)
			params[n++] = pkey_number(parts[i].name, k->part[i]);
	params[n] = OSSL_PARAM_construct_end();
	return pkey_make(c, "RSA", k->half == KEY_PRIVATE ? EVP_PKEY_KEYPAIR :
	    EVP_PKEY_PUBLIC_KEY, params, out);
}

const struct key_kind key_kind_rsa = {
	.algorithm = "RSA",
	.from_values = rsa_from_values,
	.bits = rsa_bits,
	.sound = rsa_sound,
	.may_generate = rsa_may_generate,
	.generate = rsa_generate,
	.to_pkey = rsa_to_pkey,
	.values = rsa_values,
};
