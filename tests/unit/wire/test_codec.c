/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every message of the table, by loop: round trip; each shorter input refused;
 * one byte too many refused; each value beyond its maximum refused.
 */
#include "../test.h"

#include <stdlib.h>

#include "base/mem.h"
#include "wire/frame.h"
#include "wire/messages.h"

static uint8_t filler[200000];

/* A struct with every field filled: integers at their largest, bytes of len. */
static void
fill(const struct message *m, uint8_t *at, size_t len)
{
	static const uint64_t largest[] = { 1, 0xff, 0xffff, 0xffffffff, ~0ull };

	for (size_t i = 0; i < m->n_fields; i++) {
		const struct field *f = &m->fields[i];

		if (f->kind <= KIND_U64) {
			memcpy(at, &largest[f->kind], 8);
			at += 8;
		} else {
			size_t n = len < f->max ? len : f->max;
			struct bytes v = bytes_of(filler, n);

			if (f->kind == KIND_ROWS) /* 4-byte empty rows */
				v.len = n / 4 * 4;
			memcpy(at, &v, sizeof(v));
			at += sizeof(v);
		}
	}
}

static bool
same(const struct message *m, const uint8_t *a, const uint8_t *b)
{
	for (size_t i = 0; i < m->n_fields; i++) {
		size_t step = m->fields[i].kind <= KIND_U64 ? 8 : 16;
		struct bytes va, vb;

		if (step == 8 && memcmp(a, b, 8) != 0)
			return false;
		if (step == 16) {
			memcpy(&va, a, 16);
			memcpy(&vb, b, 16);
			if (!bytes_equal(va, vb))
				return false;
		}
		a += step;
		b += step;
	}
	return true;
}

static void
check_message(const struct message *m, size_t len)
{
	uint8_t in[512], back[512];
	CLEARED_BY(buf_clear) struct buf wire = buf_up_to(LIMIT_FRAME_BODY * 4);
	uint8_t *exact;

	assert_true(m->size <= sizeof(in));
	memset(filler, 0, sizeof(filler));
	fill(m, in, len);
	/* Zeros are whole rows, but no text. */
	for (size_t i = 0, at = 0; i < m->n_fields; i++) {
		struct bytes v = bytes_of("text text text text text text text", len < 32 ? len : 32);

		if (m->fields[i].kind == KIND_TEXT) {
			v.len = v.len < m->fields[i].max ? v.len : m->fields[i].max;
			memcpy(in + at, &v, sizeof(v));
		}
		at += m->fields[i].kind <= KIND_U64 ? 8 : 16;
	}
	assert_ok(wire_encode(m, in, &wire));
	assert_ok(wire_decode(m, buf_bytes(&wire), back));
	assert_true(same(m, in, back));
	for (size_t n = 0; n < wire.len; n++) {
		/* A copy of just that size, so that a sanitizer sees overreads. */
		exact = mem_alloc(n, 1);
		assert_non_null(exact);
		memcpy(exact, wire.ptr, n);
		assert_err(ERR_MALFORMED, wire_decode(m, bytes_of(exact, n), back));
		mem_free(exact);
	}
	assert_ok(buf_put_u8(&wire, 0));
	assert_err(ERR_MALFORMED, wire_decode(m, buf_bytes(&wire), back));
}

static void
every_message(void **state)
{
	size_t n;
	const struct message *const *all = wire_messages(&n);

	assert_true(n > 100);
	for (size_t i = 0; i < n; i++) {
		check_message(all[i], 0);
		check_message(all[i], 24);
	}
}

static void
every_maximum(void **state)
{
	size_t n;
	const struct message *const *all = wire_messages(&n);
	uint8_t in[512];

	for (size_t i = 0; i < n; i++) {
		size_t at = 0;

		for (size_t k = 0; k < all[i]->n_fields; k++) {
			const struct field *f = &all[i]->fields[k];
			CLEARED_BY(buf_clear) struct buf wire =
			    buf_up_to(LIMIT_FRAME_BODY * 4);

			memset(in, 0, sizeof(in));
			if (f->kind > KIND_U64) {
				struct bytes v = bytes_of(filler, f->max + 1);

				assert_true(f->max + 1 <= sizeof(filler));
				memset(filler, ' ', sizeof(filler));
				memcpy(in + at, &v, sizeof(v));
				assert_err(ERR_TOO_LARGE, wire_encode(all[i], in, &wire));
				assert_int_equal(wire.len, 0);
			}
			at += f->kind <= KIND_U64 ? 8 : 16;
		}
	}
}

/* The wire form of zeros, but for field k, which is `raw`. */
static void
put_one(const struct message *m, size_t k, struct bytes raw, struct buf *out)
{
	static const uint8_t zeros[8];
	static const size_t widths[] = { 1, 1, 2, 4, 8 };

	buf_reset(out);
	for (size_t i = 0; i < m->n_fields; i++) {
		enum kind kind = m->fields[i].kind;

		if (i == k)
			assert_ok(buf_put(out, raw));
		else
			assert_ok(buf_put(out, bytes_of(zeros, kind <= KIND_U64
			    ? widths[kind] : 4)));
	}
}

static void
refused(const struct message *m, size_t k, struct bytes raw)
{
	CLEARED_BY(buf_clear) struct buf wire = buf_up_to(LIMIT_FRAME_BODY * 4);
	uint8_t back[512];

	put_one(m, k, raw, &wire);
	if (wire_decode(m, buf_bytes(&wire), back) != ERR_MALFORMED)
		fail_msg("%s.%s takes what it may not", m->name, m->fields[k].name);
}

/* A length, and as many bytes. */
static struct bytes
with_length(const char *bytes, size_t len)
{
	static uint8_t raw[200004];

	assert_true(len <= sizeof(raw) - 4);
	bytes_set_u32(raw, (uint32_t)len);
	memset(raw + 4, ' ', len);
	if (bytes != NULL)
		memcpy(raw + 4, bytes, len);
	return bytes_of(raw, 4 + len);
}

/* What another program may send and ours would not. */
static void
every_kind_is_checked_when_it_arrives(void **state)
{
	size_t n;
	const struct message *const *all = wire_messages(&n);

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < all[i]->n_fields; k++) {
			const struct field *f = &all[i]->fields[k];

			if (f->kind == KIND_BOOL)
				refused(all[i], k, bytes_of("\2", 1));
			if (f->kind > KIND_U64)
				refused(all[i], k, with_length(NULL, f->max + 1));
			if (f->kind == KIND_TEXT) {
				refused(all[i], k, with_length("\n", 1));
				refused(all[i], k, with_length("\177", 1));
			}
			if (f->kind == KIND_ROWS) {
				refused(all[i], k, with_length("\0\0\0", 3));
				refused(all[i], k, with_length("\0\0\0\2x", 5));
			}
		}
}

static void
ops_are_unique_pairs(void **state)
{
	size_t n;
	const struct message *const *all = wire_messages(&n);

	for (size_t i = 0; i < n; i++) {
		int same_op = 0;

		for (size_t k = 0; k < n; k++)
			same_op += all[k]->op == all[i]->op;
		if (all[i]->op != 0)
			assert_int_equal(same_op, 2);
	}
}

static void
secrets_are_not_printed(void **state)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(4096);
	struct msg_login_request in = { 1, 4, bytes_of_text("hunter2hunter2") };

	assert_ok(wire_print(&wire_login_request, &in, &out));
	assert_ok(buf_put_u8(&out, 0));
	assert_string_equal((char *)out.ptr,
	    "login_request{ session=1 role=4 password=(secret) }");
}

static void
frames(void **state)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(4096);
	struct frame in = { .op = 0x402, .flags = 1, .link = 7, .status = 40,
		.id = 0x1122334455667788, .body = bytes_of_text("body") };
	struct frame back;
	size_t size;

	assert_ok(frame_put(&out, &in));
	for (size_t n = 0; n < out.len; n++)
		assert_err(ERR_AGAIN, frame_parse(bytes_of(out.ptr, n), &back, &size));
	assert_ok(frame_parse(buf_bytes(&out), &back, &size));
	assert_int_equal(size, out.len);
	assert_int_equal(back.op, in.op);
	assert_int_equal(back.link, 7);
	assert_int_equal(back.status, 40);
	assert_true(back.id == in.id);
	assert_true(bytes_equal(back.body, in.body));
	frame_set_link(out.ptr, 99);
	assert_ok(frame_parse(buf_bytes(&out), &back, &size));
	assert_int_equal(back.link, 99);
	bytes_set_u32(out.ptr, FRAME_MAX);
	assert_err(ERR_MALFORMED, frame_parse(buf_bytes(&out), &back, &size));
	bytes_set_u32(out.ptr, 19);
	assert_err(ERR_MALFORMED, frame_parse(buf_bytes(&out), &back, &size));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_message),
		cmocka_unit_test(every_maximum),
		cmocka_unit_test(every_kind_is_checked_when_it_arrives),
		cmocka_unit_test(ops_are_unique_pairs),
		cmocka_unit_test(secrets_are_not_printed),
		cmocka_unit_test(frames),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
