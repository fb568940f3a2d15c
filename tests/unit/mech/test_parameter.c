/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters of every mechanism, from their rows: what is within the limits
 * goes over the wire and comes back the same; what is not is refused. */
#include "../test.h"

#include "fill.h"
#include "wire/messages.h"

static void
same_values(const struct mech_row *row, struct mech *a, struct mech *b)
{
	const struct parameter *p = &parameters[row->parameter];

	assert_int_equal(a->type, b->type);
	assert_int_equal(a->given, b->given);
	for (size_t i = 0; i < p->message.n_fields; i++) {
		struct bytes *one = fill_at(a, p, i), *other = fill_at(b, p, i);

		if (p->limits[i].kind == VALUE_BYTES)
			assert_true(bytes_equal(*one, *other));
		else
			assert_memory_equal(one, other, sizeof(uint64_t));
	}
}

static void
there_and_back(const struct mech_row *row, struct mech *m)
{
	CLEARED_BY(buf_clear) struct buf once = buf_up_to(LIMIT_FRAME_BODY);
	CLEARED_BY(buf_clear) struct buf twice = buf_up_to(LIMIT_FRAME_BODY);
	struct msg_mechanism w;
	struct mech back;

	assert_ok(mech_check(m));
	assert_ok(mech_encode(m, &once));
	assert_ok(wire_decode(&wire_mechanism, buf_bytes(&once), &w));
	assert_int_equal(row->number, w.type);
	assert_ok(mech_decode(buf_bytes(&once), &back));
	same_values(row, m, &back);
	assert_ok(mech_encode(&back, &twice));
	assert_true(bytes_equal(buf_bytes(&once), buf_bytes(&twice)));
}

static void
within_the_limits(void **state)
{
	unsigned n;
	const struct mech_row *rows = mech_rows(&n);

	for (unsigned i = 0; i < n; i++) {
		struct mech least = fill(&rows[i], FILL_LEAST);
		struct mech most = fill(&rows[i], FILL_MOST);

		there_and_back(&rows[i], &least);
		there_and_back(&rows[i], &most);
	}
}

/* As a hostile client would encode it, without our checks. */
static enum err
decode_unchecked(const struct mech_row *row, const struct mech *m)
{
	CLEARED_BY(buf_clear) struct buf parameter = buf_up_to(LIMIT_FRAME_BODY);
	CLEARED_BY(buf_clear) struct buf whole = buf_up_to(LIMIT_FRAME_BODY);
	struct msg_mechanism w = { .type = row->number };
	struct mech back;

	if (wire_encode(&parameters[row->parameter].message, m, &parameter) !=
	    ERR_OK)
		return ERR_MECHANISM_PARAM; /* longer than the codec permits */
	w.parameter = buf_bytes(&parameter);
	assert_ok(wire_encode(&wire_mechanism, &w, &whole));
	return mech_decode(buf_bytes(&whole), &back);
}

static void
refused_everywhere(const struct mech_row *row, const struct mech *m)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(LIMIT_FRAME_BODY);

	assert_err(ERR_MECHANISM_PARAM, mech_check(m));
	assert_err(ERR_MECHANISM_PARAM, mech_encode(m, &out));
	assert_int_equal(0, out.len);
	assert_err(ERR_MECHANISM_PARAM, decode_unchecked(row, m));
}

static void
try_number(const struct mech_row *row, size_t i, uint64_t n)
{
	struct mech m = fill(row, FILL_LEAST);

	fill_number(fill_at(&m, &parameters[row->parameter], i), n);
	refused_everywhere(row, &m);
}

static void
try_len(const struct mech_row *row, size_t i, size_t len)
{
	struct mech m = fill(row, FILL_LEAST);

	fill_bytes(fill_at(&m, &parameters[row->parameter], i), len);
	refused_everywhere(row, &m);
}

static void
just_beyond(const struct mech_row *row, size_t i)
{
	const struct value_limit *l = &parameters[row->parameter].limits[i];

	switch (l->kind) {
	case VALUE_NUMBER:
		if (l->least > 0)
			try_number(row, i, l->least - 1);
		if (l->step > 1)
			try_number(row, i, l->least + 1);
		try_number(row, i, l->most + 1);
		return;
	case VALUE_BYTES:
		if (l->least > 0)
			try_len(row, i, l->least - 1);
		if (l->step > 1)
			try_len(row, i, l->least + 1);
		try_len(row, i, l->most + 1);
		return;
	case VALUE_FLAG:
		try_number(row, i, 2);
		return;
	case VALUE_HASH:
		try_number(row, i, MECH_SHA256_HMAC);
		try_number(row, i, 0);
		return;
	case VALUE_MGF:
		try_number(row, i, 0);
		try_number(row, i, 99);
		return;
	}
}

static void
beyond_the_limits(void **state)
{
	unsigned n;
	const struct mech_row *rows = mech_rows(&n);

	for (unsigned i = 0; i < n; i++)
		for (size_t k = 0;
		     k < parameters[rows[i].parameter].message.n_fields; k++)
			just_beyond(&rows[i], k);
}

static void
decode_text(uint64_t type, struct bytes parameter, enum err expected)
{
	CLEARED_BY(buf_clear) struct buf whole = buf_up_to(LIMIT_FRAME_BODY);
	const struct msg_mechanism w = { .type = type, .parameter = parameter };
	struct mech m;

	assert_ok(wire_encode(&wire_mechanism, &w, &whole));
	assert_err(expected, mech_decode(buf_bytes(&whole), &m));
}

/* A byte too few or too many; none at all only where that is legal. */
static void
of_the_right_length(void **state)
{
	unsigned n;
	const struct mech_row *rows = mech_rows(&n);

	for (unsigned i = 0; i < n; i++) {
		CLEARED_BY(buf_clear) struct buf p = buf_up_to(LIMIT_FRAME_BODY);
		const struct parameter *form = &parameters[rows[i].parameter];
		const struct mech m = fill(&rows[i], FILL_LEAST);

		assert_ok(wire_encode(&form->message, &m, &p));
		assert_ok(buf_put_u8(&p, 0));
		decode_text(rows[i].number, buf_bytes(&p), ERR_MECHANISM_PARAM);
		if (p.len > 2)
			decode_text(rows[i].number, bytes_of(p.ptr, p.len - 2),
			    ERR_MECHANISM_PARAM);
		decode_text(rows[i].number, bytes_of(NULL, 0),
		    form->presence == PRESENCE_REQUIRED ? ERR_MECHANISM_PARAM :
		    ERR_OK);
	}
	decode_text(0xdeadbeef, bytes_of(NULL, 0), ERR_MECHANISM_INVALID);
}

static void
the_hash_is_the_mechanisms_own(void **state)
{
	struct mech m = { .type = MECH_SHA384_RSA_PKCS_PSS, .hash = MECH_SHA384,
		.mgf = MGF1_SHA1, .salt_len = 20 };

	assert_ok(mech_check(&m));
	m.hash = MECH_SHA256;
	refused_everywhere(mech_row(m.type), &m);
	m.type = MECH_RSA_PKCS_PSS;
	assert_ok(mech_check(&m));
}

/* What is given and what is not are two things. */
static void
an_optional_parameter(void **state)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(64);
	struct mech m = { .type = MECH_AES_KW }, back;

	assert_ok(mech_encode(&m, &out));
	assert_ok(mech_decode(buf_bytes(&out), &back));
	assert_false(back.given);
	m.given = true;
	refused_everywhere(mech_row(m.type), &m);
	m.iv = bytes_of_text("8 bytes.");
	buf_reset(&out);
	assert_ok(mech_encode(&m, &out));
	assert_ok(mech_decode(buf_bytes(&out), &back));
	assert_true(back.given);
}

static void
kept_and_moved(void **state)
{
	CLEARED_BY(buf_clear) struct buf own = { 0 };
	uint8_t iv[] = "sixteen bytes iv", copy[64];
	const struct mech m = { .type = MECH_AES_CBC,
		.iv = bytes_of(iv, 16) };
	struct mech kept;

	assert_ok(mech_keep(&m, &own, &kept));
	memset(iv, 0, sizeof(iv));
	assert_memory_equal("sixteen bytes iv", kept.iv.ptr, 16);
	assert_true(own.len <= sizeof(copy));
	memcpy(copy, own.ptr, own.len);
	mech_moved(&kept, own.ptr, copy);
	memset(own.ptr, 0, own.len);
	assert_true(kept.iv.ptr >= copy && kept.iv.ptr < copy + sizeof(copy));
	assert_memory_equal("sixteen bytes iv", kept.iv.ptr, 16);
}

static bool
same_shape(const struct mech *a, const struct mech *b)
{
	struct mech_shape one, other;

	mech_shape(a, &one);
	mech_shape(b, &other);
	return memcmp(&one, &other, sizeof(one)) == 0;
}

static void
shapes(void **state)
{
	struct mech a = { .type = MECH_AES_GCM, .tag_bits = 128,
		.iv = bytes_of_text("twelve bytes") };
	struct mech b = a;

	b.iv = bytes_of_text("TWELVE BYTES");
	assert_true(same_shape(&a, &b));
	b.iv = bytes_of_text("eleven byte");
	assert_false(same_shape(&a, &b));
	b = a;
	b.tag_bits = 96;
	assert_false(same_shape(&a, &b));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(within_the_limits),
		cmocka_unit_test(beyond_the_limits),
		cmocka_unit_test(of_the_right_length),
		cmocka_unit_test(the_hash_is_the_mechanisms_own),
		cmocka_unit_test(an_optional_parameter),
		cmocka_unit_test(kept_and_moved),
		cmocka_unit_test(shapes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
