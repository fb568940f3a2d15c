/* SPDX-License-Identifier: Apache-2.0 */
/* How objects come to be, and templates that a program got wrong: random ones,
 * after which either nothing is there or an object that keeps every rule. */
#include "room.h"

static const struct template none;

static uint64_t
random_next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* --- births --- */

static struct template
secret_asked(uint64_t key_type)
{
	struct template t = { 0 };

	add_number(&t, CKA_CLASS, CKO_SECRET_KEY);
	add_number(&t, CKA_KEY_TYPE, key_type);
	add_flag(&t, CKA_TOKEN, true);
	return t;
}

static enum err
born(struct room *r, enum birth birth, const struct template *asked,
    const char *value, const struct object *base, uint64_t *out)
{
	struct template made = { 0 };
	unsigned len;
	struct change *c;

	add_text(&made, CKA_VALUE, value);
	TRY(object_make_check(r->s, birth, 0, asked, &len));
	TRY(object_make_plan(r->s, birth, 0, asked, &made, base,
	    fake_uid(&r->f), &c));
	*out = change_handle(c, 0);
	return fake_done(&r->f, &c);
}

static void
unwrapped(void **state)
{
	struct template asked = secret_asked(CKK_AES);
	struct room r;
	uint64_t handle;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	assert_ok(born(&r, BIRTH_UNWRAP, &asked, "0123456789abcdef", NULL,
	    &handle));
	assert_attribute(&r, handle, CKA_LOCAL, 0);
	assert_attribute(&r, handle, CKA_ALWAYS_SENSITIVE, 0);
	assert_attribute(&r, handle, CKA_NEVER_EXTRACTABLE, 0);
	assert_attribute(&r, handle, CKA_SENSITIVE, 1);
	assert_err(ERR_ATTRIBUTE_VALUE, born(&r, BIRTH_UNWRAP, &asked,
	    "0123456789abcde", NULL, &handle));
	add_number(&asked, CKA_VALUE_LEN, 32);
	assert_err(ERR_TEMPLATE_INCONSISTENT, born(&r, BIRTH_UNWRAP, &asked,
	    "0123456789abcdef", NULL, &handle));
	assert_err(ERR_TEMPLATE_INCOMPLETE, born(&r, BIRTH_UNWRAP, &none, "x",
	    NULL, &handle));
	asked.n = 0;
	add_number(&asked, CKA_CLASS, CKO_DATA);
	assert_err(ERR_TEMPLATE_INCONSISTENT, born(&r, BIRTH_UNWRAP, &asked,
	    "x", NULL, &handle));
	asked.n = 0;
	add_number(&asked, CKA_CLASS, 77);
	add_number(&asked, CKA_KEY_TYPE, CKK_AES);
	assert_err(ERR_ATTRIBUTE_VALUE, born(&r, BIRTH_UNWRAP, &asked, "x",
	    NULL, &handle));
	room_close(&r);
}

static void
derived(void **state)
{
	struct template from = aes_asked(true), asked = { 0 };
	const struct object *base;
	uint64_t key, handle;
	struct room r;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	assert_ok(aes_generate(&r, &from, &key));
	assert_ok(object_get(r.s, key, &base));
	assert_ok(born(&r, BIRTH_DERIVE, &asked, "derived", base, &handle));
	assert_attribute(&r, handle, CKA_KEY_TYPE, CKK_GENERIC_SECRET);
	assert_attribute(&r, handle, CKA_ALWAYS_SENSITIVE, 1);
	assert_attribute(&r, handle, CKA_NEVER_EXTRACTABLE, 1);
	assert_attribute(&r, handle, CKA_LOCAL, 0);
	add_flag(&asked, CKA_EXTRACTABLE, true);
	assert_ok(born(&r, BIRTH_DERIVE, &asked, "derived", base, &handle));
	assert_attribute(&r, handle, CKA_NEVER_EXTRACTABLE, 0);
	asked.n = 0;
	add_flag(&asked, CKA_SENSITIVE, false);
	assert_err(ERR_ATTRIBUTE_VALUE, born(&r, BIRTH_DERIVE, &asked,
	    "derived", base, &handle));
	asked.n = 0;
	add_number(&asked, CKA_CLASS, CKO_PRIVATE_KEY);
	add_number(&asked, CKA_KEY_TYPE, CKK_EC);
	assert_err(ERR_TEMPLATE_INCONSISTENT, born(&r, BIRTH_DERIVE, &asked,
	    "derived", base, &handle));
	room_close(&r);
}

static void
created_rsa(void **state)
{
	static const uint64_t parts[] = { CKA_PRIME_1, CKA_PRIME_2,
		CKA_EXPONENT_1, CKA_EXPONENT_2, CKA_COEFFICIENT };
	uint8_t modulus[257] = { 0, 0xc0 };
	struct template t = { 0 };
	struct room r;
	uint64_t handle, n;
	size_t len;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	add_number(&t, CKA_CLASS, CKO_PUBLIC_KEY);
	add_number(&t, CKA_KEY_TYPE, CKK_RSA);
	add_text(&t, CKA_PUBLIC_EXPONENT, "\3");
	assert_err(ERR_TEMPLATE_INCOMPLETE, create(&r, &t, &handle));
	assert_ok(template_add(&t, CKA_MODULUS, bytes_of(modulus, 257)));
	assert_ok(create(&r, &t, &handle));
	assert_attribute(&r, handle, CKA_MODULUS_BITS, 2048);
	assert_attribute(&r, handle, CKA_PRIVATE, 0);
	t.n = 0;
	add_number(&t, CKA_CLASS, CKO_PRIVATE_KEY);
	add_number(&t, CKA_KEY_TYPE, CKK_RSA);
	add_text(&t, CKA_PUBLIC_EXPONENT, "\3");
	assert_ok(template_add(&t, CKA_MODULUS, bytes_of(modulus, 257)));
	add_text(&t, CKA_PRIVATE_EXPONENT, "secret");
	assert_ok(create(&r, &t, &handle));
	assert_err(ERR_ATTRIBUTE_SENSITIVE,
	    get(&r, handle, CKA_PRIVATE_EXPONENT, &n, &len));
	assert_err(ERR_ATTRIBUTE_SENSITIVE,
	    get(&r, handle, CKA_PRIME_1, &n, &len));
	for (unsigned i = 0; i < 5; i++) {
		add_text(&t, parts[i], "part");
		if (i < 4)
			assert_err(ERR_TEMPLATE_INCOMPLETE,
			    create(&r, &t, &handle));
	}
	assert_ok(create(&r, &t, &handle));
	t.rows[3].value.len = 100;
	assert_err(ERR_ATTRIBUTE_VALUE, create(&r, &t, &handle));
	room_close(&r);
}

/* A public key and a pair with an exponent of 3 or 65537. */
static void
exponents(struct room *r, enum err small, enum err large)
{
	static const uint8_t values[][3] = { { 0, 0, 3 }, { 1, 0, 1 } };
	const enum err wanted[] = { small, large };
	uint8_t modulus[257] = { 0, 0xc0 };
	struct template pair = { 0 }, t = { 0 };
	uint64_t handle;

	for (unsigned i = 0; i < 2; i++) {
		struct bytes e = bytes_of(values[i], 3);

		t.n = pair.n = 0;
		add_number(&t, CKA_CLASS, CKO_PUBLIC_KEY);
		add_number(&t, CKA_KEY_TYPE, CKK_RSA);
		assert_ok(template_add(&t, CKA_MODULUS,
		    bytes_of(modulus, 257)));
		assert_ok(template_add(&t, CKA_PUBLIC_EXPONENT, e));
		assert_err(wanted[i], create(r, &t, &handle));
		add_number(&pair, CKA_MODULUS_BITS, 2048);
		assert_ok(template_add(&pair, CKA_PUBLIC_EXPONENT, e));
		assert_err(wanted[i], pair_make_check(r->s,
		    CKM_RSA_PKCS_KEY_PAIR_GEN, &pair, &none));
	}
}

/* FIPS 186-5 has no public exponents below 65537. */
static void
small_exponents(void **state)
{
	struct room r;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	exponents(&r, ERR_OK, ERR_OK);
	fake_hsm_policy(&r.f, POLICY_HSM_NON_FIPS, false);
	assert_ok(fake_so_login(&r.f, "so-password"));
	r.par = fake_ready_partition(&r.f, "par2", 100000);
	r.s = fake_session(&r.f, r.f.app, r.par, true);
	assert_ok(fake_login(&r.f, r.s, ROLE_CRYPTO_OFFICER, "co-password"));
	exponents(&r, ERR_ATTRIBUTE_VALUE, ERR_OK);
	room_close(&r);
}

static void
certificates_and_trust(void **state)
{
	struct template t = { 0 }, trust = { 0 };
	struct change *c;
	struct room r;
	uint64_t handle;

	(void)state;
	room_open(&r, ROLE_NONE);
	add_number(&t, CKA_CLASS, CKO_CERTIFICATE);
	add_flag(&t, CKA_TOKEN, true);
	add_number(&t, CKA_CERTIFICATE_TYPE, CKC_X_509);
	add_text(&t, CKA_VALUE, "DER");
	assert_err(ERR_TEMPLATE_INCOMPLETE, create(&r, &t, &handle));
	add_text(&t, CKA_SUBJECT, "DN");
	assert_ok(create(&r, &t, &handle));
	assert_attribute(&r, handle, CKA_TRUSTED, 0);
	add_flag(&trust, CKA_TRUSTED, true);
	assert_err(ERR_ATTRIBUTE_READ_ONLY,
	    attributes_set_plan(r.s, handle, &trust, &c));
	assert_ok(fake_login(&r.f, r.s, ROLE_PARTITION_SO, "po-password"));
	assert_ok(attributes_set_plan(r.s, handle, &trust, &c));
	assert_ok(fake_done(&r.f, &c));
	assert_attribute(&r, handle, CKA_TRUSTED, 1);
	t.rows[2].value = bytes_of_text("12345678");
	assert_err(ERR_ATTRIBUTE_VALUE, create(&r, &t, &handle));
	room_close(&r);
}

/* --- templates on the wire --- */

static void
wire_templates(void **state)
{
	CLEARED_BY(buf_clear) struct buf rows = buf_up_to(100000);
	struct msg_attribute row = { .type = 1, .value = bytes_of_text("v") };
	struct template t;

	(void)state;
	assert_ok(template_read(buf_bytes(&rows), &t));
	assert_int_equal(0, t.n);
	for (unsigned i = 0; i < LIMIT_ATTRIBUTES; i++, row.type++)
		assert_ok(rows_put(&rows, &wire_attribute, &row));
	assert_ok(template_read(buf_bytes(&rows), &t));
	assert_int_equal(LIMIT_ATTRIBUTES, t.n);
	for (size_t cut = 1; cut < 13; cut++)
		assert_err(ERR_MALFORMED, template_read(
		    bytes_of(rows.ptr, rows.len - cut), &t));
	assert_ok(rows_put(&rows, &wire_attribute, &row));
	assert_err(ERR_TOO_LARGE, template_read(buf_bytes(&rows), &t));
	buf_reset(&rows);
	assert_ok(rows_put(&rows, &wire_attribute, &row));
	assert_ok(rows_put(&rows, &wire_attribute, &row));
	assert_err(ERR_TEMPLATE_INCONSISTENT,
	    template_read(buf_bytes(&rows), &t));
}

/* --- anything at all --- */

/* An object of the class in the template has no such attribute, or a program
 * may not give it. */
static bool
is_foreign(const struct template *t, const struct attribute_row *row)
{
	return attribute_row(row->type, template_number(t, CKA_CLASS, 99),
	    template_number(t, CKA_KEY_TYPE, CKK_AES)) != row ||
	    !(row->given & GIVEN_CREATE);
}

static struct template
random_template(uint64_t *seed)
{
	static uint8_t bytes[600];
	struct template t = { 0 };
	const struct attribute_row *rows;
	unsigned n_rows, n;
	struct bytes twice;

	rows = attribute_rows(&n_rows);
	n = (unsigned)(random_next(seed) % 40);
	if (random_next(seed) % 8)
		add_number(&t, CKA_CLASS, random_next(seed) % 6);
	if (random_next(seed) % 8)
		add_number(&t, CKA_KEY_TYPE, random_next(seed) & 1
		    ? CKK_AES : random_next(seed) % 0x30);
	for (unsigned i = 0; i < n; i++) {
		const struct attribute_row *row =
		    &rows[random_next(seed) % n_rows];
		uint64_t r = random_next(seed);

		if (template_get(&t, row->type, &twice) ||
		    (r % 32 && is_foreign(&t, row)))
			continue;
		if (row->kind == ATTRIBUTE_BOOL && r % 16)
			add_flag(&t, row->type, r >> 8 & 1);
		else if (row->kind == ATTRIBUTE_ULONG && r % 16)
			add_number(&t, row->type, (r >> 8) % 300);
		else
			assert_ok(template_add(&t, row->type, bytes_of(bytes,
			    (r >> 8) % (r & 16 ? 33 : sizeof(bytes)))));
	}
	return t;
}

/* Not one of the errors that say that we are wrong, not the program. */
static void
error_is_theirs(enum err e)
{
	assert_true(e != ERR_INTERNAL && e != ERR_CORRUPT &&
	    e != ERR_NO_MEMORY && e != ERR_NOT_FOUND &&
	    e != ERR_MALFORMED && e != ERR_BUSY);
}

static void
object_keeps_rules(struct room *r, uint64_t handle)
{
	const struct object *o;
	uint64_t class, type, n;
	size_t len;

	assert_ok(object_get(r->s, handle, &o));
	class = object_class(o);
	if (class != CKO_PRIVATE_KEY && class != CKO_SECRET_KEY)
		return;
	assert_true(object_flag(o, CKA_SENSITIVE));
	assert_ok(get(r, handle, CKA_KEY_TYPE, &type, &len));
	assert_err(ERR_ATTRIBUTE_SENSITIVE, get(r, handle,
	    type == CKK_RSA ? CKA_PRIVATE_EXPONENT : CKA_VALUE, &n, &len));
}

static void
random_templates(void **state)
{
	uint64_t seed = 4711, last = 0, handle;
	unsigned n_made = 0, n_changed = 0;
	struct change *c;
	struct room r;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	for (unsigned i = 0; i < 200000; i++) {
		struct template t = random_template(&seed);
		enum err e;

		if (i % 4 != 0 || last == 0) {
			e = create(&r, &t, &handle);
			if (e == ERR_OK) {
				object_keeps_rules(&r, handle);
				last = handle;
				n_made++;
			}
		} else {
			t.n = t.n > 2 ? 1 : t.n;
			t.rows[0] = random_template(&seed).rows[2];
			handle = 1 + random_next(&seed) % last;
			e = attributes_set_plan(r.s, handle, &t, &c);
			if (e == ERR_OK) {
				assert_ok(fake_done(&r.f, &c));
				object_keeps_rules(&r, handle);
				n_changed++;
			}
		}
		error_is_theirs(e);
		if (last > 300 && object_destroy_plan(r.s,
		    1 + random_next(&seed) % last, &c) == ERR_OK)
			assert_ok(fake_done(&r.f, &c));
	}
	print_message("%u made, %u changed\n", n_made, n_changed);
	assert_true(n_made > 1000 && n_changed > 100);
	fake_restart(&r.f); /* and all of them can be read again */
	room_close(&r);
}

/* A record of an object, with any byte changed, is read or refused. */
static void
random_records(void **state)
{
	struct template asked = aes_asked(true);
	uint64_t seed = 99, handle;
	struct room r;

	(void)state;
	room_open(&r, ROLE_CRYPTO_OFFICER);
	assert_ok(aes_generate(&r, &asked, &handle));
	for (unsigned i = 0; i < 20000; i++) {
		struct hsm *h;
		struct secret *plain = NULL;
		size_t at;
		uint8_t before;

		for (size_t j = 0; j < r.f.n; j++)
			if (r.f.records[j].kind == RECORD_OBJECT)
				plain = &r.f.records[j].plain;
		at = random_next(&seed) % plain->len;
		before = plain->ptr[at];
		plain->ptr[at] = (uint8_t)random_next(&seed);
		assert_ok(hsm_new(hsm_model(r.f.hsm), 150718, &h));
		for (size_t j = 0; j < r.f.n; j++)
			if (r.f.records[j].kind == RECORD_PARTITION)
				assert_ok(hsm_load(h, RECORD_PARTITION, r.par,
				    0, secret_bytes(&r.f.records[j].plain)));
		IGNORE(hsm_load(h, RECORD_OBJECT, r.par, handle,
		    secret_bytes(plain)));
		hsm_free(&h);
		plain->ptr[at] = before;
	}
	room_close(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unwrapped),
		cmocka_unit_test(derived),
		cmocka_unit_test(created_rsa),
		cmocka_unit_test(small_exponents),
		cmocka_unit_test(certificates_and_trust),
		cmocka_unit_test(wire_templates),
		cmocka_unit_test(random_templates),
		cmocka_unit_test(random_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
