/* SPDX-License-Identifier: Apache-2.0 */
/* Searching against looking at everything, through random creations, changes
 * and destructions; and that it is quick. */
#include <stdio.h>

#include "base/clock.h"
#include "fake.h"
#include "spec/pkcs11.h"

#define LABELS 7
#define IDS 5

static const char *const labels[LABELS] = { "", "a", "b", "label of a key",
	"label of another key", "c", "longer than all the others put together" };
static const char *const ids[IDS] = { "", "1", "2", "\1\2\3", "id" };

static uint64_t
random_next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static enum err
make(struct fake *f, struct session *s, uint64_t r, const char *label,
    uint64_t *out)
{
	struct template t = { 0 };
	struct change *c;
	bool key = r & 1;

	add_number(&t, CKA_CLASS, key ? CKO_SECRET_KEY : CKO_CERTIFICATE);
	add_flag(&t, CKA_TOKEN, r >> 1 & 1);
	add_flag(&t, CKA_PRIVATE, r >> 2 & 1);
	add_text(&t, CKA_LABEL, label);
	add_text(&t, CKA_ID, ids[(r >> 16) % IDS]);
	add_text(&t, CKA_VALUE, "0123456789abcdef");
	if (key) {
		add_number(&t, CKA_KEY_TYPE, CKK_AES);
	} else {
		add_number(&t, CKA_CERTIFICATE_TYPE, CKC_X_509);
		add_text(&t, CKA_SUBJECT, "subject");
	}
	TRY(object_make_plan(s, BIRTH_CREATE, 0, &t, NULL, NULL, fake_uid(f),
	    &c));
	*out = change_handle(c, 0);
	change_apply(f->hsm, &c);
	return ERR_OK;
}

static struct template
question(uint64_t r)
{
	struct template t = { 0 };

	if (r & 1)
		add_text(&t, CKA_LABEL, labels[(r >> 8) % LABELS]);
	if (r & 2)
		add_text(&t, CKA_ID, ids[(r >> 16) % IDS]);
	if (r & 4)
		add_number(&t, CKA_CLASS,
		    r >> 24 & 1 ? CKO_SECRET_KEY : CKO_CERTIFICATE);
	if ((r & 0x38) == 8)
		add_flag(&t, CKA_TOKEN, r >> 25 & 1);
	if ((r & 0xc0) == 0x40)
		add_text(&t, CKA_VALUE, "0123456789abcdef");
	return t;
}

/* The slow and plain way: asks each handle, as an application would. */
static unsigned
find_slowly(struct session *s, const struct template *t, uint64_t last,
    uint64_t *out)
{
	unsigned n = 0;

	for (uint64_t handle = 1; handle <= last; handle++) {
		const struct object *o;
		struct bytes value;
		bool all = object_get(s, handle, &o) == ERR_OK;

		for (unsigned i = 0; all && i < t->n; i++)
			all = object_value(o, t->rows[i].type, &value) &&
			    bytes_equal(value, t->rows[i].value) &&
			    !(t->rows[i].type == CKA_VALUE &&
			    object_class(o) == CKO_SECRET_KEY);
		if (all)
			out[n++] = handle;
	}
	return n;
}

static void
compare(struct session *s, const struct template *t, uint64_t last,
    unsigned most)
{
	static uint64_t slow[20000], quick[20000];
	unsigned n_slow = find_slowly(s, t, last, slow), n = 0, got;
	uint64_t after = 0;
	bool more = true;

	while (more) {
		assert_ok(objects_find(s, t, after, most, quick + n, &got,
		    &more));
		assert_true(got <= most && (!more || got == most));
		n += got;
		after = n ? quick[n - 1] : 0;
	}
	assert_int_equal(n_slow, n);
	assert_memory_equal(slow, quick, n * sizeof(slow[0]));
}

static void
relabel(struct fake *f, struct session *s, uint64_t handle, uint64_t r)
{
	struct template t = { 0 };
	struct change *c;

	add_text(&t, CKA_LABEL, labels[(r >> 8) % LABELS]);
	add_text(&t, CKA_ID, ids[(r >> 16) % IDS]);
	if (attributes_set_plan(s, handle, &t, &c) == ERR_OK)
		change_apply(f->hsm, &c);
}

static void
against_linear_scan(void **state)
{
	uint64_t seed = 42, last = 0, handle, par;
	struct session *s, *other;
	struct change *c;
	struct fake f;

	(void)state;
	fake_start(&f, "K7", 150718);
	fake_ready(&f);
	par = fake_ready_partition(&f, "par1", 10000000);
	s = fake_session(&f, f.app, par, true);
	other = fake_session(&f, f.admin, par, true);
	assert_ok(fake_login(&f, s, ROLE_CRYPTO_OFFICER, "co-password"));
	for (unsigned i = 0; i < 6000; i++) {
		uint64_t r = random_next(&seed), what = (r >> 40) % 8;
		struct template t = question(r);

		if (what < 4) {
			assert_ok(make(&f, s, r, labels[(r >> 8) % LABELS],
			    &handle));
			last = handle;
		} else if (what == 4 && last > 0) {
			if (object_destroy_plan(s, 1 + (r >> 44) % last, &c) ==
			    ERR_OK)
				change_apply(f.hsm, &c);
		} else if (what == 5 && last > 0) {
			relabel(&f, s, 1 + (r >> 44) % last, r);
		} else if (i % 4 == 0) {
			compare(r >> 50 & 1 ? s : other, &t, last,
			    1 + (unsigned)(r >> 44) % 40);
		}
	}
	assert_ok(session_logout(s));
	for (unsigned i = 0; i < 100; i++) {
		struct template t = question(random_next(&seed));

		compare(s, &t, last, 100);
	}
	fake_end(&f);
}

/* 10,000 objects: one by its label in microseconds. A loose bound: the machine
 * may be busy, or the build a sanitizer's. */
static void
quick_among_many(void **state)
{
	enum { MANY = 10000, SEARCHES = 1000 };
	uint64_t handles[MANY], found[2], par;
	struct template t = { 0 };
	char label[32];
	struct session *s;
	struct fake f;
	int64_t begin;
	unsigned n;
	bool more;

	(void)state;
	fake_start(&f, "K7", 150718);
	fake_ready(&f);
	par = fake_ready_partition(&f, "par1", 30000000);
	s = fake_session(&f, f.app, par, true);
	assert_ok(fake_login(&f, s, ROLE_CRYPTO_OFFICER, "co-password"));
	for (unsigned i = 0; i < MANY; i++) {
		snprintf(label, sizeof(label), "key %u", i);
		assert_ok(make(&f, s, 7, label, &handles[i]));
	}
	begin = clock_us();
	for (unsigned i = 0; i < SEARCHES; i++) {
		snprintf(label, sizeof(label), "key %u", i * 7919 % MANY);
		t.n = 0;
		add_text(&t, CKA_LABEL, label);
		add_number(&t, CKA_CLASS, CKO_SECRET_KEY);
		assert_ok(objects_find(s, &t, 0, 2, found, &n, &more));
		assert_int_equal(1, n);
		assert_int_equal(handles[i * 7919 % MANY], found[0]);
	}
	print_message("a search among %d: %.2f us\n", MANY,
	    (double)(clock_us() - begin) / (double)SEARCHES);
	assert_true(clock_us() - begin < 100 * SEARCHES);
	fake_end(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(against_linear_scan),
		cmocka_unit_test(quick_among_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
