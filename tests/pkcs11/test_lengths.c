/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions for lengths: every mechanism of the token in parts and in one, by a
 * caller that asks first, allocates what it is told (nothing for 0, and then
 * passes NULL), and calls again. No call may find its room too small, and no
 * part may get lost. Parameters are filled by the rows of spec/parameters.def.
 */
#include "p11.h"

#include <stddef.h>
#include <stdlib.h>

#include "mech/parameter.h"

static const CK_BYTE p256[] = { 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7 };
static const CK_BYTE ed25519[] = { 6, 3, 0x2b, 0x65, 0x70 };
static CK_BYTE text[2048] = "\0what is to be kept from others";

/* --- parameters --- */

struct filled {
	CK_BYTE room[256];
	CK_ULONG len; /* bytes it is, unless it is a structure */
};

static CK_BYTE some_bytes[128] = { 4, 'x' };

/* What the operation is told before it begins. */
static CK_ULONG whole_len;

static const struct {
	const char *value;
	CK_ULONG number;
} wanted[] = {
	{ "counter_bits", 128 }, { "tag_bits", 128 }, { "mac_len", 8 },
};

static CK_ULONG
number_for(const char *value, CK_ULONG least)
{
	if (strcmp(value, "data_len") == 0)
		return whole_len;
	for (unsigned i = 0; i < COUNT(wanted); i++)
		if (strcmp(wanted[i].value, value) == 0)
			return wanted[i].number;
	return least;
}

/* The digest of a row's own hash, or another. */
static CK_ULONG
hash_for(const struct mech_row *row)
{
	unsigned n;
	const struct mech_row *rows = mech_rows(&n);

	for (unsigned i = 0; i < n; i++)
		if (rows[i].family == FAMILY_DIGEST && rows[i].hash == row->hash)
			return rows[i].number;
	return CKM_SHA256;
}

static CK_ULONG
value_for(const struct mech_row *row, enum value_kind kind, const char *value,
    CK_ULONG least)
{
	switch (kind) {
	case VALUE_HASH:
		return hash_for(row);
	case VALUE_MGF:
		return CKG_MGF1_SHA256;
	case VALUE_NUMBER:
	case VALUE_FLAG:
		return number_for(value, least);
	case VALUE_BYTES:
		break;
	}
	return least > 0 ? least : 12;
}

static enum value_kind
kind_of(enum mech_parameter form, const char *value)
{
	const struct message *m = &parameters[form].message;

	for (unsigned i = 0; i < m->n_fields; i++)
		if (strcmp(m->fields[i].name, value) == 0)
			return parameters[form].limits[i].kind;
	fail_msg("no value %s", value);
	return VALUE_NUMBER;
}

static void
put(CK_BYTE *at, size_t size, CK_ULONG n)
{
	if (size == sizeof(n))
		memcpy(at, &n, size);
	else
		*at = (CK_BYTE)n;
}

#define SIZE_OF(structure, member) sizeof(((structure *)0)->member)
#define AT(structure, member) \
	put(f->room + offsetof(structure, member), SIZE_OF(structure, member), n)
#define ALONE(type) put(f->room, sizeof(type), n)
#define INSIDE(structure, member) \
	memcpy(f->room + offsetof(structure, member), some_bytes, n)
#define POINTED(structure, pointer, length)                                 \
	memcpy(f->room + offsetof(structure, pointer),                 \
	    &(CK_BYTE *){ some_bytes }, sizeof(CK_BYTE *));                 \
	put(f->room + offsetof(structure, length), sizeof(n), n)
#define ALL memcpy(f->room, some_bytes, f->len = n)

/* Fills the structure; its size is what the row says, or f->len. */
static CK_ULONG
fill(const struct mech_row *row, struct filled *f)
{
	CK_ULONG n;

	switch (row->parameter) {
#define MECH_VALUE(kind, name, words)
#define PARAMETER(form, presence, structure) \
	case PARAMETER_##form: {             \
		const CK_ULONG size = sizeof(structure);
#define TAKES(form, value, least, most, step, place)                        \
		n = value_for(row, kind_of(PARAMETER_##form, #value),       \
		    #value, least);                                         \
		place;
#define END(form)                                                           \
		return f->len > 0 ? f->len :                                \
		    parameters[PARAMETER_##form].message.n_fields > 0 ?     \
		    size : 0;                                               \
	}
#include "spec/parameters.def"
#undef MECH_VALUE
#undef PARAMETER
#undef TAKES
#undef END
	case N_PARAMETERS:
		break;
	}
	fail_msg("%s has no form", row->name);
	return 0;
}

/* --- a caller that asks first --- */

struct data {
	CK_BYTE bytes[4096];
	CK_ULONG len;
};

typedef CK_RV (*step)(CK_SESSION_HANDLE, CK_BYTE_PTR, CK_ULONG, CK_BYTE_PTR,
    CK_ULONG_PTR);
typedef CK_RV (*last)(CK_SESSION_HANDLE, CK_BYTE_PTR, CK_ULONG_PTR);

static void
append(struct data *out, CK_BYTE *room, CK_ULONG told, CK_ULONG got)
{
	assert_true(got <= told);
	assert_true(out->len + got <= sizeof(out->bytes));
	if (room != NULL && got > 0)
		memcpy(out->bytes + out->len, room, got);
	out->len += room != NULL ? got : 0;
	free(room);
}

static void
ask_and_step(const char *name, step call, CK_BYTE *in, CK_ULONG len,
    struct data *out)
{
	CK_ULONG told = 0, got;
	CK_BYTE *room = NULL;

	if (call(session, in, len, NULL, &told) != CKR_OK)
		fail_msg("%s: no length for %lu bytes", name, len);
	if (told == 0 && len > 0)
		fail_msg("%s: 0 for %lu bytes", name, len);
	if (told > 0)
		room = malloc(told);
	got = told;
	if (call(session, in, len, room, &got) != CKR_OK)
		fail_msg("%s: %lu bytes do not go into %lu", name, len, told);
	append(out, room, told, got);
}

static void
ask_and_end(const char *name, last call, struct data *out)
{
	CK_ULONG told = 0, got;
	CK_BYTE *room = NULL;
	CK_RV rv;

	assert_good(call(session, NULL, &told));
	if (told == 0)
		fail_msg("%s: the end is said to give nothing", name);
	room = malloc(told);
	got = told;
	rv = call(session, room, &got);
	if (rv != CKR_OK)
		fail_msg("%s: the end gave 0x%lx", name, rv);
	append(out, room, told, got);
}

/* --- what a mechanism takes --- */

static const CK_ULONG parts[] = { 0, 1, 15, 16, 17, 1000 };

/* How many of the parts it takes together, and what is missing to a multiple. */
struct menu {
	unsigned n;
	CK_ULONG more;
};

static struct menu
menu_of(const struct mech_row *row)
{
	switch (row->number) {
	case CKM_AES_ECB:
	case CKM_AES_CBC:
	case CKM_AES_KEY_WRAP:
	case MECH_AES_KW:
		return (struct menu){ 6, 7 };
	case CKM_RSA_PKCS_PSS: /* a digest */
		return (struct menu){ 4, 0 };
	case CKM_RSA_PKCS:
	case CKM_RSA_PKCS_OAEP:
	case CKM_RSA_X_509:
		return (struct menu){ 5, 0 };
	default:
		return (struct menu){ 6, 0 };
	}
}

static CK_ULONG
menu_len(struct menu m)
{
	CK_ULONG all = m.more;

	for (unsigned i = 0; i < m.n; i++)
		all += parts[i];
	return all;
}

struct keys {
	CK_OBJECT_HANDLE aes, hmac, rsa_public, rsa_private, ec_public,
	    ec_private, edwards_public, edwards_private;
};

/* False for a kind of key that this test does not make. */
static bool
key_for(const struct keys *k, const struct mech_row *row, bool private,
    CK_OBJECT_HANDLE *out)
{
	switch (row->key_type) {
	case MECH_NO_KEY:
		*out = 0;
		return true;
	case CKK_AES:
		*out = k->aes;
		return true;
	case CKK_GENERIC_SECRET:
		*out = k->hmac;
		return true;
	case CKK_RSA:
		*out = private ? k->rsa_private : k->rsa_public;
		return true;
	case CKK_EC:
		*out = private ? k->ec_private : k->ec_public;
		return true;
	case CKK_EC_EDWARDS:
		*out = private ? k->edwards_private : k->edwards_public;
		return true;
	default:
		print_message("%s: no key for it is made here\n", row->name);
		return false;
	}
}

/* --- encryption --- */

static void
cipher_parts(const char *name, step update, last end, CK_BYTE *in,
    struct menu m, CK_ULONG rest, struct data *out)
{
	CK_ULONG at = 0;

	for (unsigned i = 0; i < m.n; at += parts[i++])
		ask_and_step(name, update, in + at, parts[i], out);
	if (rest > 0)
		ask_and_step(name, update, in + at, rest, out);
	ask_and_end(name, end, out);
}

/* Without padding a block of RSA comes back with its leading zeros. */
static void
is_text(const struct mech_row *row, const struct data *back, CK_ULONG len)
{
	CK_ULONG zeros = row->number == CKM_RSA_X_509 ? back->len - len : 0;

	if (back->len - zeros != len)
		fail_msg("%s: %lu of %lu bytes came back", row->name, back->len, len);
	assert_memory_equal(back->bytes + zeros, text, len);
}

static void
walk_cipher(const struct mech_row *row, CK_MECHANISM *m, const struct keys *k)
{
	struct menu menu = menu_of(row);
	CK_ULONG len = menu_len(menu), taken = 0;
	struct data secret = { .len = 0 }, back = { .len = 0 };
	CK_OBJECT_HANDLE public = 0, private = 0;

	if (!key_for(k, row, false, &public) || !key_for(k, row, true, &private))
		return;
	assert_good(p11->C_EncryptInit(session, m, public));
	cipher_parts(row->name, p11->C_EncryptUpdate, p11->C_EncryptFinal, text,
	    menu, menu.more, &secret);
	for (unsigned i = 0; i < menu.n; i++)
		taken += parts[i];
	assert_good(p11->C_DecryptInit(session, m, private));
	cipher_parts(row->name, p11->C_DecryptUpdate, p11->C_DecryptFinal,
	    secret.bytes, menu, secret.len - taken, &back);
	is_text(row, &back, len);
	secret.len = back.len = 0;
	assert_good(p11->C_EncryptInit(session, m, public));
	ask_and_step(row->name, p11->C_Encrypt, text, len, &secret);
	assert_good(p11->C_DecryptInit(session, m, private));
	ask_and_step(row->name, p11->C_Decrypt, secret.bytes, secret.len, &back);
	is_text(row, &back, len);
}

/* --- signatures and digests --- */

typedef CK_RV (*feed)(CK_SESSION_HANDLE, CK_BYTE_PTR, CK_ULONG);

static void
feed_parts(feed update, struct menu m)
{
	CK_ULONG at = 0;

	for (unsigned i = 0; i < m.n; at += parts[i++])
		assert_good(update(session, text + at, parts[i]));
	if (m.more > 0)
		assert_good(update(session, text + at, m.more));
}

static void
walk_signature(const struct mech_row *row, CK_MECHANISM *m, const struct keys *k)
{
	struct menu menu = menu_of(row);
	CK_ULONG len = menu_len(menu);
	struct data one = { .len = 0 }, many = { .len = 0 };
	CK_OBJECT_HANDLE public = 0, private = 0;

	if (!key_for(k, row, false, &public) || !key_for(k, row, true, &private))
		return;
	assert_good(p11->C_SignInit(session, m, private));
	feed_parts(p11->C_SignUpdate, menu);
	ask_and_end(row->name, p11->C_SignFinal, &many);
	assert_good(p11->C_SignInit(session, m, private));
	ask_and_step(row->name, p11->C_Sign, text, len, &one);
	assert_int_equal(one.len, many.len);
	assert_good(p11->C_VerifyInit(session, m, public));
	assert_good(p11->C_Verify(session, text, len, many.bytes, many.len));
	assert_good(p11->C_VerifyInit(session, m, public));
	feed_parts(p11->C_VerifyUpdate, menu);
	assert_good(p11->C_VerifyFinal(session, one.bytes, one.len));
}

static void
walk_digest(const struct mech_row *row, CK_MECHANISM *m)
{
	struct menu menu = menu_of(row);
	struct data one = { .len = 0 }, many = { .len = 0 };

	assert_good(p11->C_DigestInit(session, m));
	feed_parts(p11->C_DigestUpdate, menu);
	ask_and_end(row->name, p11->C_DigestFinal, &many);
	assert_good(p11->C_DigestInit(session, m));
	ask_and_step(row->name, p11->C_Digest, text, menu_len(menu), &one);
	assert_int_equal(one.len, many.len);
	assert_memory_equal(one.bytes, many.bytes, one.len);
}

/* --- all of them --- */

static struct keys
make_keys(void)
{
	struct keys k = { .aes = make_aes(32), .hmac = make_hmac_key() };

	make_rsa(2048, &k.rsa_public, &k.rsa_private);
	make_ec(p256, sizeof(p256), &k.ec_public, &k.ec_private);
	make_edwards(ed25519, sizeof(ed25519), &k.edwards_public,
	    &k.edwards_private);
	return k;
}

static void
walk(CK_MECHANISM_TYPE type, CK_FLAGS flags, const struct keys *k)
{
	const struct mech_row *row = mech_row(type);
	struct filled f = { .len = 0 };
	CK_MECHANISM m = { type, f.room, 0 };

	assert_non_null(row);
	whole_len = menu_len(menu_of(row));
	m.ulParameterLen = fill(row, &f);
	if (flags & CKF_ENCRYPT)
		walk_cipher(row, &m, k);
	if (flags & CKF_SIGN)
		walk_signature(row, &m, k);
	if (flags & CKF_DIGEST)
		walk_digest(row, &m);
}

static void
every_mechanism(void **state)
{
	struct keys k = make_keys();
	CK_MECHANISM_TYPE list[1024];
	CK_ULONG n = COUNT(list);

	assert_good(p11->C_GetMechanismList(slot, list, &n));
	assert_true(n > 50);
	for (CK_ULONG i = 0; i < n; i++) {
		CK_MECHANISM_INFO info;

		assert_good(p11->C_GetMechanismInfo(slot, list[i], &info));
		walk(list[i], info.flags, &k);
	}
}

/* As PyKCS11 does it: an empty vector's data is NULL. What was held until the
 * tag came is all there. */
static void
gcm_loses_no_part(void **state)
{
	CK_GCM_PARAMS gcm = { some_bytes, 12, 0, NULL, 0, 128 };
	CK_OBJECT_HANDLE key = make_aes(32);
	struct data secret = { .len = 0 };
	CK_ULONG n = 0;

	assert_good(p11->C_EncryptInit(session, WITH(CKM_AES_GCM, gcm), key));
	ask_and_step("GCM", p11->C_Encrypt, text, 64, &secret);
	assert_good(p11->C_DecryptInit(session, WITH(CKM_AES_GCM, gcm), key));
	assert_good(p11->C_DecryptUpdate(session, secret.bytes, 16, NULL, &n));
	assert_true(n >= 16);
	assert_good(p11->C_DecryptInit(session, NULL, 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_mechanism),
		cmocka_unit_test(gcm_loses_no_part),
	};

	return cmocka_run_group_tests(tests, p11_begin, p11_end);
}
