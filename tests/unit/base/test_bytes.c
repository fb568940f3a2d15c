/* SPDX-License-Identifier: Apache-2.0 */
/* Buffers leave nothing behind in memory, because they may hold a password; and
 * they write numbers. */
#include "../test.h"

#include "base/bytes.h"

static bool
holds(const struct buf *b, const char *text)
{
	return memmem(b->ptr, b->cap, text, strlen(text)) != NULL;
}

static void
consumed(void **state)
{
	CLEARED_BY(buf_clear) struct buf b = buf_up_to(256);

	assert_ok(buf_put_text(&b, "secret-onesecret-two"));
	buf_consume(&b, strlen("secret-one"));
	assert_int_equal(strlen("secret-two"), b.len);
	assert_memory_equal("secret-two", b.ptr, b.len);
	assert_false(holds(&b, "secret-one"));
	/* It was moved: its old place is empty too. */
	b.ptr[0] = 'S';
	assert_false(holds(&b, "secret-two"));
	buf_consume(&b, b.len);
	assert_false(holds(&b, "two"));
}

static void
reset(void **state)
{
	CLEARED_BY(buf_clear) struct buf b = buf_up_to(256);

	assert_ok(buf_put_text(&b, "secret-one"));
	buf_reset(&b);
	assert_false(holds(&b, "secret"));
}

static void
a_number_has_the_bits_behind_its_zeros(void **state)
{
	static const uint8_t number[] = { 0, 0, 0x01, 0x80 };

	assert_int_equal(bytes_bits(bytes_of(NULL, 0)), 0);
	assert_int_equal(bytes_bits(bytes_of(number, 2)), 0);
	assert_int_equal(bytes_bits(bytes_of(number, 3)), 1);
	assert_int_equal(bytes_bits(bytes_of(number, 4)), 9);
	assert_int_equal(bytes_bits(bytes_of(number + 3, 1)), 8);
	assert_ptr_equal(bytes_without_zeros(bytes_of(number, 4)).ptr, number + 2);
	assert_int_equal(bytes_without_zeros(bytes_of(number, 2)).len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(consumed),
		cmocka_unit_test(reset),
		cmocka_unit_test(a_number_has_the_bits_behind_its_zeros),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
