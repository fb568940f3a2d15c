/* SPDX-License-Identifier: Apache-2.0 */
/* Every mechanism with every use and every key: what the table does not offer is
 * refused with the right error, what it offers has a function that does it. And
 * the engine, with families made for the test: one that can do nothing, and one
 * that writes more than its bound. */
#include "fixture.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/engine.h"
#include "crypto/key_type.h"

static const enum mech_use uses[] = { USE_ENCRYPT, USE_DECRYPT, USE_DIGEST,
	USE_SIGN, USE_VERIFY, USE_GENERATE, USE_GENERATE_PAIR, USE_WRAP,
	USE_UNWRAP, USE_DERIVE };
#define N_USES (sizeof(uses) / sizeof(uses[0]))
#define PRIVATE_USES (USE_DECRYPT | USE_SIGN | USE_UNWRAP | USE_DERIVE)
#define MAKES (USE_GENERATE | USE_GENERATE_PAIR)

/* A key of each half of each kind. */
static struct {
	uint64_t type; /* CKK_* */
	enum key_half half;
	struct key *key;
} keys[16];
static unsigned n_keys;
static struct bytes peer;
static struct key_made p256;

static void
keys_add(uint64_t type, enum key_half half, struct key *k)
{
	keys[n_keys].type = type;
	keys[n_keys].half = half;
	keys[n_keys++].key = k;
}

/* The template of a pair of each type that has one. */
static struct key_values
asked_for(uint64_t type, struct attribute rows[1])
{
	static uint8_t bits[8] = { [6] = 8 }; /* 2048 */

	if (type == CKK_RSA)
		rows[0] = (struct attribute){ CKA_MODULUS_BITS,
			bytes_of(bits, 8) };
	else
		rows[0] = (struct attribute){ CKA_EC_PARAMS, PARAMS(oid_p256) };
	return (struct key_values){ rows, 1 };
}

static void
pair_add(uint64_t type, uint64_t mechanism)
{
	CLEARED_BY(key_made_clear) struct key_made made = { 0 };
	struct attribute asked_row[1], rows[KEY_MADE_MAX + 1];
	struct key_values asked = asked_for(type, asked_row), v;
	const struct mech m = { .type = mechanism };
	const enum key_half halves[] = { KEY_PRIVATE, KEY_PUBLIC };

	assert_ok(crypt_generate(c, &m, USE_GENERATE_PAIR, &asked, &made));
	for (unsigned i = 0; i < 2; i++) {
		struct key *k = NULL;

		v = key_made_half(&made, halves[i], rows);
		rows[v.n++] = asked_row[0];
		assert_ok(key_type_read(key_type(type), halves[i], &v, &k));
		assert_true(key_bits(k) > 0);
		assert_int_equal(key_type_bits(key_type(type), &v),
		    key_bits(k));
		keys_add(type, halves[i], k);
	}
}

static int
setup(void **state)
{
	struct bytes raw;

	if (open_crypto(state) != 0)
		return -1;
	keys_add(CKK_AES, KEY_SECRET, secret_key(KEY_256));
	pair_add(CKK_RSA, MECH_RSA_PKCS_KEY_PAIR_GEN);
	pair_add(CKK_EC, MECH_EC_KEY_PAIR_GEN);
	assert_ok(key_ec_generate(c, PARAMS(oid_p256), &p256));
	assert_ok(ec_point_raw(curve_of_params(PARAMS(oid_p256)),
	    made_value(&p256, CKA_EC_POINT), &raw));
	peer = raw;
	return 0;
}

static int
teardown(void **state)
{
	for (unsigned i = 0; i < n_keys; i++)
		key_unref(&keys[i].key);
	key_made_clear(&p256);
	return close_crypto(state);
}

/* Parameters that every mechanism likes. */
static struct mech
mech_for(const struct mech_row *row)
{
	struct mech m = { .type = row->number, .tag_bits = 128,
		.counter_bits = 64, .mac_len = 8, .salt_len = 20, .kdf = 1,
		.peer = peer, .mgf = MGF1_SHA256, .hash = MECH_SHA256 };
	static const size_t iv_lens[] = { 16, 12, 8, 4 };
	unsigned tried = 0;

	for (uint64_t h = 0x200; h < 0x280; h++)
		if (row->hash != HASH_NONE && hash_of_mech(h) == row->hash)
			m.hash = h;
	do
		m.iv = bytes_of((const uint8_t *)IV_16, iv_lens[tried++]);
	while (mech_check(&m) != ERR_OK && tried < 4);
	if (mech_check(&m) != ERR_OK)
		m.shared = peer;
	return m;
}

/* A key that the row's mechanisms take for this use. */
static bool
key_is_right(unsigned i, const struct mech_row *row, enum mech_use use)
{
	const struct key_type *t = key_type(row->key_type);
	enum key_half half = KEY_SECRET;

	if ((use & (MAKES | USE_DIGEST)) || t == NULL ||
	    t->is_pair != (keys[i].half != KEY_SECRET))
		return false;
	if (t->is_pair)
		half = use & PRIVATE_USES ? KEY_PRIVATE : KEY_PUBLIC;
	return keys[i].half == half &&
	    (!t->is_pair || keys[i].type == t->number);
}

static enum err
run_checked(const struct mech *m, struct key *k, enum mech_use use,
    struct buf *out)
{
	CLEARED_BY(secret_clear) struct secret made = { 0 };
	struct bytes in = bytes_of_text("some input");

	switch (use) {
	case USE_ENCRYPT:
		return crypt_encrypt(c, k, m, in, out);
	case USE_DECRYPT:
		return crypt_decrypt(c, k, m, in, out);
	case USE_WRAP:
		return crypt_wrap(c, k, m, in, out);
	case USE_UNWRAP:
		return crypt_unwrap(c, k, m, in, &made);
	case USE_SIGN:
		return crypt_sign(c, k, m, in, out);
	case USE_VERIFY:
		return crypt_verify(c, k, m, in, in);
	case USE_DERIVE:
		return crypt_derive(c, k, m, &made);
	case USE_DIGEST:
		return crypt_digest(c, m, in, out);
	case USE_GENERATE:
	case USE_GENERATE_PAIR:
		break;
	}
	return ERR_MECHANISM_INVALID;
}

static void
try_use(const struct mech_row *row, enum mech_use use)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(4096);
	struct mech m = mech_for(row);
	bool offered = row->flags & use;

	for (unsigned i = 0; i < n_keys; i++) {
		enum err e = crypt_check(&m, keys[i].key, use);

		if (!offered)
			assert_err(ERR_MECHANISM_INVALID, e);
		else if (key_is_right(i, row, use))
			assert_ok(e);
		else
			assert_err(ERR_KEY_TYPE, e);
		if (use & (MAKES | USE_DIGEST))
			continue;
		buf_reset(&out);
		e = run_checked(&m, keys[i].key, use, &out);
		if (!offered)
			assert_err(ERR_MECHANISM_INVALID, e);
		else if (!key_is_right(i, row, use))
			assert_err(ERR_KEY_TYPE, e);
		else
			assert_int_not_equal(ERR_MECHANISM_INVALID, e);
		assert_true(e == ERR_OK || out.len == 0);
	}
}

static void
every_mechanism_and_use(void **state)
{
	unsigned n;
	const struct mech_row *rows = mech_rows(&n);

	for (unsigned i = 0; i < n; i++)
		for (unsigned k = 0; k < N_USES; k++)
			try_use(&rows[i], uses[k]);
}

/* What the rows offer without a key: digests and new keys. */
static void
without_a_key(void **state)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(4096);
	unsigned n, n_made = 0;
	const struct mech_row *rows = mech_rows(&n);

	for (unsigned i = 0; i < n; i++) {
		struct mech m = mech_for(&rows[i]);
		bool digests = rows[i].flags & USE_DIGEST;
		unsigned makes = rows[i].flags & MAKES;

		assert_err(digests ? ERR_OK : ERR_MECHANISM_INVALID,
		    crypt_digest(c, &m, bytes_of_text("x"), &out));
		assert_int_equal(makes != 0,
		    crypt_check(&m, NULL, (enum mech_use)MAKES) == ERR_OK);
		n_made += makes != 0;
	}
	assert_true(n_made > 4);
}

/* The rows of key types and kinds hold together. */
static void
key_types_are_whole(void **state)
{
	unsigned n;
	const struct key_type *types = key_types(&n);

	for (unsigned i = 0; i < n; i++) {
		assert_ptr_equal(key_type(types[i].number), &types[i]);
		assert_non_null(key_type(types[i].serves));
		assert_non_null(types[i].kind);
		assert_true(types[i].step > 0 && types[i].unit > 0);
		assert_true(types[i].min <= types[i].max);
		assert_int_equal(types[i].is_pair, types[i].max == 0);
	}
	assert_null(key_type(0xdeadbeef));
}

/* --- families made for the test --- */

static const struct family empty = { 0 };

static enum err
write_too_much(const struct operation *o, struct bytes in, struct output *out)
{
	output_put(out, in);
	output_put(out, in);
	return ERR_OK;
}

static const struct family too_much = { .sign = write_too_much };

static void
an_absent_function_is_refused(void **state)
{
	uint8_t place[64] = { 0 };
	const struct mech m = { .type = MECH_SHA256_HMAC };

	for (unsigned i = 0; i < N_USES; i++) {
		struct operation o = { c, keys[0].key, &m, mech_row(m.type),
			&empty, uses[i] };
		struct output out = { place, 0, sizeof(place) };

		assert_err(ERR_MECHANISM_INVALID,
		    engine_give(&o, bytes_of_text("x"), &out));
		assert_err(ERR_MECHANISM_INVALID,
		    engine_verify(&o, bytes_of_text("x"), bytes_of(NULL, 0)));
		assert_int_equal(out.len, 0);
		assert_int_equal(place[0], 0);
	}
}

/* The process ends before a byte is written that there is no room for. */
static void
a_family_never_writes_past_its_room(void **state)
{
	const struct mech m = { .type = MECH_SHA256_HMAC };
	struct operation o = { c, keys[0].key, &m, mech_row(m.type), &too_much,
		USE_SIGN };
	uint8_t place[16];
	struct output out = { place, 0, 15 };
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		fclose(stderr);
		signal(SIGABRT, SIG_DFL);
		IGNORE(engine_give(&o, bytes_of_text("12345678"), &out));
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_mechanism_and_use),
		cmocka_unit_test(without_a_key),
		cmocka_unit_test(key_types_are_whole),
		cmocka_unit_test(an_absent_function_is_refused),
		cmocka_unit_test(a_family_never_writes_past_its_room),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
