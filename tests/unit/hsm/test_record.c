/* SPDX-License-Identifier: Apache-2.0 */
/* Records of every version: what a field's row promises, and that no number is
 * ever given to another field. */
#include "fake.h"

#include "hsm/blob.h"
#include "hsm/state.h"
#include "spec/pkcs11.h"

/* --- the rows --- */

/* Every number that was given, in the order in which it was. Fields are added at
 * the end; a line that is here once stays as it is, whatever becomes of the field:
 * records with that number exist. */
static const struct given {
	enum record_kind record;
	unsigned number;
	const char *name;
	enum record_field_kind kind;
	unsigned since;
} given[] = {
	{ RECORD_CARD, 1, "model", FIELD_NUMBER, 1 },
	{ RECORD_CARD, 2, "serial", FIELD_NUMBER, 1 },
	{ RECORD_CARD, 3, "state", FIELD_NUMBER, 1 },
	{ RECORD_CARD, 4, "by_command", FIELD_NUMBER, 1 },
	{ RECORD_CARD, 5, "next_partition", FIELD_NUMBER, 1 },
	{ RECORD_CARD, 6, "policies[POLICY_HSM_NON_FIPS]", FIELD_NUMBER, 1 },
	{ RECORD_CARD, 7, "policies[POLICY_HSM_SO_RESETS_PIN]", FIELD_NUMBER, 1 },
	{ RECORD_CARD, 8, "policies[POLICY_HSM_FORCE_PIN_CHANGE]",
	    FIELD_NUMBER, 1 },
	{ RECORD_CARD, 9, "policies", FIELD_PAIRS, 2 },
	{ RECORD_IDENTITY, 1, "blob", FIELD_BYTES, 1 },
	{ RECORD_ADMIN, 1, "label", FIELD_BYTES, 1 },
	{ RECORD_ADMIN, 2, "domain", FIELD_BYTES, 1 },
	{ RECORD_PARTITION, 1, "size", FIELD_NUMBER, 1 },
	{ RECORD_PARTITION, 2, "initialized", FIELD_NUMBER, 1 },
	{ RECORD_PARTITION, 3, "name", FIELD_BYTES, 1 },
	{ RECORD_PARTITION, 4, "label", FIELD_BYTES, 1 },
	{ RECORD_PARTITION, 5, "domain", FIELD_BYTES, 1 },
	{ RECORD_PARTITION, 6, "policies", FIELD_PAIRS, 2 },
	{ RECORD_ROLE, 1, "failures", FIELD_NUMBER, 1 },
	{ RECORD_ROLE, 2, "to_be_changed", FIELD_NUMBER, 1 },
	{ RECORD_ROLE, 3, "verifier", FIELD_BYTES, 1 },
};

#define N_GIVEN (sizeof(given) / sizeof(given[0]))

static const struct record_field *
field_of(enum record_kind record, unsigned number)
{
	const struct record_shape *shape = state_shape(record);

	for (unsigned i = 0; i < shape->n; i++)
		if (shape->fields[i].number == number)
			return &shape->fields[i];
	return NULL;
}

static void
numbers_are_kept(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < N_GIVEN; i++) {
		const struct given *g = &given[i];
		const struct record_field *f = field_of(g->record, g->number);

		if (f == NULL)
			fail_msg("%s is gone: give it `until`", g->name);
		assert_string_equal(g->name, f->name);
		assert_int_equal(g->kind, f->kind);
		assert_int_equal(g->since, f->since);
	}
	for (int kind = RECORD_CARD; kind < RECORD_OBJECT; kind++)
		n += state_shape((enum record_kind)kind)->n;
	if (n != N_GIVEN)
		fail_msg("a new field needs its line in `given`");
}

static void
numbers_rise(void **state)
{
	(void)state;
	for (int kind = RECORD_CARD; kind < RECORD_OBJECT; kind++) {
		const struct record_shape *s =
		    state_shape((enum record_kind)kind);

		for (unsigned i = 0; i < s->n; i++) {
			const struct record_field *f = &s->fields[i];

			assert_true(f->number >= 1 && f->number <= 255);
			assert_true(i == 0 || f->number > f[-1].number);
			assert_true(f->since >= 1 && f->since <= STORE_VERSION);
			assert_true(f->until == 0 || (f->until > f->since &&
			    f->until <= STORE_VERSION));
			assert_true(f->offset < s->size);
		}
	}
}

/* --- versions --- */

struct thing {
	uint64_t old, kept, young;
	struct secret name, note;
};

#define AT(field) offsetof(struct thing, field)
static const struct record_field thing_fields[] = {
	{ 1, "kept", FIELD_NUMBER, AT(kept), 1000, 1, 0 },
	{ 2, "old", FIELD_NUMBER, AT(old), 1000, 1, STORE_VERSION },
	{ 3, "name", FIELD_BYTES, AT(name), 16, 1, 0 },
	{ 7, "young", FIELD_NUMBER, AT(young), 1000, STORE_VERSION, 0 },
	{ 200, "note", FIELD_BYTES, AT(note), 16, STORE_VERSION, 0 },
};
static RECORD_SHAPE(thing_shape, "thing", struct thing, thing_fields);

#define BYTES(text) bytes_of(text, sizeof(text) - 1)

static const char first[] = "\1"
	"\0\0\0\0\0\0\0\5" "\0\0\0\0\0\0\0\6" "\0\0\0\3" "abc";
static const char present[] = "\2"
	"\1\0\0\0\10" "\0\0\0\0\0\0\0\5" "\3\0\0\0\3" "abc"
	"\7\0\0\0\10" "\0\0\0\0\0\0\0\7" "\310\0\0\0\1" "x";

static void
an_older_record_gets_defaults(void **state)
{
	struct thing t = { .young = 77 };

	(void)state;
	assert_ok(record_read(&thing_shape, BYTES(first), &t));
	assert_int_equal(5, t.kept);
	assert_int_equal(6, t.old);
	assert_int_equal(77, t.young);
	assert_int_equal(0, t.note.len);
	assert_true(bytes_equal(secret_bytes(&t.name), bytes_of_text("abc")));
	record_clear(&thing_shape, &t);
}

/* As documented, byte for byte; a field that is no more is not written. */
static void
a_record_is_written_by_number(void **state)
{
	CLEARED_BY(secret_clear) struct secret out = { 0 };
	struct thing t = { .kept = 5, .old = 6, .young = 7 }, back = { 0 };

	(void)state;
	assert_ok(secret_copy(&t.name, bytes_of_text("abc")));
	assert_ok(secret_copy(&t.note, bytes_of_text("x")));
	assert_ok(record_put(&thing_shape, &t, &out));
	assert_int_equal(STORE_VERSION, 2); /* else these bytes are older */
	assert_true(bytes_equal(secret_bytes(&out), BYTES(present)));
	assert_ok(record_read(&thing_shape, secret_bytes(&out), &back));
	assert_int_equal(0, back.old);
	assert_int_equal(7, back.young);
	record_clear(&thing_shape, &t);
	record_clear(&thing_shape, &back);
}

struct many {
	uint64_t values[2];
};

static const uint32_t many_numbers[] = { 20, 7 };
static const struct record_field many_fields[] = {
	{ 1, "values", FIELD_PAIRS, 0, 2, 1, 0, many_numbers },
};
static RECORD_SHAPE(many_shape, "many", struct many, many_fields);

/* Pairs are found by their numbers, wherever they stand. */
static void
pairs_are_found_by_number(void **state)
{
	static const char both[] = "\2" "\1\0\0\0\30"
		"\0\0\0\24" "\0\0\0\0\0\0\0\5" "\0\0\0\7" "\0\0\0\0\0\0\0\6";
	static const char seven[] = "\2" "\1\0\0\0\14"
		"\0\0\0\7" "\0\0\0\0\0\0\0\6";
	static const char eight[] = "\2" "\1\0\0\0\14"
		"\0\0\0\10" "\0\0\0\0\0\0\0\6";
	static const char half[] = "\2" "\1\0\0\0\4" "\0\0\0\7";
	CLEARED_BY(secret_clear) struct secret out = { 0 };
	struct many m = { { 5, 6 } };

	(void)state;
	assert_ok(record_put(&many_shape, &m, &out));
	assert_true(bytes_equal(secret_bytes(&out), BYTES(both)));
	m = (struct many){ { 0, 0 } };
	assert_ok(record_read(&many_shape, BYTES(both), &m));
	assert_int_equal(5, m.values[0]);
	m = (struct many){ { 77, 78 } };
	assert_ok(record_read(&many_shape, BYTES(seven), &m));
	assert_int_equal(77, m.values[0]);
	assert_int_equal(6, m.values[1]);
	assert_err(ERR_STORE_NEWER, record_read(&many_shape, BYTES(eight), &m));
	assert_err(ERR_CORRUPT, record_read(&many_shape, BYTES(half), &m));
}

static void
refused(enum err e, struct bytes in)
{
	struct thing t = { .young = 77 };

	assert_err(e, record_read(&thing_shape, in, &t));
	assert_null(t.name.ptr);
	assert_int_equal(0, t.young);
}

/* Each version has one set of fields. */
static void
anything_else_is_damage(void **state)
{
	char copy[sizeof(present)];

	(void)state;
	for (size_t len = 0; len < sizeof(first) - 1; len++)
		refused(ERR_CORRUPT, bytes_of(first, len));
	for (size_t len = 0; len < sizeof(present) - 1; len++)
		refused(ERR_CORRUPT, bytes_of(present, len));
	refused(ERR_CORRUPT, bytes_of(present, sizeof(present))); /* too long */
	refused(ERR_CORRUPT, BYTES("\2"
	    "\1\0\0\0\10" "\0\0\0\0\0\0\0\5" "\1\0\0\0\10" "\0\0\0\0\0\0\0\5"));
	memcpy(copy, present, sizeof(copy));
	copy[1] = 9; /* a number that nobody has */
	refused(ERR_CORRUPT, bytes_of(copy, sizeof(copy) - 1));
	copy[1] = 2; /* one that this version has no more */
	refused(ERR_CORRUPT, bytes_of(copy, sizeof(copy) - 1));
	copy[1] = 1;
	copy[5] = 7; /* a number of seven bytes */
	refused(ERR_CORRUPT, bytes_of(copy, sizeof(copy) - 1));
	copy[5] = 8;
	copy[12] = 100; /* above the largest value */
	refused(ERR_CORRUPT, bytes_of(copy, sizeof(copy) - 1));
	copy[0] = 0;
	refused(ERR_CORRUPT, bytes_of(copy, sizeof(copy) - 1));
	copy[0] = STORE_VERSION + 1;
	refused(ERR_STORE_NEWER, bytes_of(copy, sizeof(copy) - 1));
}

/* --- objects --- */

/* The record of a data object as before CKA_MODIFIABLE and the rest were there:
 * version, then steps from type to type. */
static const char old_object[] = "\1"
	"\1\10" "\0\0\0\0\0\0\0\0" /* CKA_CLASS: CKO_DATA */
	"\1\1" "\1"                /* CKA_TOKEN */
	"\2\3" "abc";              /* CKA_LABEL */

static void
an_older_object_gets_defaults(void **state)
{
	struct template t = { 0 };
	struct bytes value;

	(void)state;
	assert_ok(blob_read(BYTES(old_object), &t));
	assert_int_equal(1, template_number(&t, CKA_MODIFIABLE, 99));
	assert_true(template_get(&t, CKA_APPLICATION, &value));
	assert_int_equal(0, value.len);
	assert_true(template_get(&t, CKA_LABEL, &value));
	assert_true(bytes_equal(value, bytes_of_text("abc")));
}

/* --- a whole HSM --- */

static void
every_record_is_upgraded(void **state)
{
	struct hsm *h;
	struct fake f;

	(void)state;
	fake_start(&f, "K7", 150718);
	fake_ready(&f);
	fake_ready_partition(&f, "par1", 100000);
	assert_ok(hsm_new(hsm_model(f.hsm), 150718, &h));
	for (size_t i = 0; i < f.n; i++) {
		struct fake_record *r = &f.records[i];
		CLEARED_BY(secret_clear) struct secret new = { 0 };

		/* One of this version stays as it is. */
		assert_ok(hsm_upgrade(h, r->kind, secret_bytes(&r->plain), &new));
		assert_true(bytes_equal(secret_bytes(&new),
		    secret_bytes(&r->plain)));
		assert_err(ERR_CORRUPT, hsm_upgrade(h, r->kind,
		    bytes_of(r->plain.ptr, r->plain.len - 1), &new));
	}
	hsm_free(&h);
	fake_end(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_kept),
		cmocka_unit_test(numbers_rise),
		cmocka_unit_test(an_older_record_gets_defaults),
		cmocka_unit_test(pairs_are_found_by_number),
		cmocka_unit_test(a_record_is_written_by_number),
		cmocka_unit_test(anything_else_is_damage),
		cmocka_unit_test(an_older_object_gets_defaults),
		cmocka_unit_test(every_record_is_upgraded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
